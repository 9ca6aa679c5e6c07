"""What one report contains for a row, without a run: outcome, message, place."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from recorded import ENTRY, KEY, PAST, PLACE, Trial, fails, waiver

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.judging.verdict import Outcome
from pytest_golive.outcomes import recording


@pytest.fixture
def trial(monkeypatch):
    return Trial(monkeypatch)


def test_a_row_that_passed(trial):
    trial.judge(1, attach="/log")
    report, record = trial.end()
    assert {key: value for key, value in record.items() if key != "evidence"} == {
        "gate": KEY, "outcome": "passed", "message": "", "cure": "", "place": ["", 0], "trace": [],
        "built_in": True, "attachments": ["/log"],
    }  # fmt: skip
    assert [evidence["value"] for evidence in record["evidence"]] == [1]
    assert (report.outcome, report.longrepr, report.location) == ("passed", None, ("pyproject.toml", 4, "x"))
    assert dict(report.user_properties)["outcome"] == "passed"


@pytest.mark.parametrize("when", ["setup", "teardown"])
def test_other_phases_that_pass_tell_nothing(trial, when):
    trial.judge(1, attach="/log")
    trial.waivers = [waiver()]
    report, record = trial.end(when=when)
    assert (record["attachments"], report.outcome, report.user_properties) == ([], "passed", [])


@pytest.mark.security
@pytest.mark.parametrize(
    ("outcome", "error", "when", "declared", "expected"),
    [
        ("skipped", pytest.skip.Exception("not applicable: no"), "setup", "", Outcome.SKIPPED),
        ("skipped", pytest.skip.Exception("no"), "setup", "nobody has it", Outcome.NOT_APPLICABLE),
        ("skipped", pytest.skip.Exception("no"), "call", "nobody has it", Outcome.SKIPPED),
        ("failed", NotSetUp("what", "cure"), "setup", "", Outcome.NOT_SET_UP),
        ("failed", NotSetUp("what", "cure"), "call", "nobody has it", Outcome.NOT_SET_UP),
        ("failed", CannotMeasure("what", "cure"), "call", "", Outcome.ERROR),
        ("failed", OSError("gone"), "setup", "", Outcome.ERROR),
        ("failed", OSError("gone"), "teardown", "", Outcome.ERROR),
        ("failed", OSError("gone"), "call", "", Outcome.FAILED),
        ("failed", AssertionError("no"), "call", "", Outcome.FAILED),
    ],
)
def test_outcomes(trial, outcome, error, when, declared, expected):  # noqa: PLR0917 -- a table
    trial.declared = declared
    report, record = trial.end(outcome, error, when)
    assert record["outcome"] == dict(report.user_properties)["outcome"] == str(expected)
    assert (record["message"] == declared) is (expected is Outcome.NOT_APPLICABLE)
    explained = expected.blocks
    assert bool(record["cure"]) is explained
    assert record["trace"] == (["a.py:1"] if explained else [])


@pytest.mark.security
@pytest.mark.parametrize(("when", "expected"), [("setup", Outcome.NOT_DUE), ("call", Outcome.SKIPPED)])
def test_a_row_that_is_not_due_has_its_own_outcome_whatever_else_is_declared(trial, when, expected):
    trial.not_due, trial.declared = "only due for a service", "nobody has it"
    _, record = trial.end("skipped", pytest.skip.Exception("no"), when)
    assert record["outcome"] == str(expected)
    assert (record["message"] == "only due for a service") is (expected is Outcome.NOT_DUE)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (CannotMeasure("what", "cure"), "what"),
        (OSError("gone\nfar"), "OSError: gone"),
        (KeyError(), "KeyError"),
        (pytest.fail.Exception("  said so\nand more", pytrace=False), "said so"),
        (pytest.skip.Exception("not today"), "not today"),
    ],
)
def test_messages(trial, error, message):
    outcome = "skipped" if isinstance(error, pytest.skip.Exception) else "failed"
    assert trial.end(outcome, error)[1]["message"] == message


def test_breaches_are_told_with_their_places_and_waivers_that_have_expired(trial):
    trial.judge(2, 1, where=[PLACE], waivers=[waiver(PAST, "src/a.py"), waiver(PAST)])
    report, record = trial.end("failed", fails())
    assert record["message"] == ("x: 2, must be at most 1; the waiver at pyproject.toml:7 expired on 2020-01-01")
    assert (record["outcome"], record["place"], record["cure"]) == ("failed", ["src/a.py", 3], "mend it")
    assert report.location == ("src/a.py", 3, "x")
    assert len(record["evidence"]) == 2


def test_waivers_of_no_use_are_evidence_of_a_red_row_only(trial):
    trial.judge(2, waivers=[waiver(match="gone.py")])
    evidence = trial.end("failed", fails())[1]["evidence"]
    assert [each["name"] for each in evidence] == ["x", "waivers that match nothing"]
    trial.judge(1, waivers=[waiver(match="gone.py")])
    assert [each["name"] for each in trial.end()[1]["evidence"]] == ["x"]


def test_a_place_without_a_line_is_the_whole_file(trial):
    report, record = trial.end("failed", CannotMeasure("what", "cure", path="a.py"))
    assert (record["place"], report.location) == (["a.py", 0], ("a.py", 1, "x"))
    trial.run.settings_place = lambda _: ("", 0)
    assert trial.end("failed", fails())[0].location == ("a", 0, "x")


def test_errors_are_told_in_words(trial):
    assert trial.end("failed", CannotMeasure("what", "cure"))[0].longrepr == "what\n  to fix: cure"
    assert trial.end("failed", CannotMeasure("what", ""))[0].longrepr == "what"
    with pytest.raises(KeyError) as caught:
        {}["x"]
    shown = trial.end("failed", caught.value)[0].longrepr
    assert shown.startswith("KeyError: 'x' (a fault of pytest-golive; please report it)\n  File")
    assert trial.end("skipped", pytest.skip.Exception("no"))[0].longrepr is None
    assert trial.end("failed")[0].longrepr is None, "such as a test that was expected to fail"
    trial.built_in = False
    assert trial.end("failed", caught.value)[0].longrepr is None
    trial.built_in = True
    assert trial.end("failed", fails())[0].longrepr is None


def test_of_a_fault_of_ours_the_five_innermost_calls_are_told(trial):
    def fall(deep):
        return trip(deep - 1) if deep else {}["x"]

    def trip(deep):
        return fall(deep)

    with pytest.raises(KeyError) as caught:
        fall(9)
    assert trial.end("failed", caught.value)[0].longrepr.count("\n  File ") == 5


def test_a_breach_is_told_on_line_one_then_its_places(trial):
    judge = trial.judge()
    judge("notes", [PLACE] * 22, at_most=0)
    lines = recording.breach_message(trial.item, judge).split("\n")
    assert lines[0] == "notes: 22, must be at most 0; first src/a.py:3: bad"
    assert lines[1:21] == ["  src/a.py:3: bad"] * 20
    assert lines[21:] == ["  … and 2 more", "  to fix: mend it"]
    few = trial.judge(waivers=[waiver(PAST, "src/a.py")])
    few("notes", [PLACE] * 20, at_most=0)
    lines = recording.breach_message(trial.item, few).split("\n")
    assert "  the waiver at pyproject.toml:7 expired on 2020-01-01" in lines
    assert not [line for line in lines if "more" in line and line.startswith("  …")]


def test_a_breach_without_places_and_without_a_cure_is_one_line(trial, monkeypatch):
    assert recording.breach_message(trial.item, trial.judge(2)) == "x: 2, must be at most 1\n  to fix: mend it"
    monkeypatch.setattr(recording, "cure_for", lambda *_args, **_how: "")
    assert recording.breach_message(trial.item, trial.judge(2)) == "x: 2, must be at most 1"


def test_an_error_of_ours_takes_the_place_of_the_traceback_and_nothing_else_changes():
    item = Fake(nodeid="a::x", location=("a", 1, "x"), keywords={"x": object(), "smoke": object()})
    item.user_properties, item._report_sections = [("id", "x")], [("call", "stdout", "said")]
    call = Fake(when="call", duration=2.0, start=1.0, stop=3.0)
    report = recording.without_traceback(item, call, CannotMeasure("what", "cure"))
    assert (report.nodeid, report.location, report.outcome, report.when) == ("a::x", ("a", 1, "x"), "failed", "call")
    assert (report.longrepr, report.capstdout) == ("what\n  to fix: cure", "said")
    assert (report.keywords, report.user_properties) == ({"x": 1, "smoke": 1}, [("id", "x")])
    assert (report.duration, report.start, report.stop) == (2.0, 1.0, 3.0)


def test_a_finding_without_a_place_is_its_message():
    assert recording.tell(PLACE) == "src/a.py:3: bad"
    assert recording.tell(Finding("", 0, "R", "bad")) == "bad"


def test_a_rerun_starts_from_nothing(trial):
    trial.judge(2)
    recording.begin(trial.item)
    assert trial.end()[1]["evidence"] == []
    assert dict(trial.item.user_properties)["id"] == ENTRY.id
    recording.begin(trial.item)
    assert [name for name, _ in trial.item.user_properties].count("id") == 1
