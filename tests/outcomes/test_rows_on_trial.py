"""Rows on trial are measured and shown, and block nothing before their last day is over."""

from __future__ import annotations

import datetime as dt
import json

import pytest

ROW = "code_quality::files_within_limit"
TODAY = dt.datetime.now(dt.UTC).date()
LONG = '"""A module."""\n' + "a = 1\n" * 300


@pytest.fixture
def tried(pytester, commit, monkeypatch):
    """A project of which only one row is due, and that row is on trial."""
    monkeypatch.setenv("COLUMNS", "150")

    def run(trial=TODAY, *, text=LONG, row=ROW, more="", away="", approver="bob", args=()):
        from pytest_golive.collecting.entries import built_in_entries

        keys = [one.id.removeprefix("golive/") for one in built_in_entries() if "pre_deploy" in one.phases]
        kept = {ROW, "code_quality::critical_files_modular"}
        away += "".join(
            f'"{key}" = "not tried in this test"\n' for key in keys if key not in kept and "emergency" not in key
        )
        said = f"{{ until = {trial}, owner = 'ann', approver = '{approver}', reason = 'the importer is split in v3' }}"
        pytester.makefile(
            ".toml",
            pyproject='[project]\nname = "shop"\nversion = "1.2.0"\n[tool.golive]\ncritical = ["src/shop/pay.py"]\n'
            f'[tool.golive.trial]\n"{row}" = {said}\n{more}\n[tool.golive.not_applicable]\n{away}',
        )
        for name, content in (("src/shop/tea.py", text), ("src/shop/pay.py", '"""Pay."""\n')):
            file = pytester.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        (pytester.path / ".gitignore").write_text("__pycache__/\n*.json\n.golive/\n")
        commit(pytester.path)
        return pytester.runpytest_inprocess("-p", "no:randomly", "-m", "pre_deploy", *args)

    return run


def said(result):
    return " ".join(f"{result.stdout.str()} {result.stderr.str()}".split())


def test_a_breach_is_shown_counted_and_blocks_nothing(pytester, tried):
    result = tried(TODAY + dt.timedelta(days=90), args=("--golive-record=trial.json",))
    words = said(result)
    assert result.ret == 0, result.stdout.str()
    assert (
        "TRIAL All files have at most 200 LOC: on trial: the importer is split in v3 (owner ann, approved by bob"
        in words
    )
    assert "in truth it is failed: " in words
    assert "GO 1 passed, 1 on trial, " in words
    assert "1 row on trial" in words, "it is among the choices in force"
    record = json.loads((pytester.path / "trial.json").read_text())
    assert record["verdict"] == "GO"
    assert [one["gate"] for one in record["trials"]] == [ROW]
    assert {row["id"]: row["outcome"] for row in record["rows"]}[ROW] == "on trial"


def test_an_attestation_is_warned(pytester, tried):
    from pytest_golive.signing.attestation import statement_of
    from pytest_golive.signing.record import read_record

    tried(args=("--golive-record=trial.json",))
    predicate = statement_of(read_record(pytester.path / "trial.json"))["predicate"]
    assert (predicate["result"], predicate["warnedTests"]) == ("WARNED", [ROW])


def test_a_row_that_holds_passes(tried):
    result = tried(text='"""Tea."""\n')
    assert result.ret == 0, result.stdout.str()
    assert "GO 2 passed, " in said(result)


OWN = """
from pytest_golive import CannotMeasure, gate

@gate("The shelf is full")
def full(judge):
    raise CannotMeasure("the shelf does not answer", "look at it")
"""


def test_a_row_of_the_teams_own_that_cannot_be_measured(pytester, tried):
    pytester.mkdir("gates").joinpath("own.py").write_text(OWN)
    result = tried(row="gates/own.py::full", text='"""Tea."""\n')
    words = said(result)
    assert result.ret == 0, words
    assert "in truth it is error: the shelf does not answer" in words
    assert "2 passed, 1 on trial" in words


@pytest.mark.parametrize(
    ("text", "why"),
    [(LONG, "; and take the trial out of the settings"), ('"""Tea."""\n', "and the row holds; remove the trial")],
)
def test_after_its_last_day_the_row_is_red(tried, text, why):
    result = tried(TODAY - dt.timedelta(days=1), text=text)
    assert result.ret == 1
    assert why in said(result)
    assert "NO-GO 1 passed, " in said(result)


def test_no_go_without_a_verified_row(tried):
    away = '"code_quality::critical_files_modular" = "not tried in this test"\n'
    result = tried(away=away)
    assert result.ret == 1
    assert "no row was verified" in said(result)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"trial": TODAY + dt.timedelta(days=91)}, f"for more than 90 days; write {TODAY + dt.timedelta(days=90)} or an earlier day"),
        ({"row": "deployment::reviewed"}, "is a row of a deployment or a rollback, and those are never on trial"),
        ({"row": "rollback::rehearsed"}, "is a row of a deployment or a rollback, and those are never on trial"),
        ({"row": "deployment::announced"}, "is a row of a deployment or a rollback, and those are never on trial"),
        ({"row": "code_quality::files_within_limits"}, f"did you mean '{ROW}'?"),
        ({"row": "code_quality::*"}, "there is no gate 'code_quality::*'"),
        ({"approver": "Ann"}, "is its owner, too"),
        ({"trial": "'soon'"}, "must be a date such as 2027-01-31"),
        (
            {"more": f"[[tool.golive.waivers]]\ngate = '{ROW}'\nreason = 'later'\nowner = 'ann'\napprover = 'bob'\n"
                     "expires = 2999-01-01\n"},
            "is waived, too: remove one of both",
        ),
    ],
)  # fmt: skip
def test_what_is_never_on_trial(tried, given, why):
    result = tried(**given)
    assert result.ret == 4, result.stdout.str()
    assert why in said(result)


def test_a_trial_that_nobody_committed(pytester, tried):
    tried()
    file = pytester.path / "pyproject.toml"
    file.write_text(file.read_text().replace("split in v3", "split in v4"))
    result = pytester.runpytest_inprocess("-p", "no:randomly", "-m", "pre_deploy")
    assert result.ret == 1
    assert f"not in version control, first the trial of {ROW}" in said(result)
