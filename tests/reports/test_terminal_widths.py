"""A checklist with every outcome on terminals of four widths: nothing too wide, in line, whole, and told by words."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace as Fake

import pytest
from _pytest._io import TerminalWriter
from paged import every_outcome, verdict_of
from screens import in_a_terminal

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.verdict import Entry, Outcome
from pytest_golive.reports import terminal
from pytest_golive.reports.layout import width_of
from pytest_golive.reports.table import WORDS

WIDTHS = (60, 80, 120, 200)
ANSI = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")
FAULT = "the run was interrupted by somebody who pressed a key while the load of staging was still being measured"
CHOICES = Choices(
    "3 limits looser than the defaults, 2 waivers, 1 row declared away, of which 1 is new since 1.4.1",
    listed=("code_quality.files.limit: 300 instead of 200 lines, for the generated part of the shop only",),
    loosened=("code_quality.coverage.minimum: 70 instead of 80, until the payments are rewritten",),
)
COUNTED = "row|rows|check|checks|reason|reasons|place|places|error|errors|waiver|waivers|limit|limits"
FILES = ("record: golive.json, signed, but by a key of nobody in the settings: it opens no phase that needs a record",)


def written(columns, verbosity, *, is_coloured=False, is_terminal=True):
    """The text as pytest's own writer makes it."""
    stream = io.StringIO()
    writer = TerminalWriter(Fake(write=stream.write, flush=stream.flush, encoding="utf-8", isatty=lambda: True))
    writer.fullwidth, writer.hasmarkup = columns, is_coloured
    told = {"get_verbosity": lambda: verbosity, "getoption": lambda *_, **__: False}
    config = Fake(get_terminal_writer=lambda: writer, **told)
    rows = every_outcome(7)
    verdict = verdict_of(*rows, faults=[FAULT], choices=CHOICES, later=rows[:1])
    reporter = Fake(config=config, ensure_newline=lambda: None, isatty=is_terminal)
    terminal.write(reporter, verdict, FILES)
    return stream.getvalue()


def too_wide(text, columns):
    """Lines that are wider than the terminal although they could be wrapped; a command is copied as one line."""
    wide = [line for line in text.splitlines() if width_of(line) > columns and not line.strip().startswith("curl ")]
    return [line for line in wide if " " in line.strip()]


@pytest.mark.parametrize("verbosity", [0, 1], ids=["plain", "verbose"])
@pytest.mark.parametrize("columns", WIDTHS)
def test_no_line_is_wider_than_the_terminal(columns, verbosity):
    assert too_wide(written(columns, verbosity), columns) == []


@pytest.mark.parametrize("columns", WIDTHS)
def test_columns_are_in_line_whatever_the_outcome(columns):
    rows = [line for line in written(columns, 0).splitlines() if re.search(r"is what it must be +\d", line)]
    assert len(rows) == len(Outcome) - 3  # not applicable, not due and not set up have no figures
    assert len({re.search(r"must be +(?=\d)", line).end() for line in rows}) == 1
    ends = {len(line.rstrip()) for line in rows}
    assert len(ends) == 1, ends


@pytest.mark.parametrize("columns", WIDTHS)
def test_with_v_nothing_is_cut_off(columns):
    text = written(columns, 1)
    assert "…" not in text
    words = " ".join(text.split())
    assert all(f"Row number {number} is what it must be" in words for number in range(len(Outcome)))
    assert FAULT in words
    assert "next: golive explain code_quality" in words
    assert FILES[0] in words


def test_with_v_a_long_title_goes_on_below(monkeypatch):
    title = "Nobody who is not logged in can read what another customer has ordered in the last year"
    monkeypatch.setattr("paged.Entry", lambda id_, _, *rest, **more: Entry(id_, title, *rest, **more))
    words = " ".join(re.sub(r" (0|3) +(≤ 0 +1\.2 s)?", " ", written(60, 1)).split())
    assert title in words
    assert "…" in written(60, 0)


@pytest.mark.parametrize("columns", WIDTHS)
def test_counts_agree_with_their_nouns(columns):
    words = " ".join(written(columns, 0).split())
    found = re.findall(rf"\b(\d+) ({COUNTED})\b", words)
    assert found
    assert [pair for pair in found if (pair[0] == "1") == pair[1].endswith("s")] == []


@pytest.mark.parametrize("columns", WIDTHS)
def test_outcomes_are_told_by_words_and_colours_add_nothing(columns):
    plain, coloured = (written(columns, 1, is_coloured=how) for how in (False, True))
    assert ANSI.sub("", coloured) == plain
    assert coloured != plain
    shown = {line[2:].partition("  ")[0] for line in plain.splitlines()}
    for word, _ in WORDS.values():
        assert any(one.startswith(word) for one in shown), word
    assert "NO-GO  1 passed" in plain


def test_in_a_log_the_verdict_stays_one_line():
    last = written(60, 0, is_terminal=False).splitlines()[-1]
    assert last.startswith("NO-GO  1 passed")
    assert "since 1.4.1 (12 commits)" in last


def test_a_real_run_keeps_to_the_width(red):
    text = ANSI.sub("", in_a_terminal(red.path, "-v", columns=60)).replace("\r", "")
    ours = [line for line in text.splitlines() if line.startswith("golive: ")]
    ours += text[text.index("go-live checklist") :].splitlines()[1:]
    assert any("250 lines" in line for line in ours)
    assert too_wide("\n".join(ours), 60) == []
