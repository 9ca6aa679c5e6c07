"""What release notes and announcements take from the records of runs."""

from __future__ import annotations

from pytest_golive.documents.notes.facts import Figure
from pytest_golive.documents.notes.quality import figures, furthest, gaps, record_of, verdict_in
from pytest_golive.signing.record import Record, RecordedRow, Subject


def record(commit, value, ended="2026-11-26T10:00:00Z", outcome="passed"):
    evidence = {"name": "line coverage", "value": value, "operator": ">=", "limit": 80, "unit": " %"}
    note = {"name": "tool", "value": "coverage", "operator": ""}
    row = RecordedRow(id="code_quality::coverage", title="Coverage", outcome=outcome, evidence=(evidence, note))
    digest = f"sha256:{'0' * 64}"
    subject = Subject(digest=digest, commit=commit)
    return Record(
        subject=subject, phases=("pre_deploy",), settings="", started=ended, ended=ended, rows=(row,), verdict="GO"
    )


def test_figures_are_those_of_the_records_of_both_releases():
    old, new = ("r/1.json", record("a" * 40, 71.25)), ("r/2.json", record("b" * 40, 83))
    assert figures(old, new) == (Figure("line coverage", "71.2 %", "83 %", "r/1.json and r/2.json"),)
    assert figures(None, new) == (Figure("line coverage", "", "83 %", "r/2.json"),)
    assert figures(old, old) == ()
    assert figures(old, None) == ()
    assert record_of([old, new], ("b" * 40,)) == new
    assert record_of([old], ("b" * 40,)) is None


def test_the_record_that_speaks_for_a_release_is_that_of_its_last_phase():
    def made(ended, phase="deploy", commit="a", **more):
        one = record(commit * 40, 71, f"2026-11-26T{ended}:00:00Z").model_copy(update={"phases": (phase,), **more})
        return f"r/{phase}-{ended}.json", one

    before, no_go = made("10", "pre_deploy"), made("11", verdict="NO-GO")
    before = before[0], before[1].model_copy(update={"rows": before[1].rows * 27})
    later, other = made("12", "pre_deploy"), made("13", "post_deploy", "b")

    def said(*records, by=""):
        found = furthest(records, ("a" * 40,), lambda one: by if one.signature else "")
        return verdict_in(found, by if found.signature else "")

    assert said(before, no_go, later, other) == "NO-GO (deploy, unsigned)"
    assert said(no_go, made("12")) == "GO (deploy, unsigned)"
    signed = made("10", signature="s", target="prod", verdict="NO-GO")
    assert said(signed, made("12"), by="robot") == "NO-GO (deploy on prod, signed by robot)"
    assert said(signed) == "NO-GO (deploy on prod, signed by nobody who may)"
    live = made("09", "deploy", production=True, target="prod")
    assert said(live, made("14", "post_deploy", target="staging")) == "GO (deploy on prod, unsigned)"
    assert furthest([other], ("a" * 40,), lambda _: "") is None


def test_what_is_not_verified_is_told():
    row = record("a" * 40, 71, outcome="known")
    assert gaps(row, {"security::*": "no service"}, [("code_quality::coverage", "until March")]) == (
        "waived: code_quality::coverage: until March", "not applicable: security::*: no service", "known: Coverage",
    )  # fmt: skip
