"""Which lines and which texts a detector has to look at."""

from __future__ import annotations

import pytest
from detect_secrets.core import scan
from detect_secrets.settings import default_settings, get_plugins

from pytest_golive.codebase.secrets.narrowing.lines import candidates
from pytest_golive.codebase.secrets.narrowing.text import Text
from pytest_golive.codebase.secrets.rules.formats import Formats


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "class Order:\n    name: str\n\n\ndef total(self, price):\n    return price  # in cents\n"),
        ("a.yaml", "name: part\nreplicas: 2\nlabels: {part: p1}\n"),
        ("a.txt", "[part]\nhow = it is used\n"),
        ("a.md", "https is said, but nothing is named\n"),
    ],
)
def test_text_that_holds_nothing_is_known_before_the_tool_reads_it_in_other_forms(name, text):
    with default_settings():
        holding = Formats(scan).holding
    assert not holding.may_hold(Text(text.splitlines(keepends=True)), name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", 'a: "\\x41"\n'),
        ("a.yaml", "a: !!binary |\n  eA==\n"),
        ("a.txt", "a = %(b)s\n"),
        ("a.cfg", "a = %%x\n"),
    ],
)
def test_what_a_parser_puts_together_may_hold_something(name, text):
    with default_settings():
        holding = Formats(scan).holding
    assert holding.may_hold(Text(text.splitlines(keepends=True)), name)


def test_no_detector_has_to_look_at_every_line():
    with default_settings():
        everywhere = [
            detector.secret_type for detector in get_plugins() if len(list(candidates(detector)(Text(["q"] * 99)))) > 9
        ]
    assert everywhere == []


def test_a_detector_that_nobody_knows_looks_at_every_line():
    class Unknown:
        pass

    assert list(candidates(Unknown())(Text(["a", "b"]))) == [0, 1]


def test_lines_are_told_apart_even_if_they_hold_line_ends():
    text = Text(["one\n", "two\nmore\n", "", "END"])
    assert text.with_any(["more"], any_case=False) == {1}
    assert text.with_any(["end"], any_case=True) == {3}
    assert list(text.at(text.whole.index("two"), text.whole.index("END") + 1)) == [1, 2, 3]


def test_letters_whose_case_is_no_ascii_keep_their_place():
    text = Text(["\u0130\u0130 pa\u017fsword", "x"])
    assert text.with_any(["password"], any_case=True) == {0}
