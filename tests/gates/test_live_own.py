"""A team's own live gates, and secrets that none of them may show."""

from __future__ import annotations

import re

import pytest

CANARY = "canary-" + "Qx83Lm20Vb91"
PRODUCTS = '[[tool.golive.targets.staging.endpoints]]\npath = "/products"\njson = [{ id = 1 }]\n'


@pytest.mark.security
@pytest.mark.parametrize("args", [("-vv", "-rA", "--showlocals", "--tb=long", "--log-level=DEBUG"), ("-n", "2")])
@pytest.mark.parametrize("wrong", [False, True])
def test_no_credential_is_shown_on_passing_and_on_failing_runs(shop, live, monkeypatch, args, wrong):
    monkeypatch.setenv("SHOP_TOKEN", CANARY)
    shop.settings(
        'auth = { scheme = "bearer", token_env = "SHOP_TOKEN", protected = ["/products"] }\n'
        + PRODUCTS.replace("json", "auth = true\njson")
    )
    if wrong:
        live.answers["/products"] = (418, {"detail": f"what is {CANARY}?"})
    shop.write(
        "gates/test_own.py", "def test_own(client, target, live):\n    assert client.get('/x').text == '', live\n"
    )
    shop.commit()
    said = _everything(shop, "-m", "smoke", "--junitxml=report.xml", "-o", "junit_logging=all", *args)
    assert bool(re.search(r"answered 418|status 418|418 instead", said)) == wrong
    assert CANARY not in said
    assert any(CANARY in str(request[2]) for request in live.server.requests)


def _everything(shop, *args):
    result = shop._pytester.runpytest_subprocess("-p", "no:randomly", *args)
    files = [f for f in shop.path.rglob("*") if f.is_file() and ".git" not in f.relative_to(shop.path).parts]
    return result.stdout.str() + result.stderr.str() + "".join(f.read_bytes().decode("latin-1") for f in files)


SIX_LINES = """\
from pytest_golive import Judge, gate


@gate("Products are for sale")
def test_products_are_for_sale(client, judge: Judge) -> None:
    judge("products", len(client.get("/products").json()), at_least=1)
"""


def test_a_smoke_test_of_the_teams_own_takes_six_lines(shop, live):
    shop.write(
        "gates/test_own.py",
        SIX_LINES.replace("@gate", "@pytest.mark.smoke\n@gate").replace("from", "import pytest\nfrom", 1),
    )
    shop.commit()
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", "-m", "smoke")
    result.stdout.fnmatch_lines(["*  PASS *Products are for sale*1 *"])


def test_a_gate_that_writes_is_stopped_before_production_hears_of_it(shop, live):
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace('wait = "1ms"', 'wait = "1ms"\nproduction = true'))
    shop.write("gates/test_own.py", "def test_orders(client):\n    client.post('/orders')\n")
    shop.commit()
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", "--target=staging")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*POST http://127.0.0.1:*/orders was not sent: staging is production*"])
    assert {request[0] for request in live.server.requests} <= {"GET"}
