"""A team's own smoke tests on production: what reads passes, what writes never leaves, credentials stay at home."""

from __future__ import annotations

from secrets import token_hex

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.security]
GATES = ("healthy",)
SIX_LINES = """\
import pytest

@pytest.mark.smoke
def test_kettle_is_for_sale(client, judge):
    answer = client.get("/products")
    judge("first product", answer.json()[0]["name"], equals="kettle")
"""
WRITES = """\
import pytest

@pytest.mark.smoke
def test_order_works(client, judge):
    client.{verb}("/products")
    judge("order", 1, equals=1)
"""
LEAKS = """\
import os
import pytest

@pytest.mark.smoke
def test_stock(client, judge):
    headers = {{"X-API-Key": os.environ["SHOP_KEY"], "Authorization": "Bearer " + os.environ["SHOP_KEY"]}}
    answer = client.get("/away", headers=headers, follow_redirects=True)
    judge("status", answer.status_code, equals=200)
"""


DISGUISED = """\
import pytest

WAYS = [
    lambda client: client.get("/products", headers={{"x_http_method_override": "DELETE"}}),
    lambda client: client.get("/products", params={{"_method": "DELETE"}}),
    lambda client: client.request("GET", "/products", data={{"_method": "DELETE"}}),
    lambda client: client.post("http://127.1:{port}/products"),
    lambda client: client.post("http://0x7f000001:{port}/products"),
    lambda client: client.delete("http://[::ffff:127.0.0.1]:{port}/products"),
    lambda client: client.put("http://LOCALHOST.:{port}/products"),
    lambda client: client.get("/products", headers={{"Upgrade": "websocket", "Connection": "Upgrade"}}),
    lambda client: client.get("/products", headers={{"Host": "a.example, b.example"}}),
]

@pytest.mark.smoke
@pytest.mark.parametrize("way", WAYS)
def test_way(client, judge, way):
    judge("status", way(client).status_code, equals=200)
"""


def gate_file(checklist, text):
    folder = checklist.path / "gates"
    folder.mkdir(exist_ok=True)
    (folder / "test_own.py").write_text(text)


def test_six_lines_are_a_smoke_test(checklist, sites):
    gate_file(checklist, SIX_LINES)
    checklist.aim(GATES, url=sites.url("plain"), production=True)
    rows = checklist.run()
    assert rows.those("passed") == {"healthy", "test_kettle_is_for_sale"}, rows.said
    assert rows.status == 0


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_what_writes_does_not_reach_production(checklist, sites, verb):
    gate_file(checklist, WRITES.format(verb=verb))
    checklist.aim(GATES, url=sites.url("plain"), production=True)
    before = len(sites.nginx.log())
    rows = checklist.run()
    assert rows.red == {"test_order_works": "error"}, rows.said
    assert verb.upper() in rows.messages["test_order_works"]
    asked = sites.nginx.log()[before:]
    assert f"{sites.ports['plain']} GET /healthz" in asked
    assert verb.upper() not in asked


def test_credentials_do_not_follow_a_redirect_to_another_origin(checklist, sites, monkeypatch):
    key = token_hex(20)
    monkeypatch.setenv("SHOP_KEY", key)
    gate_file(checklist, LEAKS.format())
    checklist.aim(GATES, url=sites.url("plain"), api_keys={"key_env": "SHOP_KEY", "protected": ["/away"]})
    before = len(sites.nginx.log())
    rows = checklist.run("-vv", "--showlocals", "-rA")
    asked = [line.split(" ", 1) for line in sites.nginx.log()[before:].splitlines()]
    at_home = [words for port, words in asked if port == str(sites.ports["plain"])]
    elsewhere = [words for port, words in asked if port == str(sites.ports["plain_twin"])]
    assert any(key in words for words in at_home), rows.said
    assert not any(key in words for words in elsewhere), rows.said
    assert key not in rows.said
    assert key not in (checklist.path / "report.xml").read_text()


def test_no_way_to_write_in_disguise_reaches_production(checklist, sites):
    gate_file(checklist, DISGUISED.format(port=sites.ports["plain"]))
    checklist.aim(GATES, url=sites.url("plain"), production=True)
    before = len(sites.nginx.log())
    rows = checklist.run()
    own = {name: how for name, how in rows.outcomes.items() if name.startswith("test_way")}
    assert own, rows.said
    assert set(own.values()) == {"error"}, rows.said
    assert "Traceback" not in rows.said
    asked = {tuple(line.split()[1:3]) for line in sites.nginx.log()[before:].splitlines()}
    assert asked == {("GET", "/healthz")}
