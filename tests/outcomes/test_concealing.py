"""Output outside the reports contains no credential either."""

from __future__ import annotations

import pytest
from concealed import CANARY, WRITING, everything, with_token

pytestmark = pytest.mark.security
GATES = """\
import logging, os, warnings
import pytest

TOKEN = os.environ["SHOP_TOKEN"]
pytestmark = pytest.mark.smoke

def test_log(judge, record_property):
    logging.getLogger("shop").error("logged %s", TOKEN)
    warnings.warn("warned " + TOKEN)
    record_property(TOKEN, "value")
    judge("one", 1, equals=1)

def test_expected():
    pytest.xfail("expected " + TOKEN)

@pytest.fixture(params=[TOKEN], ids=["given"])
def given(request):
    return request.param

def test_given(given, judge):
    judge("one", 1, equals=1)
"""
CRASH = """\
import os

def pytest_runtest_logstart(nodeid):
    local = os.environ["SHOP_TOKEN"]
    raise RuntimeError("crashed " + local)
"""


@pytest.fixture
def shop(project, monkeypatch):
    return with_token(project, monkeypatch, GATES)


def test_logs_warnings_reasons_and_values_are_concealed(shop):
    output = everything(shop, "-rA", "--setup-show", "--log-cli-level=DEBUG", "--log-file=run.log")
    for word in ("logged [hidden]", "warned [hidden]", "expected [hidden]"):
        assert word in output
    assert CANARY not in output


@pytest.mark.parametrize("capture", ["fd", "sys", "tee-sys", "no"])
def test_what_gates_write_by_themselves_is_concealed(shop, capture):
    shop.write("gates/test_own.py", WRITING)
    output = everything(
        shop,
        f"--capture={capture}",
        "-rA",
        "-vv",
        "--showlocals",
        "--debug",
        "--golive-sarif=out.sarif",
        "--full-trace",
    )
    for word in ("printed [hidden]", "complained [hidden]", "ValueError: [hidden]", 'name="suite" value="[hidden]"'):
        assert word in output
    assert 'name="case" value="said [hidden]"' in output
    assert 'classname="[hidden]"' in output
    assert (shop.path / "pytestdebug.log").stat().st_size > 1000
    assert CANARY not in output


def test_a_token_that_is_no_text_breaks_nothing_and_is_not_shown(shop, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", CANARY + "\udcff")
    shop.write("gates/test_own.py", WRITING.replace(".encode()", ".encode('utf-8', 'surrogateescape')"))
    output = everything(shop, "-rA", "-vv", "--showlocals", "--full-trace")
    assert "ValueError: [hidden]" in output
    assert "INTERNALERROR" not in output
    assert CANARY not in output


def test_a_credential_that_is_too_short_to_hide_is_named(shop, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "pw1")
    shop.write("gates/test_own.py", WRITING)
    output = everything(shop)
    assert "golive: SHOP_TOKEN holds fewer than 6 characters, which are hidden only where they stand alone" in output


def test_the_key_of_the_cache_is_hidden_too(shop, monkeypatch):
    monkeypatch.setenv("GOLIVE_CACHE_KEY", CANARY)
    monkeypatch.setenv("SHOP_TOKEN", "another-token-of-its-own")
    shop.write("gates/test_own.py", WRITING.replace("SHOP_TOKEN", "GOLIVE_CACHE_KEY"))
    output = everything(shop, "-rA")
    assert "ValueError: [hidden]" in output
    assert CANARY not in output


def test_an_internal_error_tells_no_locals(shop):
    shop.write("conftest.py", CRASH)
    output = everything(shop, "--showlocals", "--full-trace")
    assert "INTERNALERROR" in output
    assert "crashed [hidden]" in output
    assert CANARY not in output


def test_an_id_that_holds_a_credential_stops_the_run(shop):
    shop.write("gates/test_own.py", GATES.replace(', ids=["given"]', ""))
    output = everything(shop)
    assert "test_given: a credential is one of its parameters" in output
    assert CANARY not in output
