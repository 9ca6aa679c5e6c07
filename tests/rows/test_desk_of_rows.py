"""The decisions of people on a row, as an outcome and in words."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import cure_of, evidence_of, outcome_of
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Identity, Trust
from pytest_golive.signing.policy import Refused, Signed

NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


def said(by, decision="approve", **more):
    return SignOff(f"so-{by}", "row", by, decision, NOW, "sha256:0", path=f"golive-signoffs/{by}.toml", **more)


ANN = (said("ann"), Identity(Trust.CLAIMED, "ann", "author of the commit 1a2b"))


@pytest.mark.parametrize(
    ("signed", "outcome", "message"),
    [
        (Signed(), Outcome.NOT_SIGNED, "0 of 1 signatures"),
        (Signed((ANN,)), Outcome.SIGNED, "signed by ann (claimed: author of the commit 1a2b)"),
        (
            Signed((ANN,), needed=2),
            Outcome.NOT_SIGNED,
            "1 of 2 signatures, by ann (claimed: author of the commit 1a2b)",
        ),
        (
            Signed((), (Refused(said("ben"), "revoked"),)),
            Outcome.NOT_SIGNED,
            "0 of 1 signatures; ben's does not count: revoked",
        ),
        (
            Signed((), (Refused(said("ben"), "it changed"), Refused(said("ben"), "it changed"))),
            Outcome.NOT_SIGNED,
            "0 of 1 signatures; ben's does not count: it changed",
        ),
        (Signed((ANN,), (), (said("eve", "reject", note="not safe"),)), Outcome.REJECTED, "eve rejects it: not safe"),
    ],
)
def test_how_a_row_ends_that_people_sign(signed, outcome, message):
    assert outcome_of(signed) == (outcome, message)
    evidence = evidence_of(signed)
    assert (evidence.value, evidence.limit, evidence.ok) == (
        len(signed.counted),
        signed.needed,
        outcome is Outcome.SIGNED,
    )
    assert evidence.source == ("golive-signoffs/ann.toml" if signed.counted else "")


def test_only_who_rejects_a_row_ends_that():
    assert cure_of(Signed(), "security/review") == "golive sign security/review --by NAME"
    rejected = Signed((ANN,), (), (said("eve", "reject"),))
    assert cure_of(rejected, "row") == (
        "eve must answer: golive sign row --by eve approves it, golive sign --revoke so-eve takes the rejection back"
    )
    unproven = Signed((), (), (said("eve", "reject"), said("bob", "reject")), unproven={"so-bob": "x"})
    assert cure_of(unproven, "row").endswith(
        "; bob must answer: golive sign row --by bob --key FILE approves it, "
        "golive sign --revoke so-bob --key FILE takes the rejection back"
    )
