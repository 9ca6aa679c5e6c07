"""A server and a short load for it."""

from __future__ import annotations

import os

import pytest
from answering import answering

from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.sending.running import run_load


@pytest.fixture
def server():
    """A server on loopback that a test decides about."""
    with answering() as made:
        yield made


@pytest.fixture
def send(server, tmp_path):
    """Load the server for two seconds, and return the result."""

    def run(progress=lambda *_: None, runs=1, env=None, meeting=None, max_late=200.0, **settings):
        endpoints = (Endpoint("GET /a", "GET", "/a"),) if "locustfile" not in settings else ()
        usual = {"url": server.url, "warm_up": 0.2, "duration": 1.5, "timeout": 2.0, "endpoints": endpoints}
        if "users" not in settings:
            usual["rate"] = 60.0
        plan = Plan(**{**usual, **settings})
        folder = tmp_path / "load"
        return run_load(
            plan, folder, env or dict(os.environ), runs=runs, meeting=meeting, max_late=max_late, progress=progress
        )

    return run
