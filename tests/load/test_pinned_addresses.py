"""A load test connects to the addresses that were checked, whatever the resolver returns later."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Endpoint, Plan

pytest.importorskip("gevent", reason="locust brings it")
ONE = (Endpoint("a", "GET", "/a"),)
SEND = """
import sys
from pytest_golive.load.child.client import Client
from pytest_golive.load.plan import Plan

plan = Plan.from_json(sys.stdin.read())
print(Client(plan).send(plan.endpoints[0]) or "right")
"""


def sent(plan):
    """Send one request like the generator, in a separate process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SEND], input=plan.as_json(), capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.security
def test_a_name_that_leads_elsewhere_meanwhile_is_not_followed(serve):
    server = serve()
    port = server.url.rpartition(":")[2]
    plan = Plan(f"http://no-such-host.invalid:{port}", rate=1.0, endpoints=ONE)
    assert sent(plan) == "name not found"
    assert sent(replace(plan, addresses=("127.0.0.1",))) == "right"
    assert server.requests[0][2]["Host"] == f"no-such-host.invalid:{port}"


def test_the_next_address_is_tried_where_the_first_refuses(serve):
    server = serve()
    port = server.url.rpartition(":")[2]
    plan = Plan(f"http://shop.invalid:{port}", rate=1.0, endpoints=ONE, addresses=("127.7.7.7", "127.0.0.1"))
    assert sent(plan) == "right"
    assert sent(replace(plan, addresses=("127.7.7.7",))) == "connection refused"


def test_a_checked_plan_names_its_addresses_and_keeps_them_on_its_way():
    checked = Plan("http://127.1:1", rate=1.0, endpoints=ONE).check()
    assert checked.addresses == ("127.0.0.1",)
    assert Plan.from_json(checked.as_json()).addresses == checked.addresses
    assert json.loads(checked.as_json())["addresses"] == ["127.0.0.1"]
    assert checked.digest == Plan("http://127.1:1", rate=1.0, endpoints=ONE).digest
    with pytest.raises(CannotMeasure, match=r"no-such-host\.invalid has no address"):
        Plan("http://NO-SUCH-HOST.invalid.:1", rate=1.0, endpoints=ONE).check()
