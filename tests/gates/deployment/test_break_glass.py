"""An emergency deployment passes the rows that its file names: seen everywhere, and nothing else is passed."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from broken_glass import BROKEN, RED, SETTLED, WHY, Emergency, said

pytestmark = [pytest.mark.usefixtures("quiet", "live"), pytest.mark.security]
FREEZE = (
    "[[tool.golive.deployment.freezes]]\nfrom = '2020-01-01T00:00:00+00:00'\nuntil = '2999-01-01T00:00:00+00:00'\n"
    "reason = 'nobody is there in the holidays'\n"
)


@pytest.fixture
def emergency(shop, git):
    return Emergency(shop, git)


def test_a_named_row_is_passed_and_everybody_sees_it(shop, emergency):
    emergency.set_up()
    glass = emergency.glass()
    result = emergency.deploy("--golive-record=night.json", "--junit-xml=night.xml", "--golive-decision=what.json")
    words = said(result)
    assert result.ret == BROKEN, result.stdout.str()
    assert (shop.path / "STEPS").read_text().split() == ["deployed", "tried"], "what is passed is measured all the same"
    lines = result.stdout.lines
    assert any("golive: BREAK-GLASS: broken by ann, approved by bob" in line for line in lines[:12]), "at the top"
    assert lines[-2].startswith("GO (BREAK-GLASS: 1 row not proven)  2 passed, 1 not proven"), lines[-3:]
    assert "NOT PROVEN Full regression test on staging: BREAK-GLASS, broken by ann" in words
    assert "in truth it is failed: regression tests that did not pass: 1" in words
    assert f"{SETTLED} is red until each of {RED} is proven" in words
    record = json.loads((shop.path / "night.json").read_text())
    assert record["verdict"] == "BREAK-GLASS"
    assert record["break_glass"] == {
        "id": glass.id, "target": "staging", "rows": [RED], "reason": WHY, "by": "ann", "approver": "bob",
        "how": "only claimed: [tool.golive.signing] names nobody",
        "opened": glass.opened.isoformat(), "expires": glass.expires.isoformat(),
    }  # fmt: skip
    assert {row["id"]: row["outcome"] for row in record["rows"]}[RED] == "not proven"
    suite = ET.parse(shop.path / "night.xml").getroot()  # nosec B314 -- written by pytest just now
    assert suite.find(".//testcase[@name='verdict']/failure") is not None, "a pipeline shows no green"
    assert WHY in suite.find(".//property[@name='break_glass']").get("value")
    decision = json.loads((shop.path / "what.json").read_text())
    assert decision["decision"] == "hold"
    assert decision["reasons"][0].startswith("BREAK-GLASS broken by ann")


def test_the_journal_says_so_before_the_first_step(shop, emergency):
    emergency.set_up()
    glass = emergency.glass()
    emergency.deploy()
    lines = (shop.path / ".git/golive/journal/staging.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    names = [event["event"] for event in events]
    assert names.index("break glass") < names.index("step started")
    told = events[names.index("break glass")]["evidence"]
    assert (told["glass"], told["rows"], told["reason"]) == (glass.id, [RED], WHY)
    assert events[-1]["event"] == "ended"


def test_a_row_that_is_not_named_is_red(emergency):
    emergency.set_up()
    emergency.glass("freeze")
    result = emergency.deploy()
    assert result.ret == 1
    assert "FAIL" in result.stdout.str()
    assert "NO-GO" in result.stdout.lines[-2]


def test_it_was_not_needed(shop, emergency):
    emergency.set_up()
    emergency.glass()
    (shop.path / "MENDED").touch()
    result = emergency.deploy()
    assert result.ret == BROKEN
    assert result.stdout.lines[-2].startswith("GO (BREAK-GLASS: no row needed it)"), result.stdout.lines[-2]
    assert '"event":"settled"' in (shop.path / ".git/golive/journal/staging.jsonl").read_text().replace(" ", "")


def test_a_row_that_cannot_be_measured_is_passed_as_what_it_is(emergency):
    emergency.set_up(
        "[tool.golive.deployment.steps.migrate]\ncommand = ['./no-such-program']\nafter = 'deployed_to_staging'\n"
    )
    emergency.glass("deployment::migrate", RED)
    words = said(emergency.deploy())
    assert "in truth it is error: " in words, words
    assert "GO (BREAK-GLASS: 2 rows not proven)" in words


def test_a_dry_run_checks_it_and_passes_nothing(shop, emergency):
    emergency.set_up()
    emergency.glass()
    result = shop.run("-m", "deploy", "-v", "--golive-break-glass=night.toml.glass")
    assert result.ret == 1
    words = said(result)
    assert "BREAK-GLASS, checked alone, for a dry run passes nothing" in words
    assert "not proven" not in words
    assert not (shop.path / "STEPS").exists()


def test_a_freeze_is_passed_only_if_it_is_named(shop, emergency):
    emergency.set_up(FREEZE)
    emergency.glass(RED)
    words = said(emergency.deploy())
    assert "staging was not touched: staging is frozen since " in words
    assert not (shop.path / "STEPS").exists()
    emergency.glass(RED, "freeze")
    assert emergency.deploy().ret == BROKEN
    assert (shop.path / "STEPS").read_text().split() == ["deployed", "tried"]


def test_a_freeze_alone_is_named_by_the_verdict(shop, emergency):
    emergency.set_up(FREEZE)
    (shop.path / "MENDED").touch()
    emergency.glass("freeze")
    result = emergency.deploy()
    words = said(result)
    assert result.ret == BROKEN, words
    assert f"GO (BREAK-GLASS: freeze broken by ann: {WHY}) 3 passed" in words
    assert "passed without proof: staging is frozen since 2020-01-01" in words
    assert "nobody is there in the holidays" in words


def test_its_record_opens_no_deployment(shop, emergency):
    emergency.set_up()
    emergency.glass()
    emergency.deploy("--golive-record=night.json")
    (shop.path / "MENDED").touch()
    words = said(shop.run("-m", "deploy", "-v", "--golive-execute", "--golive-after=night.json"))
    assert "the record night.json opens nothing here: it says BREAK-GLASS" in words


def test_a_row_that_is_misspelt(emergency):
    emergency.set_up()
    emergency.glass("deployment::staging_regresion")
    result = emergency.deploy()
    assert result.ret == 4
    assert f"this run has no row 'deployment::staging_regresion'; did you mean '{RED}'?" in said(result)
