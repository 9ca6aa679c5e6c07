"""The page of a verdict says all that the verdict says, within bounds, and where the rest is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paged import EXCUSED, SHA, Elements, around, broken_glass, every_outcome, finding, html, row, verdict_of

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row
from pytest_golive.reports.html.checks import MOST, fair, left_out, shares
from pytest_golive.reports.html.page import page_of
from pytest_golive.reports.html.words import Said, clean, said


def test_what_blocks_comes_first_with_its_cure_and_its_row():
    page = page_of(verdict_of(*every_outcome(), faults=["the run was interrupted"]), around())
    assert (page.look, page.word) == ("bad", "NO-GO")
    assert [stop.outcome for stop in page.stops] == [
        "fault", "failed", "rejected", "error", "skipped", "not proven", "not set up", "not run", "not signed",
    ]  # fmt: skip
    failed = page.stops[1]
    assert (failed.message.words, failed.cure.words) == ("vulnerabilities: 3, must be at most 0", "pass a list")
    assert failed.cure.command == "curl -sS 'https://shop.example/a;b' -H 'Accept: x'"
    assert f'href="#{failed.lines[0].anchor}"' in html(verdict_of(*every_outcome()))


def test_every_row_stands_in_its_section_and_every_outcome_is_counted():
    page = page_of(verdict_of(*every_outcome()), around())
    lines = [line for section in page.sections for line in section.lines]
    assert {line.outcome for line in lines} == set(Outcome)
    assert [section.title for section in page.sections] == ["Security", "Code quality", "Infrastructure"]
    assert sum(count.count for count in page.counts) == page.total == len(lines) == len(Outcome)
    assert sum(count.wide for count in page.counts) == pytest.approx(1000, abs=1)
    kinds = {line.outcome: line.kind for line in lines}
    assert {kinds[one] for one in Outcome if one.blocks} == {"bad"}
    assert {kinds[one] for one in EXCUSED} == {"excused"}
    assert len({line.anchor for line in lines}) == len(lines)


def test_rows_that_share_a_trouble_share_a_block():
    down = [
        replace(row(Outcome.ERROR, f"smoke::gate_{n}", evidence=()), message="refused", cure="start it") for n in (1, 2)
    ]
    late = [
        row(Outcome.NOT_RUN, f"smoke::late_{n}", message="it did not run", cure="run the whole checklist")
        for n in (1, 2)
    ]
    page = page_of(verdict_of(*down, *late), around())
    assert [(stop.title, len(stop.lines)) for stop in page.stops] == [("2 rows", 2), ("2 rows due, but not run", 2)]
    assert "a selection is never a GO" in page.stops[1].cure.words


def test_rows_of_a_document_keep_their_headings_and_name_their_gates():
    entry = Entry(
        "golive/checklist::rows::backups",
        "Backups are fresh",
        "Before we go live",
        ("pre_deploy",),
        "",
        "docs/GO.md:12",
    )
    bound = Row(entry, Outcome.PASSED, parts=(row(name="deployment::backup_created", message="4 h old"),))
    later = replace(bound, outcome=Outcome.NOT_DUE, message="due in smoke")
    page = page_of(verdict_of(bound, later=(later,)), around())
    line = page.sections[0].lines[0]
    assert (page.sections[0].title, line.document) == ("Before we go live", "docs/GO.md:12")
    assert line.document_url == f"https://github.com/shop/shop/blob/{SHA}/docs/GO.md#L12"
    assert [(part.name, part.outcome, part.message) for part in line.parts] == [
        ("deployment::backup_created", "passed", "4 h old")
    ]
    assert page.later[0].lines[0].message.words == "due in smoke"


def test_waivers_and_signatures_stand_with_their_rows():
    page = page_of(verdict_of(*every_outcome()), around())
    lines = {line.name: line for section in page.sections for line in section.lines}
    assert [one.owner for one in lines["security::gate_3"].waivers] == []
    assert [one.by for one in lines["security::gate_3"].signatures] == ["ann"]
    text = " ".join(Elements(html(verdict_of(*every_outcome()))).text)
    assert "until 2027-01-31" in " ".join(text.split())


def test_a_broken_glass_is_loud():
    glass = broken_glass()
    page = page_of(verdict_of(row(), row(Outcome.NOT_PROVEN, "smoke::passed"), glass=glass), around())
    assert (page.look, page.stops) == ("glass", ())
    assert "broken by Ann, approved by Bob, until 2026-11-27 14:00 UTC: customers cannot pay" in page.glass
    assert "deployment::emergency_settled is red until" in page.glass
    assert [line.name for line in page.unproven] == ["smoke::passed"]
    text = "".join(Elements(html(verdict_of(row(), glass=glass))).text)
    assert "GO (BREAK-GLASS: no row needed it)" in text
    assert "No row needed it" in text
    assert page_of(verdict_of(row()), around()).look == "good"


def test_what_the_team_lets_through_is_told():
    choices = Choices(
        "1 waiver", listed=("a waiver of x",), since="1.4.1", loosened=("coverage 80 to 70",), notes=("not committed",)
    )
    text = html(verdict_of(row(), choices=choices))
    assert all(one in text for one in ("a waiver of x", "coverage 80 to 70", "not committed", "since 1.4.1"))


def test_a_commit_that_is_unknown_is_told():
    page = page_of(verdict_of(row(), facts=Facts(unknown="git is missing")), around())
    assert ("Commit", "commit unknown: git is missing".removeprefix("commit "), "") in page.facts


def test_ten_thousand_findings_are_bounded_and_those_left_out_are_counted():
    many = row(Outcome.FAILED, "security::many", [finding(n) for n in range(10_000)])
    few = row(Outcome.FAILED, "security::few", [finding(n) for n in range(3)])
    page = page_of(verdict_of(many, few), around())
    checks = [line.checks[0] for line in page.sections[0].lines]
    shown = [len(check.first) + len(check.more) for check in checks]
    assert (sum(shown), shown[1]) == (MOST, 3)
    assert checks[0].left_out.startswith(f"{10_003 - MOST:,} more findings are not on this page: ")
    assert "src/shop/pay" in checks[0].left_out
    assert "the others in 32 more files" in checks[0].left_out
    assert checks[1].left_out == ""


def test_the_most_severe_are_shown():
    found = [replace(finding(n), severity="low") for n in range(MOST)] + [finding(5000)]
    check = page_of(verdict_of(row(Outcome.FAILED, found=found)), around()).sections[0].lines[0].checks[0]
    assert check.first[0].place == "src/shop/pay0.py:5001"
    assert check.left_out.startswith("1 more finding is not on this page")


def test_room_is_shared_fairly_and_what_blocks_is_served_first():
    assert fair({(0, 0, "found"): 2, (1, 0, "found"): 100, (2, 0, "found"): 50}, 30) == {
        (0, 0, "found"): 2, (2, 0, "found"): 14, (1, 0, "found"): 14,
    }  # fmt: skip
    mixed = Evidence("x", 1, ok=False, found=(finding(),) * 8, lesser=(finding(),) * 8)
    assert shares([row(Outcome.FAILED, evidence=(mixed,))], 10) == {(0, 0): {"found": 8, "lesser": 2}}
    assert fair({}, 5) == {}
    assert left_out([]) == ""


@pytest.mark.parametrize(
    ("text", "words", "command"),
    [
        ("it is down", "it is down", ""),
        ("500; to repeat: curl 'http://a/?b;c'", "500", "curl 'http://a/?b;c'"),
        ("a; to repeat: curl x; see the log", "a; see the log", "curl x"),
        ('to repeat: curl "a\\";b" c', "", 'curl "a\\";b" c'),
        ("two\nlines", "two\nlines", ""),
        ("to repeat: ", "", ""),
        ("to repeat: curl 'open", "", "curl 'open"),
    ],
)
def test_a_command_stands_apart(text, words, command):
    assert said(text) == Said(words, command)


def test_long_text_is_cut_and_says_so():
    assert clean("x" * 5000).endswith("x… (3,000 more characters, which the run's own output has)")
    assert clean("a\u202eb\x00\x1b[1m\ud800") == "a\\u202eb\\x00\\x1b[1m\\ud800"


def test_a_hundred_rows_are_under_300_kilobytes():
    rows = [
        row(Outcome.FAILED if n % 5 == 0 else Outcome.PASSED, f"s{n // 10}::g{n}", [finding(n)] * (n % 5 == 0))
        for n in range(100)
    ]
    assert len(html(verdict_of(*rows)).encode()) < 300_000
