"""Limits without a certain result: too slow, missing, broken, or never counted."""

from __future__ import annotations

import asyncio
import threading

import pytest
from limiters import (
    ONE,
    OTHERS,
    FixedWindow,
    client,
    facts,
    limited,
)
from serving import served
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit import Limit
from pytest_golive.service.limits.limiting import try_limit


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
        with pytest.raises(CannotMeasure, match="before requests are counted"):
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
