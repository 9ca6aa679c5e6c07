"""Every match of an expression lies within a run of its characters."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_golive.codebase.secrets.narrowing.needles import contiguous, relaxed
from pytest_golive.codebase.secrets.narrowing.runs import run
from pytest_golive.codebase.secrets.narrowing.text import Text


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        (r"(?<!x)ab[0-3]{4}(?=y)", 0, ("0123?ab", 6)),
        (r"(?:ab|c-)[0-1]{4,9}\.?", 0, ("-.01?abc", 6)),
        (r"k[ab]{5}", re.IGNORECASE, ("?ABKabk", 6)),
        (r"[ab]{5}", 0, None),
        (r"[^ab]{50}", 0, None),
        (r".{50}", 0, None),
        (r"(?i:abcdef)g", 0, None),
        (r"(abcdef)\1", 0, None),
        (r"a*b*c*", 0, None),
    ],
)
def test_of_which_characters(pattern, flags, expected):
    assert run(re.compile(pattern, flags)) == expected


def test_of_which_characters_the_part_in_one_piece_is():
    assert run(re.compile("name=[ab]{7}"), of_part=True) == ("?ab", 7)
    assert run(re.compile("[^a]{9}"), of_part=True) is None


@pytest.mark.parametrize("missing", ["_parser", "_compiler"])
def test_without_pythons_private_parser_nothing_is_left_out(monkeypatch, missing):
    monkeypatch.delattr(re, missing)
    monkeypatch.setitem(sys.modules, f"re.{missing}", None)
    assert run(re.compile("[a-f]{9}")) is None


def test_where_runs_are():
    text = Text(["aaa bbbbbb", "é\u0663\u0663ab x", "abbaab"])
    assert [text.whole[start:end] for start, end in text.runs("ab", 6)] == ["bbbbbb", "abbaab"]
    assert [text.whole[start:end] for start, end in text.runs("?ab", 4)] == ["bbbbbb", "\u0663\u0663ab", "abbaab"]
    assert [*text.runs("z", 1)] == []


def detectors():
    from detect_secrets.settings import default_settings, get_plugins

    from pytest_golive.codebase.secrets.rules.formats import _younger

    with default_settings():
        return [regex for one in (_younger(), *get_plugins()) for regex in getattr(one, "denylist", ())]


REGEXES = detectors()


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=3)
@pytest.mark.parametrize("regex", REGEXES, ids=lambda regex: regex.pattern[:30].encode("unicode_escape").decode())
@given(data=st.data())
def test_whatever_a_detector_finds_lies_in_a_run(regex, data):
    found = data.draw(st.from_regex(regex))
    text = Text([data.draw(st.text(max_size=5)), *found.splitlines(), "1.1.1.1"])
    for of, quick in ((run(regex), relaxed(regex)), (run(regex, of_part=True), contiguous(regex))):
        if of is not None:
            places = [*text.runs(*of)]
            for match in quick.finditer(text.whole):
                assert any(start <= match.start() and match.end() <= end for start, end in places)
