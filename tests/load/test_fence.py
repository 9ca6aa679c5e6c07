"""No client of a team's scenario reaches production; one that tries makes the run invalid."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest
from answering import answering

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.child.fence import Fence, Refused
from pytest_golive.load.plan import Plan

SCENARIO = """\
import contextlib, http.client, socket, urllib.request
from locust import FastHttpUser, HttpUser, constant, task

PORT = {port}

class Shopper({user}):
    wait_time = constant(0.05)

    @task
    def look(self):
        self.client.get("/look")
        with contextlib.suppress(Exception):
            {way}
"""
WAYS = {
    "a whole URL of HttpUser": ("HttpUser", 'self.client.post(f"http://127.0.0.1:{PORT}/orders", "{}")'),
    "a whole URL of FastHttpUser": ("FastHttpUser", 'self.client.post(f"http://127.0.0.1:{PORT}/orders", data="{}")'),
    "another spelling": ("HttpUser", 'self.client.post(f"http://2130706433:{PORT}/orders", "{}")'),
    "its name": ("HttpUser", 'urllib.request.urlopen(f"http://LocalHost.:{PORT}/orders", b"{}")'),
    "a connection below clients": (
        "HttpUser",
        'socket.create_connection(("localhost", PORT)).sendall(b"POST / HTTP/1.1")',
    ),
    "a name that C resolves": (
        "HttpUser",
        'from gevent.monkey import get_original as real; real("socket", "socket")().connect(("localhost", PORT))',
    ),
}


@pytest.fixture
def production():
    with answering() as made:
        yield made


@pytest.mark.security
@pytest.mark.parametrize("way", WAYS)
def test_no_client_of_a_scenario_reaches_production(send, production, tmp_path, way):
    user, code = WAYS[way]
    own = tmp_path / "scenario.py"
    own.write_text(SCENARIO.format(port=production.port, user=user, way=code))
    customers = (("http", "127.0.0.1", production.port), ("http", "localhost", production.port))
    with pytest.raises(
        CannotMeasure, match=r"the load test is not valid: the scenario wanted to connect to \S+, which is prod"
    ):
        send(users=1, locustfile=str(own), customers=customers)
    assert production.seen == []


def test_a_scenario_that_only_asks_its_target_is_not_in_the_way(server, send, tmp_path):
    own = tmp_path / "scenario.py"
    own.write_text(SCENARIO.format(port=1, user="HttpUser", way="self.client.get('/again')"))
    customers = (("https", "127.0.0.1", 1), ("http", "shop.invalid", 80))
    result = send(users=1, locustfile=str(own), customers=customers, max_late=60_000.0)
    assert result.of().errors == {}
    assert server.count("/again")


def test_a_scenario_that_asks_production_while_it_is_loaded_ends_with_its_words(send, production, tmp_path):
    own = tmp_path / "scenario.py"
    own.write_text(f"import socket\nsocket.create_connection(('127.0.0.1', {production.port}))\n")
    with pytest.raises(CannotMeasure, match=rf"127\.0\.0\.1:{production.port} is production, and this load is for"):
        send(users=1, locustfile=str(own), customers=(("http", "127.0.0.1", production.port),))
    assert production.seen == []


def judged(plan, host, port, *, connects=True):
    """The message about a connection; "" if it is allowed."""
    told = []
    with contextlib.suppress(Refused):
        Fence(plan, told.append)._judge(host, port, connects=connects)
    return "".join(told)


def plan_of(*customers, url="http://127.0.0.1:8000", **settings):
    return Plan(url, users=1, customers=customers, **settings)


SHOP = ("https", "shop.invalid", 443)


@pytest.mark.parametrize(
    ("customers", "host", "port", "refused"),
    [
        ([SHOP], "SHOP.invalid.", 443, True),
        ([SHOP], "shop.invalid", 80, True),
        ([SHOP], "shop.invalid", 5432, False),
        ([SHOP], "shop.invalid", None, True),
        ([SHOP], "shop.invalid", "https", True),
        ([SHOP], "stage.invalid", 443, False),
        ([SHOP], "", 443, False),
        ([("http", "127.0.0.1", 8001)], "0x7f.1", 8001, True),
        ([("http", "127.0.0.1", 8001)], "127.0.0.1", 8000, False),
        ([("http", "127.0.0.1", 8001)], "localhost", 8001, True),
        ([("http", "127.0.0.1", 8000)], "127.0.0.1", 8000, False),
        ([("https", "2001:db8::1", 443)], "2001:db8:0::1", 443, True),
    ],
)
def test_production_is_known_by_name_and_by_address(customers, host, port, refused):
    # What is let through by its name would be resolved where it is connected to, and nobody knows these.
    connects = not host.endswith("invalid") or refused
    assert bool(judged(plan_of(*customers), host, port, connects=connects)) == refused


def test_a_production_that_does_not_resolve_here_may_be_any_address_at_its_port():
    assert "192.0.2.1:443, which may be production, since shop.invalid does not resolve here" in judged(
        plan_of(SHOP), "192.0.2.1", 443
    )
    assert judged(plan_of(SHOP), "192.0.2.1", 8443) == ""
    assert judged(plan_of(SHOP, shares_address=True), "192.0.2.1", 443) == ""


def test_behind_one_address_the_name_alone_counts():
    beside = plan_of(("http", "localhost", 8001), url="http://127.0.0.1:8001", shares_address=True)
    assert "localhost:8001" in judged(beside, "localhost", 8001, connects=False)
    assert judged(beside, "127.0.0.1", 8001) == ""


def test_a_target_with_the_name_of_production_is_told_by_its_port():
    plan = plan_of(("http", "localhost", 8001), url="http://localhost:8000")
    assert judged(plan, "localhost", 8000) == ""
    assert judged(plan, "localhost", 8000, connects=False) == ""
    assert "localhost:8001" in judged(plan, "localhost", 8001)


def test_what_goes_to_no_host_is_not_judged(tmp_path):
    code = f"""
import socket
from pytest_golive.load.child.fence import Fence
from pytest_golive.load.plan import Plan
Fence(Plan("http://127.0.0.1:1", users=1, customers=(("http", "127.0.0.1", 2),)), print).stand()
path = {str(tmp_path / "s")!r}
with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as one:
    listener.bind(path)
    listener.listen()
    one.connect(path)
with socket.socket(type=socket.SOCK_DGRAM) as udp:
    udp.sendto(b"x", ("127.0.0.1", 9))
    for send in (lambda: udp.sendto(b"x", ("127.0.0.1", 2)), lambda: udp.sendmsg([b"x"], [], 0, ("127.1", 2))):
        try:
            send()
        except PermissionError as error:
            print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.count("is production, and this load is for another target") == 2
