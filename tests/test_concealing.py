"""What goes out beside the reports holds no credential either."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.security
CANARY = "canary-" + "Rt61Wn08Kd27"
TARGET = (
    '[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\nwait = "1ms"\n'
    'auth = { scheme = "bearer", token_env = "SHOP_TOKEN", protected = ["/x"] }\n'
)
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
    monkeypatch.setenv("SHOP_TOKEN", CANARY)
    file = project.path / "pyproject.toml"
    file.write_text(file.read_text() + TARGET)
    project.write("gates/test_own.py", GATES)
    project.commit()
    return project


def everything(shop, *args):
    result = shop.run("-m", "smoke", "--junitxml=report.xml", "-o", "junit_logging=all", *args, apart=True)
    files = [f for f in shop.path.rglob("*") if f.is_file() and ".git" not in f.relative_to(shop.path).parts]
    return result.stdout.str() + result.stderr.str() + "".join(f.read_bytes().decode("latin-1") for f in files)


def test_logs_warnings_reasons_and_values_are_concealed(shop):
    said = everything(shop, "-rA", "--setup-show", "--log-cli-level=DEBUG", "--log-file=run.log")
    for word in ("logged [hidden]", "warned [hidden]", "expected [hidden]"):
        assert word in said
    assert CANARY not in said


WRITING = """\
import os, sys
import pytest

TOKEN = os.environ["SHOP_TOKEN"]
pytestmark = pytest.mark.smoke

def test_properties(judge, record_testsuite_property, record_property, record_xml_attribute):
    record_testsuite_property("suite", TOKEN)
    record_property("case", "said " + TOKEN)
    record_xml_attribute("classname", TOKEN)
    judge("one " + TOKEN, 1, equals=1, source="from " + TOKEN)

def test_output(judge):
    print("printed", TOKEN)
    print("complained", TOKEN, file=sys.stderr)
    sys.stdout.buffer.write(b"bytes " + TOKEN.encode() + b"\\n")
    sys.stdout.flush()
    judge("two", 2, equals=2)

def test_raising():
    raise ValueError(TOKEN)
"""


@pytest.mark.parametrize("capture", ["fd", "sys", "tee-sys", "no"])
def test_what_gates_write_by_themselves_is_concealed(shop, capture):
    shop.write("gates/test_own.py", WRITING)
    said = everything(
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
        assert word in said
    assert 'name="case" value="said [hidden]"' in said
    assert 'classname="[hidden]"' in said
    assert (shop.path / "pytestdebug.log").stat().st_size > 1000
    assert CANARY not in said


def test_a_token_that_is_no_text_breaks_nothing_and_is_not_shown(shop, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", CANARY + "\udcff")
    shop.write("gates/test_own.py", WRITING.replace(".encode()", ".encode('utf-8', 'surrogateescape')"))
    said = everything(shop, "-rA", "-vv", "--showlocals", "--full-trace")
    assert "ValueError: [hidden]" in said
    assert "INTERNALERROR" not in said
    assert CANARY not in said


def test_a_credential_that_is_too_short_to_hide_is_named(shop, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "pw1")
    shop.write("gates/test_own.py", WRITING)
    said = everything(shop)
    assert "golive: SHOP_TOKEN holds fewer than 6 characters, which are hidden only where they stand alone" in said


def test_the_key_of_the_cache_is_hidden_too(shop, monkeypatch):
    monkeypatch.setenv("GOLIVE_CACHE_KEY", CANARY)
    monkeypatch.setenv("SHOP_TOKEN", "another-token-of-its-own")
    shop.write("gates/test_own.py", WRITING.replace("SHOP_TOKEN", "GOLIVE_CACHE_KEY"))
    said = everything(shop, "-rA")
    assert "ValueError: [hidden]" in said
    assert CANARY not in said


def test_an_internal_error_tells_no_locals(shop):
    shop.write("conftest.py", CRASH)
    said = everything(shop, "--showlocals", "--full-trace")
    assert "INTERNALERROR" in said
    assert "crashed [hidden]" in said
    assert CANARY not in said


def test_an_id_that_holds_a_credential_stops_the_run(shop):
    shop.write("gates/test_own.py", GATES.replace(', ids=["given"]', ""))
    said = everything(shop)
    assert "test_given: a credential is one of its parameters" in said
    assert CANARY not in said


NAMED = """\
import os
import pytest
from pytest_golive import CannotMeasure, Finding

TOKEN = os.environ["SHOP_TOKEN"]
URL = f"https://user:{TOKEN}@shop.example/health?key={TOKEN}"
pytestmark = pytest.mark.smoke

def test_name(judge):
    judge("asked " + URL, 3, at_most=0, unit=" " + TOKEN, source=URL)

def test_findings(judge):
    found = [Finding("src/shop/pay.py", 1, "r" + TOKEN, "seen at " + URL, key=TOKEN)]
    judge("x", found, at_most=0, lesser=[Finding("src/shop/pay.py", 2, "r", TOKEN)])

def test_message():
    raise CannotMeasure("no answer from " + URL, "ask " + URL)

def test_note(judge):
    judge.note("note " + TOKEN, URL)
    judge("one", 1, equals=1, source=URL)
"""


@pytest.mark.parametrize("verbose", ["-q", "-v"])
def test_what_a_judge_calls_a_value_and_a_url_in_a_message_are_concealed_in_every_view(shop, monkeypatch, verbose):
    import json

    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shop.write("gates/test_own.py", NAMED)
    shop.commit()
    told = everything(shop, verbose, "--golive-sarif=out.sarif")
    assert CANARY not in told
    results = json.loads((shop.path / "out.sarif").read_text())["runs"][0]["results"]
    messages = " ".join(result["message"]["text"] for result in results)
    assert "asked https://user:[hidden]@shop.example/health?key=[hidden]: 3" in messages
    assert "no answer from https://user:[hidden]@shop.example" in messages
    assert "seen at https://user:[hidden]@shop.example" in messages
    assert "asked https://user:[hidden]@shop.example" in (shop.path / "report.xml").read_text()
    assert "::error" in told
