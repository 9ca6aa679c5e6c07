"""JaCoCo's XML, as Maven's plugin and Gradle's write it."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage.reading import read_coverage

CART = "src/main/java/org/shop/Cart.java"
REPORT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\
<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">\
<report name="shop"><sessioninfo id="x-1" start="1764201600000" dump="1764201660000"/><package name="org/shop">\
<class name="org/shop/Cart" sourcefilename="Cart.java"><counter type="LINE" missed="1" covered="2"/></class>\
<sourcefile name="Cart.java"><line nr="3" mi="0" ci="3" mb="0" cb="0"/><line nr="4" mi="0" ci="4" mb="1" cb="1"/>\
<line nr="5" mi="2" ci="0" mb="0" cb="0"/><counter type="LINE" missed="1" covered="2"/></sourcefile></package></report>
"""


@pytest.fixture
def read(make):
    root = make(**{CART: "\n" * 9})

    def read(text):
        (root / "jacoco.xml").write_text(text)
        return read_coverage(root / "jacoco.xml", root, [CART])

    return read


def test_lines_and_branches(read):
    [file] = read(REPORT).files
    assert (file.path, file.executed, file.missing, file.partial) == (CART, {3, 4}, {5}, {4})
    assert (file.branches, file.branches_taken) == (2, 1)


def test_groups_of_modules(read):
    [file] = read(
        REPORT.replace("<package", '<group name="cart"><package').replace("</package>", "</package></group>")
    ).files
    assert file.missing == {5}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('nr="3"', 'nr="x"', "nr of a line is 'x'"),
        ('nr="3" ', "", "nr of a line is 'None'"),
        ('ci="3"', 'ci="-3"', "ci of a line is '-3'"),
        ('ci="3"', 'ci="0"', "line 3 has no instruction"),
        ("org/shop", "org/other", "of other code"),
        ("</report>", "", "jacoco.xml"),
    ],
)
def test_what_makes_no_sense_is_no_coverage(read, old, new, said):
    with pytest.raises(CannotMeasure) as caught:
        read(REPORT.replace(old, new))
    assert said in caught.value.what
