"""Nothing that changes anything reaches production, however its name is written: no byte, no connection."""

from __future__ import annotations

import socket

import pytest
from listening import listening

from pytest_golive.service.addresses import neighbours
from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
# The names of this machine, as a test's own resolver knows them; "alias" is another name of production's address.
NAMES = {"prod.example", "xn--bcher-kva.example", "alias.example", "www.prod.example", "staging.example"}
OF_A_NAME = [
    "prod.example",
    "PROD.example",
    "Prod.Example",
    "prod.example.",
    "PROD.EXAMPLE.",
    "%70rod.example",
    "prod%2eexample",
    "prod%2Eexample.",
    "%50%52%4F%44.example",
    "prod.example".translate(WIDE),
    "PROD.example".translate(WIDE),
    "prod\u3002example",
    "prod\uff0eexample",
    "prod\uff61example",
    "pr\u00adod.example",
    "ⓟⓡⓞⓓ.example",
    "\U0001d429\U0001d42b\U0001d428\U0001d41d.example",
    "%EF%BD%90rod.example",
    "p\u200brod.example",
    "alias.example",
    "ALIAS.example.",
    "www.prod.example",
    "user@prod.example",
    "user:word@prod.example",
    "staging.example@prod.example",
    "staging.example:80@prod.example",
]
OF_AN_ADDRESS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "2130706433",
    "2130706433.",
    "0x7f000001",
    "0X7F000001",
    "0x7F.1",
    "0x7f.0x0.0x0.0x1",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "0177.1",
    "017700000001",
    "00000177.0.0.01",
    "127.0x1",
    "%31%32%37.0.0.1",
    "127%2E0%2E0%2E1",
    "127.0.0.1".translate(WIDE),
    "127.1".translate(WIDE),
    "①②⑦.0.0.1",
    "127。0。0。1",
    "127｡0｡0｡1",
    "127.0.0.2",
    "127.255.255.254",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "0.0.0.0",  # nosec B104
    "0",
    "0x0",
    "[::]",
    "[::ffff:0.0.0.0]",
]
OF_AN_INTERNATIONAL_NAME = [
    "bücher.example",
    "BÜCHER.example",
    "Bücher.Example.",
    "bu\u0308cher.example",
    "xn--bcher-kva.example",
    "XN--BCHER-KVA.example",
    "xn--bcher-kva.example.",
    "b%C3%BCcher.example",
    "b%c3%9ccher.example",
    "bücher\u3002example",
    "\uff42ücher.example",
    "xn--bcher-kva%2Eexample",
]
ALL = [
    *(("prod.example", spelling) for spelling in [*OF_A_NAME, *OF_AN_ADDRESS]),
    *(("127.0.0.1", spelling) for spelling in [*OF_AN_ADDRESS, "prod.example"]),
    *(("bücher.example", spelling) for spelling in OF_AN_INTERNATIONAL_NAME),
]


@pytest.fixture(autouse=True)
def _resolver(monkeypatch):
    """Names of tests lead to this machine."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **how: real("127.0.0.1" if host in NAMES else host, *more, **how)
    )
    monkeypatch.setattr(neighbours, "_known", {})


@pytest.fixture(scope="module")
def production():
    with listening() as listener:
        yield listener


def staging_of(url, production, customers, **more):
    return Target("staging", url, customers=frozenset({origin_of(f"http://{customers}:{production.port}")}), **more)


def test_there_are_enough_of_them():
    assert len({spelling for _, spelling in ALL}) >= 75


@pytest.mark.parametrize(("customers", "spelling"), ALL)
@pytest.mark.parametrize("how", ["whole URL", "redirect 307", "redirect 308", "client", "client, redirect 307"])
def test_no_byte_reaches_production(serve, production, customers, spelling, how):
    import httpx

    to = f"http://{spelling}:{production.port}/orders"
    home = serve(lambda _: (308 if "308" in how else 307, {"Location": to.encode().decode("latin-1")}, b""))
    staging = staging_of(home.url, production, customers)
    before = production.heard
    with pytest.raises((Unreachable, httpx.InvalidURL, UnicodeError)) as caught:  # noqa: PT012 -- one of several ways to send
        if "client" not in how:
            Service(staging).ask("/go" if "redirect" in how else to, "POST", content=b"x", follow=True)
        with Service(staging).open() as client:
            answer = client.post("/go" if "redirect" in how else to, content=b"x", follow_redirects=True)
            # httpx follows nothing that it reads in another way than we do: then its reader has the redirect itself.
            assert answer.status_code in {307, 308}
            raise httpx.InvalidURL("not followed")
    if isinstance(caught.value, Unreachable):
        assert caught.value.kind in {"refused here", "bad redirect", "no url"}, caught.value
    assert production.heard == before


@pytest.mark.parametrize("spelling", ["prod.example", "127.0.0.1", "localhost", "[::1]"])
def test_reading_is_still_possible(production, spelling):
    staging = staging_of("http://127.0.0.1:1", production, "prod.example")
    assert Service(staging).ask(f"http://{spelling}:{production.port}/").status == 200


def test_without_production_the_same_request_arrives(serve):
    server = serve()
    for spelling in ("127.1", "0x7f000001", "localhost.", "[::ffff:127.0.0.1]"):
        port = server.url.rpartition(":")[2]
        assert Service(Target("staging", server.url)).ask(f"http://{spelling}:{port}/x", "POST").status == 200
    assert [request[0] for request in server.requests] == ["POST"] * 4
