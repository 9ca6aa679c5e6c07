"""Rows that people signed in an earlier run of the phase: they count as long as what was signed still stands."""

from __future__ import annotations

import datetime as dt

import pytest
from people_of_the_shop import ago

from pytest_golive.settings.post_deploy import PostDeploy
from pytest_golive.signing.record import read_record

pytestmark = pytest.mark.security
GATE = "post_deploy::dashboards_reviewed"
LATE = f"--golive-deployed={ago(days=40)}"
PHASE = "-m", "post_deploy", "-v"


@pytest.fixture
def parts(shop, signers):
    """A shop that writes records aside."""
    shop.write(".gitignore", "__pycache__/\n*.json\n")
    shop.commit()
    return shop


def recorded(shop, *options):
    """A run of one row, with its record."""
    shop.run(*PHASE, "-k", "dashboards_reviewed", "--golive-record=part.json", *options)


def filled(shop, *options):
    """What a run of another row says, to which the record brings the first."""
    found = shop.run(*PHASE, "-k", "team_acknowledged or earlier_records", "--golive-after=part.json", *options)
    assert found.ret == 1
    return " ".join(found.stdout.str().split())


@pytest.mark.parametrize("decision", ["reject", "revoke"])
def test_who_says_no_after_the_record_is_heard(parts, signers, decision):
    signers.sign(GATE)
    (yes,) = (parts.path / "golive-signoffs").iterdir()
    recorded(parts, LATE)
    (row,) = (one for one in read_record(parts.path / "part.json").rows if one.id == GATE)
    assert [(one.by, one.decision, one.why) for one in row.signatures] == [("ann", "approve", "")]
    said = filled(parts, LATE)
    assert " SIGNED Monitoring dashboards reviewed" in said
    if decision == "reject":
        signers.sign(GATE, "bob", "--reject", "--note", "p95 doubles at noon")
        why = "is rejected now: bob rejects it: p95 doubles at noon"
    else:
        signers.revoke("so-" + yes.stem.rpartition("-")[2])
        why = "is not signed now: 0 of 1 signatures; ann's does not count: revoked"
    said = filled(parts, LATE)
    assert f"the record part.json opens nothing here: {GATE} {why}" in said
    assert " NOT RUN Monitoring dashboards reviewed" in said


def test_no_waiver_in_the_record_ends_a_rejection_that_came_later(parts, signers):
    parts.settings(
        f'[[tool.golive.waivers]]\ngate = "{GATE}"\nreason = "nobody is there this week"\nowner = "ann"\n'
        'approver = "bob"\nexpires = 2999-01-01\n'
    )
    parts.commit()
    recorded(parts, LATE)
    assert "opens nothing here" not in filled(parts, LATE)
    signers.sign(GATE, "bob", "--reject")
    assert f"opens nothing here: {GATE} is rejected now: bob rejects it" in filled(parts, LATE)


def test_what_was_signed_before_the_deployment_is_about_something_else_in_a_record_too(parts, signers):
    signers.sign_at(GATE, dt.datetime.now(dt.UTC) - dt.timedelta(hours=1))
    recorded(parts)
    said = filled(parts, "--golive-deployed=now")
    assert f"opens nothing here: {GATE} is not signed now: 0 of 1 signatures; ann's does not count: given at" in said


def test_what_was_not_due_then_and_is_now_is_not_run(parts, signers, monkeypatch):
    moment = f"--golive-deployed={ago(hours=2)}"
    recorded(parts, moment)
    assert "NOT DUE Monitoring dashboards reviewed" in filled(parts, moment)
    monkeypatch.setattr(PostDeploy, "wait", lambda *_: dt.timedelta(hours=1))  # time has passed
    assert "NOT RUN Monitoring dashboards reviewed" in filled(parts, moment)


def test_another_moment_in_each_run_puts_nothing_off(parts, signers):
    recorded(parts, LATE)
    said = filled(parts, "--golive-deployed=now")
    assert "opens nothing here: " in said
    assert "it says that the release was deployed at " in said
    assert "and --golive-deployed says " in said
