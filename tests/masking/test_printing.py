"""What others write reaches a terminal and CI as text, and never as a command."""

from __future__ import annotations

import io
import sys

import pytest

from pytest_golive.masking.printing import GAP, Guarded, guard_output, on_one_line, printable, uncommanding, visible

pytestmark = pytest.mark.security


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\r\ntwo\n\tthree é ж 漢", "one\ntwo\n\tthree é ж 漢"),
        ("a\rb", "a\\rb"),
        ("\x1b[2Jgone\x07\x7f", "\\x1b[2Jgone\\x07\\x7f"),
        ("right\u202eto left", "right\\u202eto left"),
        ("\u2028 \u2029", "\\u2028 \\u2029"),
        ("\udcff", "\\udcff"),
        ("joined \u200c\u200d, and a gap\u200b", "joined \u200c\u200d, and a gap\\u200b"),
    ],
)
def test_what_moves_the_cursor_or_turns_the_text_is_an_escape(text, shown):
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m \x1b[39;49;00m\x1b[01m\x1b[m", "\x1b[31mred\x1b[0m \x1b[39;49;00m\x1b[01m\x1b[m"),
        ("\x1b[2J\x1b[1;1H\x1b]0;title\x07\r\n", "\\x1b[2J\\x1b[1;1H\\x1b]0;title\\x07\n"),
        ("\x1b[8mgone\x1b[0m \x1b[1;8m \x1b[08;1m", "\\x1b[8mgone\x1b[0m \\x1b[1;8m \\x1b[08;1m"),
        ("\x1b[38m\x1b[18m", "\x1b[38m\x1b[18m"),
        ("\x1b[" + "1;" * 50 + "m", "\\x1b[" + "1;" * 50 + "m"),
    ],
)
def test_of_what_commands_a_terminal_colours_alone_are_left(text, shown):
    assert visible(text) == shown


def test_lines_become_one():
    assert on_one_line(" one\n\ttwo\x1b  three\r\n") == "one two\\x1b three"


def test_commands_to_ci_are_broken():
    assert uncommanding("a::b\n \t::error::x\n##[error]y") == f"a::b\n \t:{GAP}:error::x\n##{GAP}[error]y"


def test_a_guarded_stream_tells_the_length_that_its_callers_wrote():
    under = io.StringIO()
    assert Guarded(under).write("::x") == 3
    assert under.getvalue() == f":{GAP}:x"


def test_where_there_is_no_stream_there_is_none_to_guard(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    guard_output()
    assert sys.stdout is None
    assert isinstance(sys.stderr, Guarded)
