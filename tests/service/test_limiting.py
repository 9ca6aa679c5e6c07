"""Limiters of every make: what is sent to them, and what is said of them."""

from __future__ import annotations

import asyncio
import email.utils
import threading
import time

import pytest
from limiters import FixedWindow, SlidingWindow, TokenBucket, limited
from serving import served
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit import Client, Limit
from pytest_golive.service.limits.limiting import try_limit
from pytest_golive.service.target import Target


def client(url, name="first", address="", *, headers=None, is_decisive=True):
    return Client(name, Service(Target("t", url), local_address=address), headers or {}, is_decisive)


def facts(seen):
    return {fact.name: fact.found for fact in seen.facts}


STATUS, SAYS = "status of a refusal", "a refusal says when to come back"
TRUE, OTHERS = "the service admits again when it says", "another client is admitted meanwhile"
ALL_WELL = {STATUS: "429", SAYS: "yes", TRUE: "yes", OTHERS: "yes"}
ONE = {"Retry-After": "1"}


@pytest.mark.parametrize("kind", [FixedWindow, SlidingWindow, TokenBucket])
def test_limiters_of_every_kind_are_seen_and_told_the_truth_of(kind):
    with limited(lambda: kind(5, 1.0), headers=ONE) as (url, asked):
        seen = try_limit(Limit("/search", requests=8, per=1), client(url), [client(url, address="127.0.0.2")])
    assert seen.late == ()
    assert facts(seen) == ALL_WELL
    assert seen.admitted <= 8
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
    assert len(asked) == requests + 1 == seen.admitted
    assert [finding.rule for finding in seen.late] == ["rate limit"]
    assert seen.facts == ()


def test_each_fault_of_a_limiter_has_its_own_cure():
    with limited(lambda: FixedWindow(10_000, 60)) as (url, _):
        off = try_limit(Limit("/search", requests=4, per=60), client(url)).late[0]
    assert off.cure.startswith("switch a limiter on for GET /search: 4 requests in 60 s for each client")
    assert "Retry-After" not in off.cure
    with limited(lambda: FixedWindow(3, 0.3), status=503) as (url, _):
        status, silent, _ = try_limit(Limit("/search", requests=3, per=0.3), client(url)).facts
    assert status.faults[0].cure.startswith("refuse with 429 (nginx: limit_req_status)")
    assert silent.faults[0].cure.startswith("let a refusal say when to come back: Retry-After")
    assert "; to repeat: curl -sS -i " in silent.faults[0].message
    with limited(lambda: FixedWindow(3, 0.3), headers={"Retry-After": "soon"}) as (url, _):
        unreadable = try_limit(Limit("/search", requests=3, per=0.3), client(url)).facts[1]
    assert unreadable.faults[0].cure.startswith("send Retry-After as a whole number of seconds")
    with limited(lambda: FixedWindow(3, 30), headers=ONE) as (url, _):
        others = [client(url, "another", "127.0.0.1")]
        shut = try_limit(Limit("/search", requests=3, per=1, patience=1.5), client(url), others).facts
    cures = {fact.name: fact.faults[0].cure for fact in shut if fact.faults}
    assert cures[TRUE].startswith("see why the limiter still refuses")
    assert cures[OTHERS].startswith("count each client for itself")


def test_a_refusal_ends_the_burst():
    with limited(lambda: FixedWindow(3, 0.5), headers=ONE) as (url, asked):
        seen = try_limit(Limit("/search", requests=2_000, per=60), client(url))
    assert seen.admitted == 3
    assert len(asked) < 40


def test_another_status_and_missing_fields_are_told():
    with limited(lambda: FixedWindow(3, 0.3), status=503) as (url, _):
        seen = try_limit(Limit("/search", requests=3, per=0.3), client(url))
    assert facts(seen) == {STATUS: "503", SAYS: "no", "the service admits again": "yes"}
    assert [bool(fact.faults) for fact in seen.facts] == [True, True, False]
    assert "503, must be 429" in seen.facts[0].faults[0].message
    with limited(lambda: FixedWindow(3, 0.3), status=503, headers=ONE) as (url, _):
        assert facts(try_limit(Limit("/search", requests=3, per=1, status=503), client(url)))[STATUS] == "503"


def test_a_refusal_need_not_say_when_but_must_not_mislead():
    limit = Limit("/search", requests=2, per=0.3, says_when=False)
    with limited(lambda: FixedWindow(2, 0.3)) as (url, _):
        assert facts(try_limit(limit, client(url))) == {STATUS: "429", "the service admits again": "yes"}
    epoch = {"Retry-After": str(int(time.time()) + 1)}
    with limited(lambda: FixedWindow(2, 0.3), headers=epoch) as (url, _):
        seen = try_limit(limit, client(url))
    assert facts(seen)["what a refusal says can be used"] == "no"
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
    assert (again.admitted, facts(again)[TRUE]) == (0, "no")


def test_a_limit_that_was_used_up_before_is_waited_for():
    with limited(lambda: FixedWindow(3, 1.0), headers=ONE) as (url, _):
        for _ in range(4):
            client(url).service.ask("/search")
        seen = try_limit(Limit("/search", requests=3, per=1), client(url))
    assert seen.admitted == 3
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


def test_an_address_that_this_machine_lacks_proves_nothing():
    with limited(lambda: FixedWindow(2, 0.5), headers=ONE) as (url, _):
        seen = try_limit(Limit("/search", requests=2, per=1), client(url), [client(url, "far", "192.0.2.1")])
    assert OTHERS not in facts(seen)
    assert "far: no answer" in dict(seen.notes)["not proven"]


def test_too_slow_to_tell():
    with (
        limited(lambda: FixedWindow(4, 0.3), slow=0.4) as (url, _),
        pytest.raises(CannotMeasure, match="too slow to t"),
    ):
        try_limit(Limit("/search", requests=4, per=0.3), client(url))


def test_a_count_that_rises_meanwhile_is_too_slow_to_tell():
    left = iter(range(100))

    async def search(_):
        return Response("", headers={"RateLimit-Remaining": str(next(left))})

    with served(Starlette(routes=[Route("/search", search)])) as url, pytest.raises(CannotMeasure, match="too slow"):
        try_limit(Limit("/search", requests=30, per=600), client(url))


def test_strangers_who_are_never_counted_prove_nothing_unless_they_must_be():
    with limited(lambda: FixedWindow(99, 60), usual=401) as (url, _):
        with pytest.raises(CannotMeasure, match="before anybody is counted"):
            try_limit(Limit("/search", requests=3, per=60, counts_strangers=False), client(url))
        assert try_limit(Limit("/search", "POST", requests=3, per=60), client(url)).late


@pytest.mark.parametrize("status", [404, 405, 500, 502])
def test_what_is_not_there_or_broken_cannot_be_measured(status):
    with limited(lambda: FixedWindow(99, 60), usual=status) as (url, asked):
        with pytest.raises(CannotMeasure, match=f"status {status}"):
            try_limit(Limit("/search", requests=3, per=60), client(url))
        assert len(asked) == 1


def test_a_service_that_breaks_under_the_burst_cannot_be_measured():
    busy = threading.Semaphore(1)

    async def search(_):
        if not busy.acquire(blocking=False):
            return Response("", 500)
        await asyncio.sleep(0.05)
        busy.release()
        return Response("found")

    with served(Starlette(routes=[Route("/search", search)])) as url, pytest.raises(Unreachable, match="status 500"):
        try_limit(Limit("/search", requests=10, per=60), client(url))


def test_no_answer_ends_the_burst():
    with pytest.raises(Unreachable, match="refused"):
        try_limit(Limit("/search"), client("http://127.0.0.1:1"))
