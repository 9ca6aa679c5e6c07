"""``golive sign --list``: what is signed, missing or rejected, with the ids of signatures and what is left to do."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.commands.signing.refusing import Request
from pytest_golive.commands.signing.rows import Manual
from pytest_golive.commands.signing.sign import sign_rows
from pytest_golive.commands.signing.telling import listed
from pytest_golive.errors import GoliveError

EARLIER = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=9)


def said(shop, **changes):
    there = shop.signatures(**changes)
    row = Manual("security/review", "Reviewed", "docs/GO.md:3", there.rules("security/review"))
    return listed(there, [row]).splitlines()


def test_a_row_that_somebody_rejects_is_rejected(shop):
    shop.sign("ann", key="ann")
    no = shop.sign("eve", decision="reject", key="eve", note="not yet")
    shop.commit("ann")
    lines = said(shop)
    assert lines[0] == "REJECTED security/review  Reviewed (docs/GO.md:3)"
    assert f"         rejected by eve on {no.signed:%Y-%m-%d}: not yet ({no.path}): {no.id}" in lines
    assert f"         until eve signs it, or takes that back: golive sign --revoke {no.id}" in lines
    assert not any("needs" in line for line in lines)


def test_each_signature_has_its_id_and_old_ones_are_only_counted(shop):
    assert said(shop)[:2] == [
        "MISSING  security/review  Reviewed (docs/GO.md:3)",
        "         needs 1 person; may sign: ann, eve",
    ]
    for name in ("ann", "eve"):
        shop.sign(name, key=name, signed=EARLIER)
    shop.commit("ann")
    shop.git("tag", "v2.0.0")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("bob")
    void = shop.sign("eve", key="eve", content="sha256:" + "0a" * 32)
    good = shop.sign("ann", key="ann")
    shop.commit("ann")
    day = f"{good.signed:%Y-%m-%d}"
    assert said(shop)[:4] == [
        "signed   security/review  Reviewed (docs/GO.md:3)",
        f"         signed by ann on {day} (proven: SSH signature in the file): {good.id}",
        f"         {void.path} ({void.id}) does not count: it was given for other content",
        "         2 signatures of earlier releases",
    ]


def test_what_stands_in_the_way_on_production_is_told(shop):
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("home")
    void = shop.sign("eve", key="eve")
    shop.commit("eve")
    shop.git("commit", "-q", "--allow-empty", "-m", "x", GIT_COMMITTER_DATE="2099-01-01T00:00:00Z")
    shop.git("tag", "v1.1.0")
    shop.write("src/shop/pay.py", "PAY = 4\n")
    shop.commit("bob")
    shop.sign("ann", key="ann")
    shop.commit("ann")
    lines = said(shop, production=True)
    assert lines[0].startswith("MISSING")
    assert (
        f"         {void.path} ({void.id}) does not count: what was signed has changed since: src/shop/pay.py" in lines
    )
    (unknown,) = (
        line for line in lines if "changes are by addresses of nobody in [tool.golive.signing.people]" in line
    )
    assert "home@shop.example" in unknown
    assert "; none of those who may sign vouches for v1.1.0 at " in lines[-1]


def test_who_signs_records_alone_is_nobody_who_may_sign(shop):
    shop.rules = '[tool.golive.signing]\nrecorders = ["robot"]\n\n'
    shop.people.append("robot")
    shop.settle()
    settings = shop.path / "pyproject.toml"
    head, robot, keys = settings.read_text().partition("[tool.golive.signing.people.robot]")
    settings.write_text(head + robot + keys.replace('roles = ["manager"]\n', ""))
    shop.commit("bob")
    shop.release("v1.1.0")
    shop.work()
    there = shop.signatures()
    row = Manual("security/review", "", "", there.rules("security/review"))
    assert [one.key for one in there.may_sign(row.rules)] == ["ann", "eve"]
    why = "robot is one of the recorders, who sign records; only one with a role signs rows; ann, eve may"
    with pytest.raises(GoliveError, match=why):
        sign_rows(there, [row], Request("robot"))
