"""Continue, hold or roll back: by the rows of a verdict."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.reports.decisions.deciding import CONTINUE, HIDDEN, HOLD, ROLL_BACK, UNSEEN, Decision, begun, decided

TRIGGERS, WATCH, OTHER = "rollback::no_trigger_fired", "deployment::stable_after_deploy", "smoke::healthy"
FACTS = Facts("1a2b", "1.2.0", "prod", previous="v1.1.0")


def row(name, outcome, *evidence, parts=()):
    return Row(Entry(f"golive/{name}", name, "", ("deploy",)), outcome, "why", evidence=evidence, parts=parts)


def broken(key="error rate", message="too much", since=""):
    found = (Finding("", 0, "signal", message, key=key),)
    notes = [Evidence("fired since", since)] if since else []
    return [Evidence("error rate (trigger)", 12.0, "<=", 5.0, " %", ok=False, found=found), *notes]


def of(*rows, faults=(), was_ended=False):
    return decided(Verdict(rows, faults, FACTS), was_ended=was_ended)


@pytest.mark.parametrize("name", [TRIGGERS, WATCH])
def test_a_go_in_which_the_release_was_watched_continues(name):
    decision = of(row(OTHER, Outcome.PASSED), row(name, Outcome.PASSED))
    assert (decision.decision, decision.verdict, decision.reasons[0]) == ("continue", "GO", f"{name} passed")
    assert decision.reasons[1:] == ((UNSEEN,) if name == WATCH else ())
    assert decision.release == {"version": "1.2.0", "commit": "1a2b", "previous": "v1.1.0"}
    inside = row("checklist::triggers", Outcome.PASSED, parts=(row(name, Outcome.PASSED),))
    assert of(inside).decision == "continue"


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in {Outcome.PASSED, Outcome.FAILED}])
def test_nothing_but_a_pass_continues(outcome):
    decision = of(row(OTHER, Outcome.PASSED), row(TRIGGERS, outcome))
    assert (decision.decision, decision.command) == ("hold", None)


def test_a_trigger_that_has_fired_rolls_back_whatever_else_fails():
    decision = of(row(OTHER, Outcome.FAILED), row(TRIGGERS, Outcome.FAILED, *broken(since="2026-11-27T12:59:01+00:00")))
    assert (decision.decision, decision.verdict) == ("roll back", "NO-GO")
    assert decision.since == "2026-11-27T12:59:01+00:00"
    assert decision.reasons == (
        f"{TRIGGERS}: error rate (trigger): 12 %, must be at most 5 %",
        f"{TRIGGERS}: too much",
    )
    inside = row("checklist::triggers", Outcome.FAILED, parts=(row(TRIGGERS, Outcome.FAILED, *broken()),))
    assert of(inside).decision == "roll back"


def test_a_watch_rolls_back_by_the_trigger_alone():
    assert of(row(WATCH, Outcome.FAILED, *broken(key=TRIGGERS))).decision == "roll back"
    assert of(row(WATCH, Outcome.FAILED, *broken(key="monitoring::memory"))).decision == "hold"
    assert of(row(WATCH, Outcome.ERROR, *broken(key=TRIGGERS))).decision == "hold"


def test_a_run_that_was_ended_is_held_and_tells_what_it_saw():
    decision = of(row(TRIGGERS, Outcome.FAILED, *broken()), faults=("interrupted",), was_ended=True)
    assert decision.decision == "hold"
    assert decision.reasons[0].startswith("the run was ended before it had looked at everything")
    assert decision.reasons[-1] == f"{TRIGGERS}: too much"


def test_a_fault_or_a_row_that_blocks_is_held():
    passed = row(TRIGGERS, Outcome.PASSED)
    assert of(passed, faults=("worker gw0 crashed",)).reasons == ("worker gw0 crashed",)
    assert of(passed, row(OTHER, Outcome.ERROR)).reasons == (f"{OTHER} (error): why",)
    assert of().reasons == ("nothing was verified",)
    chain = "chain::earlier_records"  # why the others were not tried comes before them
    assert of(row(OTHER, Outcome.ERROR), row(chain, Outcome.ERROR)).reasons[0] == f"{chain} (error): why"


def test_the_file_is_as_its_schema_in_the_documentation():
    page = (Path(__file__).parents[3] / "docs/rollback.md").read_text(encoding="utf-8")
    schema = json.loads(page.partition("```json\n")[2].partition("```")[0])
    assert schema["properties"]["decision"]["enum"] == [CONTINUE, HOLD, ROLL_BACK]
    for decision in (begun(), of(row(OTHER, Outcome.PASSED)), of()):
        read = json.loads(decision.text)
        jsonschema.validate(read, schema)
        assert list(read) == schema["required"] == list(schema["properties"])
        assert list(read["release"]) == schema["properties"]["release"]["required"]
        assert read["reasons"] != []


def test_the_file_has_every_field_and_no_credential(monkeypatch):
    monkeypatch.setattr(MASK, "hide", lambda text: text.replace("hunter2", "***"))
    decision = Decision("roll back", ("a\nb hunter2",), "NO-GO", ("./back", "hunter2"), ("on call",))
    read = json.loads(decision.text)
    assert list(read) == [
        "format", "decision", "verdict", "reasons", "command", "notify", "release", "target", "deployed", "since",
        "written",
    ]  # fmt: skip
    assert (read["reasons"], read["command"], read["notify"]) == (["a b ***", HIDDEN], None, ["on call"])
    assert json.loads(begun().text)["decision"] == "hold"
