"""Rate limiters of every kind: the requests sent to them, and the results."""

from __future__ import annotations

import email.utils
import time

import pytest
from limiters import (
    ALL_WELL,
    ONE,
    OTHERS,
    SAYS,
    STATUS,
    TRUE,
    FixedWindow,
    SlidingWindow,
    TokenBucket,
    client,
    facts,
    limited,
)

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.limits.limit import Limit
from pytest_golive.service.limits.limiting import try_limit


@pytest.mark.parametrize("kind", [FixedWindow, SlidingWindow, TokenBucket])
def test_limiters_of_every_kind_are_seen_and_told_the_truth_of(kind):
    with limited(lambda: kind(5, 1.0), headers=ONE) as (url, asked):
        seen = try_limit(Limit("/search", requests=8, per=1), client(url), [client(url, address="127.0.0.2")])
    assert seen.late == ()
    assert facts(seen) == ALL_WELL
    assert seen.accepted <= 8
    assert len(asked) <= 9 + 4


def test_a_date_is_as_good_as_seconds():
    def date():
        return {"Retry-After": email.utils.formatdate(time.time() + 1, usegmt=True)}

    with limited(lambda: FixedWindow(3, 1.0), headers=date) as (url, _):
        assert facts(try_limit(Limit("/search", requests=3, per=1), client(url)))[TRUE] == "yes"


@pytest.mark.parametrize("requests", [1, 4, 40])
def test_never_more_is_sent_than_it_takes(requests):
    with limited(lambda: FixedWindow(10_000, 60)) as (url, asked):
        seen = try_limit(Limit("/search", requests=requests, per=60), client(url), [client(url)], health="/healthz")
    assert len(asked) == requests + 1 == seen.accepted
    assert [finding.rule for finding in seen.late] == ["rate limit"]
    assert seen.facts == ()


def test_each_fault_of_a_limiter_has_its_own_cure():
    with limited(lambda: FixedWindow(10_000, 60)) as (url, _):
        off = try_limit(Limit("/search", requests=4, per=60), client(url)).late[0]
    assert off.cure.startswith("switch a limiter on for GET /search: 4 requests in 60 s for each client")
    assert "Retry-After" not in off.cure
    with limited(lambda: FixedWindow(3, 0.3), status=503) as (url, _):
        status, silent, _ = try_limit(Limit("/search", requests=3, per=0.3), client(url)).facts
    assert status.faults[0].cure.startswith("reject with 429 (nginx: limit_req_status)")
    assert silent.faults[0].cure.startswith("send Retry-After with the seconds until")
    assert "; to repeat: curl -sS -i " in silent.faults[0].message
    with limited(lambda: FixedWindow(3, 0.3), headers={"Retry-After": "soon"}) as (url, _):
        unreadable = try_limit(Limit("/search", requests=3, per=0.3), client(url)).facts[1]
    assert unreadable.faults[0].cure.startswith("send Retry-After as a whole number of seconds")
    with limited(lambda: FixedWindow(3, 30), headers=ONE) as (url, _):
        others = [client(url, "another", "127.0.0.1")]
        shut = try_limit(Limit("/search", requests=3, per=1, patience=1.5), client(url), others).facts
    cures = {fact.name: fact.faults[0].cure for fact in shut if fact.faults}
    assert cures[TRUE].startswith("see why the limiter still rejects")
    assert cures[OTHERS].startswith("count each client for itself")


def test_a_refusal_ends_the_burst():
    with limited(lambda: FixedWindow(3, 0.5), headers=ONE) as (url, asked):
        seen = try_limit(Limit("/search", requests=2_000, per=60), client(url))
    assert seen.accepted == 3
    assert len(asked) < 40


def test_another_status_and_missing_fields_are_told():
    with limited(lambda: FixedWindow(3, 0.3), status=503) as (url, _):
        seen = try_limit(Limit("/search", requests=3, per=0.3), client(url))
    assert facts(seen) == {STATUS: "503", SAYS: "no", "the service accepts again": "yes"}
    assert [bool(fact.faults) for fact in seen.facts] == [True, True, False]
    assert "503, must be 429" in seen.facts[0].faults[0].message
    with limited(lambda: FixedWindow(3, 0.3), status=503, headers=ONE) as (url, _):
        assert facts(try_limit(Limit("/search", requests=3, per=1, status=503), client(url)))[STATUS] == "503"


def test_a_refusal_need_not_say_when_but_must_not_mislead():
    limit = Limit("/search", requests=2, per=0.3, says_when=False)
    with limited(lambda: FixedWindow(2, 0.3)) as (url, _):
        assert facts(try_limit(limit, client(url))) == {STATUS: "429", "the service accepts again": "yes"}
    epoch = {"Retry-After": str(int(time.time()) + 1)}
    with limited(lambda: FixedWindow(2, 0.3), headers=epoch) as (url, _):
        seen = try_limit(limit, client(url))
    assert facts(seen)["what a rejection says can be used"] == "no"
    assert "which is a time since 1970" in seen.facts[1].faults[0].message


def test_the_policy_that_refused_is_held_to_its_word():
    policies = {"RateLimit": '"day";r=900;t=80000, "burst";r=0;t=1, "hour";r=9;t=0'}
    with limited(lambda: FixedWindow(2, 1.0), headers=policies) as (url, _):
        seen = try_limit(Limit("/search", requests=2, per=1, patience=5), client(url))
    assert facts(seen) == {STATUS: "429", SAYS: "yes", TRUE: "yes"}


def test_milliseconds_are_thought_of():
    slow = limited(lambda: FixedWindow(2, 60), headers={"Retry-After": "900"})
    with slow as (url, _), pytest.raises(CannotMeasure, match=r"count seconds .*, if these are milliseconds"):
        try_limit(Limit("/search", requests=2, per=1, patience=2), client(url))


def test_a_service_that_never_admits_again_is_told():
    with limited(lambda: FixedWindow(2, 60), headers=ONE) as (url, _):
        seen = try_limit(Limit("/search", requests=2, per=1, patience=2.5), client(url))
        assert facts(seen)[TRUE] == "no"
        again = try_limit(Limit("/search", requests=2, per=1, patience=1.5), client(url))
    assert (again.accepted, facts(again)[TRUE]) == (0, "no")


def test_a_limit_that_was_used_up_before_is_waited_for():
    with limited(lambda: FixedWindow(3, 1.0), headers=ONE) as (url, _):
        for _ in range(4):
            client(url).service.ask("/search")
        seen = try_limit(Limit("/search", requests=3, per=1), client(url))
    assert seen.accepted == 3
    assert seen.notes[0][0] == "before the burst"


def test_only_what_is_certain_is_a_lock_out():
    headers = {"X-API-Key": "other"}
    for by, decisive, found in (
        (lambda _: "all", True, "no"),
        (lambda _: "all", False, None),
        (lambda request: request.headers.get("x-api-key"), True, "yes"),
    ):
        with limited(lambda: FixedWindow(2, 0.5), by, headers=ONE) as (url, _):
            other = client(url, "another key", headers=headers, is_decisive=decisive)
            seen = try_limit(Limit("/search", requests=2, per=1), client(url), [other])
        assert facts(seen).get(OTHERS) == found
        assert ("not proven" in dict(seen.notes)) == (found is None)
