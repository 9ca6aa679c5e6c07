"""Load over TLS: only the target's own certificate authority is trusted."""

from __future__ import annotations

import os

import pytest
from serving import served
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.sending.running import run_load


@pytest.fixture
def send(certificates, tmp_path):
    """Load a service that answers behind one kind of certificate."""

    def run(kind, ca_file):
        async def answer(request):
            return JSONResponse({"items": [1, 2]})

        app = Starlette(routes=[Route("/a", answer)])
        with served(app, certificates.pem(kind), certificates.pem(kind)) as url:
            endpoints = (
                Endpoint("a", "GET", "/a", json={"items": [1]}),
                Endpoint("no", "GET", "/b", status=(404, 410)),
            )
            plan = Plan(url, rate=60.0, warm_up=0.2, duration=1.0, ca_file=ca_file, endpoints=endpoints)
            return run_load(plan, tmp_path / "load", dict(os.environ), max_late=500.0)

    return run


def test_the_targets_own_authority_is_believed(send, certificates):
    total = send("good", str(certificates.ca_file)).of()
    assert (total.n, total.errors) == (60, {})


@pytest.mark.parametrize(("kind", "known"), [("good", False), ("wrong_host", True)])
def test_nobody_else_is(send, certificates, kind, known):
    with pytest.raises(CannotMeasure, match=r"answered none of \d+ requests: TLS failed"):
        send(kind, str(certificates.ca_file) if known else "")
