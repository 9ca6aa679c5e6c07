"""Rate limiters of several kinds, served on loopback."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager

from serving import served
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from pytest_golive.service.http.asking import Service
from pytest_golive.service.limits.limit import Client
from pytest_golive.service.target import Target

STATUS, SAYS = "status of a rejection", "a rejection says when to come back"
TRUE, OTHERS = "the service accepts again when it says", "another client is accepted meanwhile"
ALL_WELL = {STATUS: "429", SAYS: "yes", TRUE: "yes", OTHERS: "yes"}
ONE = {"Retry-After": "1"}


class FixedWindow:
    """A fixed number in a window that begins with the first request."""

    def __init__(self, most, seconds):
        self.most, self.seconds = most, seconds
        self.since, self.used = 0.0, 0

    def accepts(self):
        now = time.monotonic()
        if now - self.since >= self.seconds:
            self.since, self.used = now, 0
        self.used += 1
        return self.used <= self.most


class SlidingWindow(FixedWindow):
    """A fixed number in any period; rejected requests count, too."""

    def __init__(self, most, seconds):
        super().__init__(most, seconds)
        self.times = []

    def accepts(self):
        now = time.monotonic()
        self.times = [moment for moment in self.times if now - moment < self.seconds] + [now]
        return len(self.times) <= self.most


class TokenBucket(FixedWindow):
    """A bucket that refills gradually, like nginx's limit_req with burst and nodelay."""

    def __init__(self, most, seconds):
        super().__init__(most, seconds)
        self.stock, self.last = float(most), time.monotonic()

    def accepts(self):
        now = time.monotonic()
        self.stock = min(self.most, self.stock + (now - self.last) * self.most / self.seconds)
        self.last = now
        if self.stock < 1:
            return False
        self.stock -= 1
        return True


@contextmanager
def limited(make, by=lambda request: request.client.host, *, status=429, headers=None, usual=200, slow=0.0):
    """A service with one limiter for each value of *by*; it counts its requests."""
    limiters, asked = {}, []

    async def search(request):
        asked.append(request.method)
        await asyncio.sleep(slow)
        limiter = limiters.setdefault(by(request), make())
        if limiter.accepts():
            return Response("found", usual)
        return Response("", status, headers() if callable(headers) else headers)

    routes = [Route("/search", search, methods=["GET", "POST"]), Route("/healthz", lambda _: Response("ok"))]
    with served(Starlette(routes=routes)) as url:
        yield url, asked


def client(url, name="first", address="", *, headers=None, is_decisive=True):
    return Client(name, Service(Target("t", url), local_address=address), headers or {}, is_decisive)


def facts(seen):
    return {fact.name: fact.found for fact in seen.facts}
