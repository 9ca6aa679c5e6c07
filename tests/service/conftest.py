"""Requests to real servers on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from recorder import Recorder
from resolving_names import Resolver

from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses import neighbours
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target


@pytest.fixture
def ask() -> Callable[..., object]:
    """Send one request, with limits of the target as keywords: ``ask(url, "/path", timeout=1)``."""

    def run(url: str, path: str = "/", method: str = "GET", *, follow=False, headers=None, **limits):
        return Service(Target("staging", url, **limits)).ask(path, method, follow=follow, headers=headers)

    return run


@pytest.fixture(autouse=True)
def _nothing_is_secret_yet() -> Iterator[None]:
    MASK.reset()
    yield
    MASK.reset()


@pytest.fixture
def prober_of(serve):
    """A prober of a shop's orders, and the service itself."""

    def make(shop):
        service = Service(Target("staging", serve(shop).url, timeout=30), purpose="auth_flows")
        return Prober(service, Protected("token", ["/orders"])), service

    return make


@pytest.fixture
def record():
    running = []

    def start(*args, **kwargs):
        running.append(Recorder(*args, **kwargs))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def resolver(monkeypatch) -> Resolver:
    """Decides what names lead to: ``resolver.names = {"shop.example": [["203.0.113.1"]]}``."""
    made = Resolver()
    made.real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", made)
    monkeypatch.setattr(neighbours, "_known", {})
    return made
