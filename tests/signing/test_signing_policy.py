"""Which signatures count, and the reason why each other one does not."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import outcome_of
from pytest_golive.signing.demands import Release, Rules
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Identity, Person, Trust
from pytest_golive.signing.policy import Desk

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
ALL, SOURCE = "sha256:" + "0a" * 32, "sha256:" + "0b" * 32
PEOPLE = (
    Person("ann", ("ann@shop.example",), ("manager",)),
    Person("bob", ("bob@shop.example", "BOB@home.example"), ("engineer",)),
    Person("eve", ("eve@shop.example",), ("engineer", "manager")),
)
ROW = "security/review"


def sign(by="ann", decision="approve", after=0, row=ROW, content=ALL, **more):
    made = SignOff("", row, by, decision, NOW + dt.timedelta(minutes=after), content, **more)
    return SignOff(**{name: getattr(made, name) for name in SignOff.__slots__} | {"id": made.own_id})


@pytest.fixture
def judge():
    def of(*sign_offs, rules=None, authors=(), trust=Trust.CLAIMED, changed=(), emails=(), people=PEOPLE, name="2.0.0"):
        release = Release(
            digest=lambda globs: SOURCE if globs else ALL,
            authors=authors if callable(authors) else lambda _: authors,
            changed=lambda _, __: changed,
            today=NOW.date(),
            name=name,
        )
        shown = trust if callable(trust) and not isinstance(trust, Trust) else lambda _: trust
        desk = Desk(people, release, lambda one, person: Identity(shown(one), person.key, "as it seems", emails))
        return desk.judge(ROW, rules or Rules(), sign_offs)

    return of


def test_one_signature_is_enough_unless_more_are_asked_for(judge):
    assert judge(sign()).is_signed
    assert not judge().is_signed
    assert not judge(sign(), rules=Rules(approvers=2)).is_signed
    assert judge(sign(), sign("bob"), rules=Rules(approvers=2)).is_signed


@pytest.mark.security
def test_one_person_counts_once_by_whatever_name(judge):
    twice = judge(sign("bob"), sign("bob@home.example", after=1), rules=Rules(approvers=2))
    assert (twice.is_signed, len(twice.counted)) == (False, 1)


def test_a_signature_for_another_row_is_none(judge):
    assert not judge(sign(row="security/other")).is_signed


@pytest.mark.security
@pytest.mark.parametrize(
    ("sign_off", "more", "why"),
    [
        (sign("mallory"), {}, "mallory is not among the people of [tool.golive.signing]"),
        (sign(until=dt.date(2026, 11, 25)), {}, "it expired after 2026-11-25"),
        (sign(content=SOURCE), {}, "it was given for other content"),
        (sign(content=SOURCE), {"changed": ("a.py", "b.py")}, "what was signed has changed since: a.py, b.py"),
        (
            sign(content=SOURCE),
            {"changed": [f"{n}.py" for n in range(7)]},
            "what was signed has changed since: 0.py, 1.py, 2.py, 3.py, 4.py and 2 more",
        ),
        (sign("bob"), {"rules": Rules(roles=("manager", "owner"))}, "bob is not manager or owner"),
        (sign(), {"trust": Trust.NONE}, "as it seems"),
        (sign(), {"rules": Rules(proven=True)}, "the identity of ann is only claimed (as it seems)"),
        (sign(), {"authors": ("Ann@shop.example",)}, "ann made changes that are signed here; nobody may approve *"),
        (
            sign("eve"),
            {"authors": ("bob@shop.example",), "emails": ("bob@shop.example",)},
            "bob@shop.example changed what is signed here, and committed the signature",
        ),
    ],
)
def test_signatures_that_do_not_count(judge, sign_off, more, why):
    found = judge(sign_off, **more)
    assert not found.is_signed
    (refused,) = found.refused
    assert refused.why.startswith(why.rstrip("*"))


def test_who_has_the_role_and_proof_counts(judge):
    rules = Rules(approvers=1, roles=("manager",), proven=True)
    assert judge(sign("eve"), rules=rules, trust=Trust.PROVEN).is_signed


def test_what_a_signature_covers_is_all_that_it_is_bound_to(judge):
    assert judge(sign(content=SOURCE, covers=("src/**",), release="2.0.0")).is_signed
    assert not judge(sign(content=ALL, covers=("src/**",), release="2.0.0")).is_signed


@pytest.mark.security
@pytest.mark.parametrize(
    ("given", "now", "why"),
    [
        ("1.0.0", "2.0.0", "it was given for 1.0.0, not for 2.0.0"),
        ("", "2.0.0", "it was given for none"),
        ("", "", "it was given for none"),
        ("1.0.0", "", "it was given for 1.0.0, not for one with a version or a tag before it"),
    ],
)
def test_who_signs_less_than_the_row_signs_one_release(judge, given, now, why):
    """Else whoever signs could choose a file that never changes."""
    yes = sign(content=SOURCE, covers=("LICENSE",), release=given)
    (refused,) = judge(yes, name=now).refused
    assert refused.why.startswith("it covers only LICENSE, so it counts for the one release that it names, and ")
    assert why in refused.why
    assert judge(yes, name=now, rules=Rules(covers=("LICENSE",))).is_signed  # the settings name them
    no = sign("bob", "reject", content=SOURCE, covers=("LICENSE",), release=given)
    assert judge(no, name=now).rejected == (no,)


@pytest.mark.security
def test_only_teams_of_two_may_sign_what_they_changed_elsewhere(judge):
    def authors(covers):
        return () if covers else ("ann@shop.example",)

    yes = sign(content=SOURCE, covers=("src/**",))
    for self_approval, is_signed in (("no", False), ("elsewhere", True)):
        rules = Rules(self_approval=self_approval, covers=("src/**",))
        assert judge(yes, rules=rules, authors=authors).is_signed is is_signed


def test_a_team_of_one_may_say_so(judge):
    assert judge(sign(), rules=Rules(self_approval="yes"), authors=("ann@shop.example",)).is_signed


def test_a_rejection_blocks_until_it_is_taken_back_or_followed_by_a_yes(judge):
    no = sign("bob", "reject")
    assert not judge(sign(), no).is_signed
    assert judge(sign(), no).rejected == (no,)
    assert judge(sign(), no, sign("bob", after=1, revokes=no.id)).is_signed
    elsewhere = sign("bob", after=1)  # such as about a row of another repository with the same id
    assert judge(sign(), no, elsewhere).rejected == (no,)
    assert judge(sign(), no, sign("bob", after=1, revokes="so-0")).rejected == (no,)
    assert judge(sign(), no, sign("eve", after=1, revokes=no.id)).rejected == (no,)
    again = sign("bob", "reject", after=1)
    assert judge(sign(), no, again, sign("bob", after=2, revokes=f"{no.id} {again.id}")).is_signed
    assert not judge(sign(), sign("bob"), sign("bob", "reject", after=1)).is_signed
    assert judge(sign(), no, sign("bob", "revoke", after=1, revokes=no.id)).is_signed


@pytest.mark.security
def test_only_who_signed_takes_it_back(judge):
    yes, no = sign(), sign("bob", "reject")
    assert not judge(yes, sign(decision="revoke", after=1, revokes=yes.id)).is_signed
    assert judge(yes, sign("bob", "revoke", after=1, revokes=yes.id)).is_signed
    assert not judge(yes, no, sign("eve", "revoke", after=1, revokes=no.id)).is_signed


@pytest.mark.security
def test_who_only_claims_to_be_somebody_takes_nothing_back_where_that_must_be_proven(judge):
    no = sign("bob", "reject")
    back = sign("bob", "revoke", after=1, revokes=no.id)
    shown = {no.id: Trust.PROVEN, back.id: Trust.CLAIMED}
    found = judge(no, back, rules=Rules(proven=True), trust=lambda one: shown[one.id])
    assert found.rejected == (no,)


@pytest.mark.security
def test_a_row_with_other_words_is_another_row(judge):
    assert judge(sign(title="Reviewed"), rules=Rules(title="Reviewed")).is_signed
    found = judge(sign(title="Reviewed"), rules=Rules(title="Approved by the board"))
    assert found.refused[0].why == "the row was worded differently when it was signed: 'Reviewed'"


@pytest.mark.security
def test_an_author_may_reject_their_own_work(judge):
    assert not judge(sign(), sign("bob", "reject"), authors=("bob@shop.example",)).is_signed


@pytest.mark.security
def test_authors_whom_nobody_knows_are_told(judge):
    authors = ("x@home", "d@x", "bob@home.example", "c@x", "b@x")
    found = judge(sign(), authors=authors)
    assert found.unknown == ("b@x", "c@x", "d@x", "x@home")
    told = "signed by ann (claimed: as it seems); changes are by addresses of nobody in [tool.golive.signing.people]: "
    assert outcome_of(found) == (Outcome.SIGNED, f"{told}b@x, c@x, d@x and 1 more")
    for each in (
        judge(sign(), authors=("bob@home.example",)),
        judge(sign(), authors=authors, rules=Rules(self_approval="yes")),
    ):
        assert outcome_of(each) == (Outcome.SIGNED, "signed by ann (claimed: as it seems)")
