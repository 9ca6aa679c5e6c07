"""What changed from one record to the next."""

from __future__ import annotations

import pytest
from compared import coverage, record, row, with_findings

from pytest_golive.errors import GoliveError
from pytest_golive.judging.evidence import Evidence
from pytest_golive.reports.comparing.changes import compared
from pytest_golive.reports.comparing.writing import as_markdown, as_text
from pytest_golive.signing.record import RecordedRow, RecordedSignature, RecordedWaiver


def changes(old, new, **rest):
    found = compared(record(*old), record(*new, commit="b" * 40, digest="2", **rest))
    return {change.id.removeprefix("code_quality::"): change for change in found.changes}, found


def test_rows_that_turned_red_or_green_and_those_that_did_not():
    old = [row("a"), row("b", "failed"), row("c"), row("d", "waived"), row("e", "failed")]
    new = [row("a", "failed", message="61 %"), row("b"), row("c"), row("d", "known"), row("e", "error")]
    found, whole = changes(old, new)
    assert {name: (one.got_worse, one.got_better) for name, one in found.items()} == {
        "a": (True, False),
        "b": (False, True),
        "d": (False, False),
        "e": (False, False),
    }
    assert whole.line == "1 worse, 1 better, 2 changed otherwise, 1 unchanged"


def test_a_row_that_nobody_looks_at_any_more_is_worse_and_a_new_one_is_named():
    found, _ = changes([row("gone"), row("later", "not due")], [row("came"), row("red", "failed")])
    assert {name: one.got_worse for name, one in found.items()} == {
        "came": False,
        "red": True,
        "gone": True,
        "later": False,
    }


def test_figures_say_what_is_better():
    found, _ = changes([row("a", "passed", coverage(80))], [row("a", "passed", coverage(83.5))])
    assert found["a"].details == ("line coverage: 80 % to 83.5 % (better)",)
    found, _ = changes([row("a", "passed", coverage(83.5))], [row("a", "passed", coverage(80, 70))])
    assert found["a"].details == (
        "line coverage: 83.5 % to 80 % (worse)",
        "limit of line coverage: ≥ 80 % to ≥ 70 %",
    )


def test_texts_of_several_parts_are_told_apart():
    values = ("5 files, 31 lines (loc); left out: nothing", "6 files, 40 lines (loc); left out: 2 files")
    pair = [[row("a", "passed", Evidence("counted", value))] for value in values]
    found, _ = changes(*pair)
    assert found["a"].details == (f'counted: was "{values[0]}", is now "{values[1]}"',)


@pytest.mark.parametrize(
    ("old", "new"), [("v1", "v2"), (float("nan"), 3), (True, False), (3, "3")], ids=["words", "nan", "bool", "kinds"]
)
def test_what_has_no_order_is_neither_better_nor_worse(old, new):
    pair = [[row("a", "passed", Evidence("x", value, "<=", 5))] for value in (old, new)]
    found, _ = changes(*pair)
    (told,) = found["a"].details
    assert "better" not in told
    assert "worse" not in told


def test_what_is_no_longer_measured_is_said():
    found, _ = changes(
        [row("a", "passed", coverage(80))], [row("a", "passed", Evidence("branches", 70, ">=", 60, " %"))]
    )
    assert found["a"].details == (
        "line coverage: 80 % before, not measured any more",
        "branches: 70 %, not measured before",
    )


def test_findings_that_came_and_went_without_their_lines():
    old, new = with_findings("a", "b"), with_findings("b", "c")
    found, _ = changes([row("x", "failed", old)], [row("x", "failed", new)])
    assert found["x"].details == ("new finding: c.py: too long c", "gone finding: a.py: too long a")


def test_of_many_findings_only_the_number_is_known():
    old, new = with_findings(*map(str, range(30))), with_findings(*map(str, range(25)))
    found, _ = changes([row("x", "failed", old)], [row("x", "failed", new)])
    assert "findings: 30 to 25; the records do not hold all of them" in found["x"].details


def test_many_new_findings_are_counted():
    old, new = with_findings(), with_findings(*map(str, range(15)))
    found, _ = changes([row("x", "failed", old)], [row("x", "failed", new)])
    assert found["x"].details[-1] == "and 5 more new findings"


def test_signatures_waivers_choices_faults_documents_and_tools():
    signature = RecordedSignature(id="1", by="kim", decision="approve", signed="2026-11-27")
    waiver = RecordedWaiver(gate="a::b", reason="old", owner="o", approver="p", expires="2027-01-01")
    found, whole = changes(
        [row("a", "not signed")],
        [row("a", "signed", signatures=(signature,))],
        waivers=(waiver,),
        in_force=("limit 80 to 70",),
        faults=("interrupted",),
        documents={"GO.md": "d"},
        tools={"radon": "6"},
        settings="t",
    )
    assert found["a"].details == ("new signature: approved by kim on 2026-11-27",)
    assert whole.settings == (
        "new fault: interrupted",
        "new waiver: a::b until 2027-01-01, by o, allowed by p: old",
        "new choice in force: limit 80 to 70",
        "the effective settings differ",
        "document GO.md: new",
        "radon: none to 6",
    )


def test_what_cannot_be_compared_in_full_is_said_first():
    old = record(row("a"), in_force=None)
    new = record(row("a"), phases=("smoke",), target="prod", ended="2026-11-26T10:01:00+00:00")
    assert compared(old, new).cautions == (
        "the phases differ: pre_deploy and smoke",
        "the targets differ: none and prod",
        "the first of them is the newer one",
        "both are about the same content",
        "an older version wrote one of them, without the choices in force; those are not compared",
    )


def test_records_of_different_repositories_are_refused():
    with pytest.raises(GoliveError, match="different repositories"):
        compared(record(roots=("r",)), record(roots=("s",)))


def test_evidence_that_is_not_understood_is_no_silence():
    odd = RecordedRow(id="a", title="a", outcome="passed", evidence=({"what": 1},))
    with pytest.raises(GoliveError, match="not understood"):
        compared(record(odd), record(odd))


HOSTILE = "</details><script>|**x**\n::error::\x1b[2J@team"


def test_texts_of_others_are_neither_commands_nor_markup():
    pair = [record(row("a", outcome, message=HOSTILE), faults=(HOSTILE,)) for outcome in ("passed", "failed")]
    found = compared(*pair[::-1]), compared(*pair)
    for one in found:
        assert "\x1b" not in as_text(one) + as_markdown(one)
        assert "<script" not in as_markdown(one)
        assert "@team" not in as_markdown(one)
    assert as_text(found[1]).splitlines()[0].startswith("old: NO-GO, pre_deploy of commit aaaaaaaaaa, ended 2026")


def test_both_texts_group_what_changed():
    old = [row("a"), row("b", "failed"), row("c", "passed", coverage(80))]
    new = [row("a", "failed", message="61 %"), row("b"), row("c", "passed", coverage(81))]
    _, whole = changes(old, new)
    text, page = as_text(whole), as_markdown(whole)
    order = ["worse (1)", "code_quality::a", "better (1)", "code_quality::b", "changed otherwise (1)", "(better)"]
    for told in (text, page.replace("Worse", "worse").replace("Better", "better").replace("Changed", "changed")):
        places = [told.index(part) for part in order]
        assert places == sorted(places)
    assert "  code_quality::a: passed to failed: 61 %" in text
    assert "- `code_quality::a`: **passed to failed**: 61 %" in page
