"""Which instance responded, by any marker; and requests that reach all instances."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from pytest_golive.service.bodies.decoding import read_members
from pytest_golive.service.health.checking import check_health
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.release.checking import Place, Release, Releases, ReportedRelease, ask_for_release, ask_once
from pytest_golive.service.release.instances import Marker, instance_of
from pytest_golive.service.release.sampling import Sampler, is_even_handed
from pytest_golive.service.target import Target

HEADERS = (("X-Server", "web-1"), ("Set-Cookie", "SRV=s1; path=/"), ("Set-Cookie", "sid=x"))


def instance(body, marker=None, headers=HEADERS):
    text = json.dumps(body) if not isinstance(body, str) else body
    read = None if isinstance(body, str) else read_members(text)
    return instance_of(Answer("GET", "http://h/", 200, headers, text.encode()), read, marker or Marker())


@pytest.mark.parametrize(
    ("body", "marker", "found"),
    [
        ({"build": {"number": "7"}, "pod": {"name": "a-1"}}, Marker(key="pod.name"), "a-1"),
        ({"n": 3}, Marker(key="n"), "3"),
        ({}, Marker(key="pod.name"), ""),
        ("1.2.0", Marker(header="x-server"), "web-1"),
        ("1.2.0", Marker(header="X-Other"), ""),
        ("1.2.0", Marker(cookie="SRV"), "s1"),
        ("1.2.0", Marker(cookie="srv"), ""),
        ("1.2.0 from web-7 (up)", Marker(pattern=re.compile(r"from (\S+)")), "web-7"),
        ("1.2.0 from web-7", Marker(pattern=re.compile(r"web-\d")), "web-7"),
        ("1.2.0", Marker(pattern=re.compile(r"from (\S+)")), ""),
        ({"version": "1", "hostname": "a"}, None, "a"),
        ({"version": "1", "meta": {"podName": "b"}}, None, "b"),
        ([{"version": "1", "instance": "c"}], None, "c"),
        ("1.2.0", None, ""),
        ({"version": "1", "instance": None, "name": "shop"}, None, ""),
    ],
)
def test_any_marker_tells_instances_apart(body, marker, found):
    assert instance(body, marker) == found


def test_usual_headers_count_and_those_of_caches_do_not():
    assert instance("1.2.0", headers=(("x-pod", "p1"),)) == "p1"
    assert instance("1.2.0", headers=(("X-Served-By", "cache-1"), ("Via", "2 proxy"))) == ""


def test_instances_are_counted_and_shown():
    answers = [ReportedRelease("1.2.0", "", name) for name in ("b", "a", "b", "")]
    found = Releases(answers, Release("1.2.0"), "")
    assert (found.instances, found.seen) == (2, "a (1), b (2), unnamed (1)")
    assert found.missing(2) == ()
    assert "3 must answer" in found.missing(3)[0].message
    assert "instance_header" in found.missing(3)[0].cure
    named = Releases(answers[:3], Release("1.2.0"), "")
    assert "load balancer" in named.missing(3)[0].cure
    nobody = Releases([ReportedRelease("1.2.0", "")] * 3, Release("1.2.0"), "")
    assert (nobody.instances, nobody.seen) == (1, "none of 3 answers says which instance it is from")
    many = Releases([ReportedRelease("1.2.0", "", str(n)) for n in range(12)], Release("1.2.0"), "")
    assert many.seen.endswith("6 (1), 7 (1), 4 more") or many.seen.endswith("4 more")


class Balancer:
    """Several instances that respond in turn, whatever the request; the first is old, and may be unhealthy."""

    def __init__(self, serve, many, *, redirects=False, ill=False):
        self.turn = itertools.cycle(range(many))
        self.ill = ill
        self.met = {"/healthz": set(), "/version": set()}
        self.redirects = redirects
        self.url = serve(self.answer).url

    def answer(self, request):
        number, path = next(self.turn), request[1]
        if self.redirects and not path.endswith("/"):
            return 302, {"Location": f"{path}/"}, b""
        path = path.rstrip("/")
        self.met[path].add(number)
        if path == "/healthz":
            return (503 if self.ill and not number else 200), {}, b"ok"
        body = {"version": "1.2.0" if number else "1.1.0", "instance": f"i{number}"}
        return 200, {}, json.dumps(body).encode()


def sampler(balancer, instances=1, asks=2):
    service, place = Service(Target("t", balancer.url)), Place("/version")
    return Sampler(
        service,
        "/healthz",
        check=lambda: check_health(service, "/healthz"),
        ask=lambda: ask_once(service, place, Release("1.2.0")),
        asks=asks,
        instances=instances,
    )


@pytest.mark.parametrize("redirects", [False, True])
@pytest.mark.parametrize("many", [2, 3, 5])
def test_samples_of_two_questions_meet_every_instance_by_both(serve, many, redirects):
    balancer = Balancer(serve, many, redirects=redirects)
    taken = sampler(balancer, asks=1)
    for _ in range(many):
        taken.take()
    assert balancer.met == {"/healthz": set(range(many)), "/version": set(range(many))}


@pytest.mark.parametrize(("many", "redirects"), [(2, False), (2, True), (3, True), (4, True)])
def test_answers_of_a_release_come_from_every_instance(serve, many, redirects):
    balancer = Balancer(serve, many, redirects=redirects)
    found = ask_for_release(Service(Target("t", balancer.url)), Place("/version"), Release("1.2.0"), many, many)
    assert (found.instances, found.wrong) == (many, 1)


def test_a_number_of_requests_suits_the_known_number_of_instances():
    assert [n for n in range(1, 24) if is_even_handed(n)] == [1, 11, 13, 17, 19, 23]
    assert not is_even_handed(11, 22)
    assert is_even_handed(13, 22)


def test_an_ill_instance_among_others_is_met(serve):
    balancer = Balancer(serve, 3, ill=True)
    taken = sampler(balancer, asks=1)
    states = [health.state for _ in range(3) for health in taken.take()[0]]
    assert "status 503" in states
