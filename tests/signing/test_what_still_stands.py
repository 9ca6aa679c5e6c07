"""What a record relies on is judged again when it is used: by its current state, and by the target's requirements."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.context.signing.standing import lapsed
from pytest_golive.rows.plan import Plan, catalogue_of
from pytest_golive.settings.loading import load_settings
from pytest_golive.signing.record import Record

pytestmark = pytest.mark.security
TODAY = dt.datetime.now(dt.UTC)
CONTENT = "sha256:" + "0a" * 32


@pytest.fixture
def reviewed(shop):
    """The shop with a row that Ann signs, and its state under a record in which it is signed."""
    shop.rules = '[tool.golive]\nchecklist = "docs/GO.md"\n\n'
    shop.settle()
    shop.write("docs/GO.md", "# Go live\n\n- [ ] Reviewed <!-- golive: sign id=review phase=pre_deploy -->\n")
    shop.commit()
    lines, _ = Plan(shop.path, load_settings(shop.path)).resolved(catalogue_of([]))
    checks = {line.check.id: line.check for line in lines}

    def found(outcome="signed", **changes):
        row = {"id": "checklist::review", "title": "Reviewed", "outcome": outcome}
        made = Record(
            subject={"digest": CONTENT, "commit": "1a2b"}, phases=("pre_deploy",), settings=CONTENT,
            started="", ended="", rows=(row,), verdict="GO",
        )  # fmt: skip
        return list(lapsed(made, shop.signatures(**changes), checks))

    shop.found = found
    return shop


def test_production_demands_more_than_the_run_before(reviewed):
    reviewed.sign(row="review", title="Reviewed")
    reviewed.commit("ann")
    assert reviewed.found() == []
    (why,) = reviewed.found(production=True)
    assert why.startswith("review is not signed now: 0 of 1 signatures; ann's does not count: the identity of ann is")
    assert reviewed.found("waived", production=True) == []


def test_somebody_has_changed_their_mind_since(reviewed):
    one = reviewed.sign(row="review", title="Reviewed", key="ann", until=TODAY.date() + dt.timedelta(days=1))
    reviewed.commit("ann")
    assert reviewed.found(production=True) == []
    (why,) = reviewed.found(now=TODAY + dt.timedelta(days=3))
    assert "ann's does not count: it expired after" in why
    reviewed.sign("bob", "review", "reject", title="Reviewed", key="bob")
    reviewed.commit("bob")
    assert reviewed.found() == ["review is rejected now: bob rejects it"]
    (reviewed.path / one.path).unlink()
    reviewed.sign("ann", "review", "revoke", revokes=one.id, key="ann")
    reviewed.commit("ann")
    assert reviewed.found() == ["review is rejected now: bob rejects it"]


@pytest.mark.parametrize("decision", ["reject", "revoke"])
@pytest.mark.parametrize("by", ["", "ann", "bob"])
def test_a_no_without_proof_closes_what_a_record_opened(reviewed, decision, by):
    yes = reviewed.sign(row="review", title="Reviewed", key="ann")
    reviewed.commit("ann")
    assert reviewed.found(production=True) == []
    reviewed.sign("ann", "review", decision, revokes=yes.id if decision == "revoke" else "")
    if by:
        reviewed.commit(by)
    (why,) = reviewed.found(production=True)
    said = {"reject": "rejected now: ann rejects it (", "revoke": "not signed now: 0 of 1 signatures; ann's does not"}
    assert why.startswith(f"review is {said[decision]}")


def test_a_waiver_has_expired_since(reviewed):
    waiver = {"gate": "gates/test_a.py::test_b", "reason": "r", "owner": "o", "approver": "a"}
    row = {"id": "gates/test_a.py::test_b[1]", "title": "B", "outcome": "waived"}
    for days, count in ((0, 0), (-1, 1)):
        day = (TODAY + dt.timedelta(days=days)).date().isoformat()
        record = Record(
            subject={"digest": CONTENT, "commit": "1a2b"}, phases=("pre_deploy",), settings=CONTENT, started="",
            ended="", rows=(row,), verdict="GO", waivers=(waiver | {"expires": day},),
        )  # fmt: skip
        why = list(lapsed(record, reviewed.signatures(now=TODAY), {}))
        assert why == [f"its waiver of gates/test_a.py::test_b expired after {day}"] * count
