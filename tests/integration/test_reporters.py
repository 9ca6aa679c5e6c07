"""Other plugins that write reports get no credential either, from gates that do all they can to show one."""

from __future__ import annotations

import pytest
from concealed import CANARY, WRITING, with_token

pytestmark = [pytest.mark.security, pytest.mark.integration]
GATES = (
    WRITING
    + """
import logging, warnings

@pytest.fixture(params=[TOKEN], ids=["given"])
def given(request):
    yield request.param
    raise RuntimeError("taken down with " + TOKEN)

def test_given(given, judge):
    logging.getLogger("shop").error("logged %s", TOKEN, extra={"more": TOKEN})
    warnings.warn("warned " + TOKEN)
    judge("one", 1, equals=1)

def test_expected():
    pytest.xfail("expected " + TOKEN)
"""
)
JSON = """
def test_metadata(json_metadata, judge):
    json_metadata["told"] = "meta " + TOKEN
    judge("one", 1, equals=1)
"""
HTML = """
def test_extras(extras, judge):
    from pytest_html import extras as more
    extras += [more.text("text " + TOKEN), more.html(f"<p>{TOKEN}</p>"), more.url("https://x/" + TOKEN)]
    judge("one", 1, equals=1)
"""
ALLURE = """
import allure

@allure.step("step {secret}")
def stepping(secret):
    allure.dynamic.description("described " + TOKEN)

def test_allure(judge, tmp_path):
    allure.attach("attached " + TOKEN, name="name " + TOKEN)
    allure.attach(b"bytes \\xff " + TOKEN.encode(), name="binary")
    (tmp_path / "log").write_text("filed " + TOKEN)
    allure.attach.file(str(tmp_path / "log"))
    allure.dynamic.parameter("p", TOKEN)
    stepping(TOKEN)
    judge("one", 1, equals=1)
"""
ALLURE_WORDS = ("described [hidden]", "attached [hidden]", "filed [hidden]", "step '[hidden]'", "ValueError: [hidden]")
# By plugin: its gates, options, where it writes, and what it must have written.
PLUGINS = {
    "reportlog": ("", ["--report-log=out/log.jsonl"], ("ValueError: [hidden]", "warned [hidden]")),
    "json": (
        JSON,
        ["--json-report", "--json-report-file=out/r.json"],
        ("logged [hidden]", "meta [hidden]"),
    ),
    "html": (
        HTML,
        ["--html=out/r.html", "--self-contained-html"],
        ("ValueError: [hidden]", "<p>[hidden]", "out [hidden]"),
    ),
    "html in files": (HTML, ["--html=out/r.html"], ("text [hidden]", "ValueError: [hidden]")),
    "allure": (ALLURE, ["--alluredir=out"], ALLURE_WORDS),
}


@pytest.fixture
def lean():
    return ()  # these plugins are what is tested


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
@pytest.mark.parametrize("plugin", PLUGINS)
def test_no_credential_gets_into_its_report(project, monkeypatch, plugin, workers):
    more, args, words = PLUGINS[plugin]
    monkeypatch.setenv("BUILD_TAG", f"out {CANARY}")  # a variable of CI that pytest-metadata passes on
    shop = with_token(project, monkeypatch, GATES + more)
    result = shop.run("-m", "smoke", *args, *workers, apart=True)
    assert CANARY not in result.stdout.str() + result.stderr.str()
    written = [file.read_bytes().decode("latin-1") for file in (shop.path / "out").rglob("*") if file.is_file()]
    for word in words:
        assert any(word in text.replace("&lt;", "<").replace("&gt;", ">") for text in written), word
    assert not [text for text in written if CANARY in text]
