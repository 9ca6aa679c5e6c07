"""A gate's texts are masked in every view, and for other plugins."""

from __future__ import annotations

import json

import pytest
from concealed import CANARY, WRITING, everything, with_token

pytestmark = pytest.mark.security


@pytest.fixture
def shop(project, monkeypatch):
    return with_token(project, monkeypatch, WRITING)


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
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shop.write("gates/test_own.py", NAMED)
    shop.commit()
    output = everything(shop, verbose, "--golive-sarif=out.sarif")
    assert CANARY not in output
    results = json.loads((shop.path / "out.sarif").read_text())["runs"][0]["results"]
    messages = " ".join(result["message"]["text"] for result in results)
    assert "asked https://user:[hidden]@shop.example/health?key=[hidden]: 3" in messages
    assert "no answer from https://user:[hidden]@shop.example" in messages
    assert "seen at https://user:[hidden]@shop.example" in messages
    assert "asked https://user:[hidden]@shop.example" in (shop.path / "report.xml").read_text()
    assert "::error" in output


READING = """\
def pytest_runtest_logreport(report):
    with open("read-by-another-plugin", "a") as file:
        print(report.longrepr, report.sections, report.user_properties, report.golive, file=file)
"""


def test_what_another_plugin_reads_of_a_report_is_concealed(shop):
    shop.write("conftest.py", READING)
    output = everything(shop)
    assert "ValueError: [hidden]" in (shop.path / "read-by-another-plugin").read_text()
    assert "printed [hidden]" in (shop.path / "read-by-another-plugin").read_text()
    assert CANARY not in output


HANGING = """\
import os, pytest, warnings

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    report.sections.append(("hung on", os.environ["SHOP_TOKEN"]))
    return report

def pytest_runtest_logreport(report):
    with open("read-by-another-plugin", "a") as file:
        print(report.sections, file=file)

def pytest_warning_recorded(warning_message):
    with open("read-by-another-plugin", "a") as file:
        print("warned of", warning_message.message, file=file)
"""


def test_what_another_plugin_hangs_on_a_report_and_reads_of_a_warning_is_concealed(shop):
    shop.write("gates/conftest.py", HANGING)  # loaded when all of ours are there already
    shop.write(
        "gates/test_warning.py",
        "import os, pytest, warnings\n@pytest.mark.smoke\ndef test_one(judge):\n"
        "    warnings.warn('warned ' + os.environ['SHOP_TOKEN'])\n    judge('one', 1, equals=1)\n",
    )
    everything(shop)
    told = (shop.path / "read-by-another-plugin").read_text()
    assert "('hung on', '[hidden]')" in told
    assert "warned of warned [hidden]" in told
    assert CANARY not in told
