"""Follows a request through two services into a backend, without a run of pytest."""

from __future__ import annotations

from dataclasses import replace

from faked_backends import FakedBackend
from traced_shops import FAULTS, Pair

from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.traces.backends.backend import Backend
from pytest_golive.observability.traces.backends.detecting import open_backend
from pytest_golive.observability.traces.delivery import Collector
from pytest_golive.observability.traces.flow import TraceFlow, measure
from pytest_golive.observability.traces.following import Request
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

PLACE = "[tool.golive.targets.staging.traces]"
REQUEST = Request("/orders", "GET", (), {}, ("shop", "orders"), 0.0, PLACE)


def backend_at(url: str, kind: str = "auto", **more) -> Backend:
    """The backend of an address; it is not asked again when it is busy."""
    return open_backend(lambda name: Client(Api(name, url, PLACE, **more), patience=0.0), kind)


class Following:
    """Two services, and the backend of their traces."""

    def __init__(self, serve, kind: str = "jaeger") -> None:
        self.store = FakedBackend(serve, kind)
        self.pair = Pair(serve, self.store.take)

    def flow(
        self, *faults: str, wait: float = 0.0, url: str = "", collector: Collector | None = None, **more
    ) -> TraceFlow:
        """What becomes of a request with these faults; without *wait*, the backend is asked once."""
        assert set(faults) <= FAULTS, faults
        self.pair.faults = set(faults)
        service = Service(Target("staging", self.pair.url))
        backend = backend_at(url or self.store.url)
        return measure(service, backend, replace(REQUEST, wait=wait, **more), collector)
