"""Pages of a site: included parts, parts that a program inserts, and HTML that is not rewritten."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.reading.library import read_documents
from pytest_golive.documents.soundness.checking import check_soundness

FILES = {
    "mkdocs.yml": "site_name: Shop\n",
    "CONTRIBUTING.md": "# Contributing\n\n## How to start\n\nTea.\n",
    "docs/contributing.md": '--8<-- "CONTRIBUTING.md"\n',
    "docs/cli.md": "# Commands\n\n::: mkdocs-click\n    :module: shop.cli\n",
    "docs/api.md": "# API\n\n::: shop.pay\n",
    "docs/img/till.png": "x",
    "docs/guide/index.md": "# Guide\n",
}


@pytest.fixture
def broken(tmp_path, git, commit):
    """The broken links of a page with that text."""

    def broken(text, **files):
        for path, content in {**FILES, **files, "docs/guide/pay.md": f"# Paying\n\n{text}\n"}.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        git(tmp_path, "init", "--quiet")
        commit(tmp_path)
        repository = Repository.open(tmp_path)
        found = check_soundness(read_documents(tmp_path, list_tracked(repository)))
        return [each.message for each in found.broken]

    return broken


def test_headings_that_another_file_or_a_program_puts_there_are_not_missed(broken):
    text = "[a](../contributing.md#how-to-start) [b](../cli.md#shop-pay) [c](../api.md#shop.pay.pay)"
    assert broken(text) == []


def test_headings_that_are_nowhere_are_told(broken):
    # What docs/api.md takes from the code may have a heading of the other name.
    (only,) = broken("[a](../contributing.md#how-to-end) [b](../api.md#paying)")
    assert only.endswith("docs/contributing.md has no heading or anchor of that name; the nearest is #how-to-start")


def test_documents_that_include_one_another_end(broken):
    files = {"docs/a.md": '# A\n\n--8<-- "b.md"\n', "docs/b.md": '# B\n\n--8<-- "a.md"\n'}
    assert broken("[a](../a.md#b) [b](../b.md#a)", **files) == []


def test_html_is_relative_to_the_folder_that_a_page_has_on_the_site(broken):
    assert broken('<img src="../../img/till.png"> ![x](../img/till.png)') == []
    assert broken('<img src="../../../img/till.png">') == [
        "image to '../../../img/till.png': img/till.png is not tracked; the nearest name is docs/img/till.png"
    ]


@pytest.mark.parametrize(
    "files", [{"mkdocs.yml": "site_url: https://shop.example/\n"}, {"docs/CNAME": "shop.example\n"}]
)
def test_nothing_is_above_a_site_that_has_a_host_of_its_own(broken, files):
    assert broken('<img src="../../../../img/till.png">', **files) == []


def test_the_first_page_has_the_folder_of_the_site(broken):
    assert (
        broken("x", **{"docs/index.md": '# Shop\n\n<img src="img/../img/till.png"> <img src="./img/till.png">\n'}) == []
    )


def test_what_a_substitution_stands_for_may_be_anything(broken):
    text = "Shop\n====\n\n|br| and |till|\n\n.. |br| raw:: html\n\n    <br/>\n\n.. |till| icon:: till\n"
    assert broken("x", **{"docs/shop.rst": text}) == []
    (fault,) = broken("x", **{"docs/shop.rst": text.replace("|till| icon", "|bill| icon")})
    assert fault.startswith("substitution to 'till': ")
