"""The gate about the rehearsal of a rollback: it passes, is breached, cannot measure; and records of every kind."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pytest_golive.context.signing.opening import checkout_of
from pytest_golive.delivery.rollback.recorded import digest_in, rehearsal_in, write_rehearsal
from pytest_golive.delivery.rollback.rehearsals import FOLDER, STAGES, Rehearsal, Stage, digest_of
from pytest_golive.errors import CannotMeasure

GATE = "rollback::rehearsed"
DEPLOY, BACK = ["./deploy.sh", "{version}"], ["./deploy.sh", "{previous}"]
TABLES = (
    f"\n[tool.golive.deployment]\ncommand = {json.dumps(DEPLOY)}\n[tool.golive.rollback]\ncommand = {json.dumps(BACK)}\n"
    '[tool.golive.targets.staging]\nurl = "http://127.0.0.1:1"\n'
    '[tool.golive.targets.prod]\nurl = "http://127.0.0.2:1"\nproduction = true\n'
)


@pytest.fixture
def rehearsal(shop, git, monkeypatch):
    """Record a rehearsal of what is committed: ``rehearsal(target="prod", days=31, stages={"verified": "failed"})``."""
    git(shop.path, "tag", "v1.1.0")
    shop.settings(TABLES)
    shop.write("src/shop/tea.py", '"""Tea."""\n')
    shop.commit()
    monkeypatch.chdir(shop.path)

    def record(days=1.0, results=(), left=0, **said):
        from pytest_golive.commands.opening import opened_run

        with opened_run(None, ()) as run:
            digest = checkout_of(run).digest()
        ended = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        stages = [
            Stage(name, dict(results).get(name, "passed"), 12.5, "48 of 48 rows")
            for name in STAGES[: len(STAGES) - left]
        ]
        given = {
            "release": digest,
            "version": "1.2.0",
            "commit": "c" * 40,
            "previous": "v1.1.0",
            "target": "staging",
            "commands": {"deployment.command": digest_of(DEPLOY), "rollback.command": digest_of(BACK)},
            "who": "ann@build-1",
        }
        return write_rehearsal(
            shop.path, Rehearsal(**(given | said), began=ended - dt.timedelta(minutes=2), ended=ended, stages=stages)
        )

    return record


def test_rehearsed_passes(shop, rehearsal):
    rehearsal(days=29)
    shop.passes(
        GATE,
        "*faults of the rehearsal: 0, must be at most 0 (1.2.0-staging-*.json)*",
        "*rehearsed: 20* UTC on staging by ann@build-1, back to v1.1.0*",
        "*time to recover: 25.0 s*",
        "*data written: passed, 12.5 s: 48 of 48 rows*",
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"days": 31}, "*it is 31 days old, and may be 30*"),
        ({"days": -1}, "*which is in the future*"),
        ({"target": "prod"}, "*it was on 'prod', which is no target of the settings besides production*"),
        ({"target": "mars"}, "*it was on 'mars', which is no target*"),
        ({"previous": "v1.0.0"}, "*it went back to v1.0.0, and the release before is v1.1.0*"),
        (
            {"commands": {"rollback.command": digest_of(BACK)}},
            "*deployment.command in the settings is not the command*",
        ),
        ({"results": {"verified": "failed"}}, "*the stage 'verified' ended with failed: 48 of 48 rows*"),
        ({"left": 2}, "*it did not come to: rolled forward, verified again*"),
        (
            {"release": f"sha256:{'0' * 64}"},
            "*no rehearsal is recorded of exactly this release; the last one was of 1.2.0*",
        ),
    ],
)
def test_rehearsed_is_breached(shop, rehearsal, said, words):
    rehearsal(**said)
    shop.breaches(GATE, words)


def test_nothing_recorded_is_no_rehearsal(shop, rehearsal):
    shop.breaches(
        GATE,
        "*no rehearsal is recorded of exactly this release*",
        "*to fix: *rehearse it on staging (golive rehearse)*",
    )


def test_a_rehearsal_counts_until_the_release_changes(shop, rehearsal):
    rehearsal()
    shop.passes(GATE)
    shop.write("src/shop/milk.py", '"""Milk."""\n')
    shop.breaches(GATE, "*no rehearsal is recorded of exactly this release*")


def test_the_newest_rehearsal_counts_and_no_better_one_before_it(shop, rehearsal):
    rehearsal(days=2)
    rehearsal(days=1, results={"rolled back": "failed"})
    shop.breaches(GATE, "*the stage 'rolled back' ended with failed*")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\x89PNG\0", b"\xff\xfe", b'{"golive": "rehearsal"}'])
def test_rehearsed_cannot_measure_what_is_no_record(shop, rehearsal, data):
    rehearsal()
    shop.write(f"{FOLDER}/torn.json", data)
    shop.cannot_measure(GATE, "*the rehearsal torn.json cannot be read: *")


def test_rehearsed_is_not_set_up_without_commands(shop, git):
    git(shop.path, "tag", "v1.1.0")
    shop.write("src/shop/tea.py", '"""Tea."""\n')
    shop.cannot_measure(GATE, "*the settings have no deployment.command*", word="NOT SET UP")


@pytest.mark.parametrize(
    "change",
    [
        {"format": True},
        {"format": 2},
        {"golive": "journal"},
        {"release": "sha256:0"},
        {"release": 3},
        {"commands": []},
        {"commands": {"a": "b"}},
        {"began": "2026-11-27T10:00:00"},
        {"began": "2999-01-01T00:00:00+00:00"},
        {"ended": "yesterday"},
        {"ended": 12},
        {"stages": {}},
        {"stages": [{"name": "lunch", "result": "passed", "took": 1, "evidence": ""}]},
        {"stages": [{"name": "verified", "result": "fine", "took": 1, "evidence": ""}]},
        {"stages": [{"name": "verified", "result": "passed", "took": -1, "evidence": ""}]},
        {"stages": [{"name": "verified", "result": "passed", "took": True, "evidence": ""}]},
        {"stages": [3]},
        {"more": 1},
    ],
)
def test_a_record_that_says_what_none_says_is_refused(rehearsal, change):
    table = json.loads(rehearsal().read_bytes())
    if change == {"stages": {}}:
        change = {"stages": {"a": 1}}
    said = table | change
    said |= {"digest": digest_in(said)} if "digest" not in change else {}
    with pytest.raises(CannotMeasure, match=r"the rehearsal x\.json cannot be read: (?!it was edited)"):
        rehearsal_in(json.dumps(said).encode(), "x.json")


@pytest.mark.security
def test_no_secret_is_in_a_record(tmp_path):
    from pytest_golive.delivery.rollback import (  # with the mask of this moment: runs unload modules
        recorded,
        rehearsals,
    )
    from pytest_golive.masking.known import MASK

    secret = "the-word-of-" + "the-day-8361"
    MASK.add(secret)
    now = dt.datetime.now(dt.UTC)
    stages = [rehearsals.Stage("deployed", "failed", 1.0, f"it printed {secret}")]
    made = rehearsals.Rehearsal("sha256:" + "0" * 64, "1", "c", "v0", "staging", {}, now, now, f"ann:{secret}", stages)
    path = recorded.write_rehearsal(tmp_path, made)
    assert secret not in path.read_text(encoding="utf-8")
    assert "it printed" in path.read_text(encoding="utf-8")
    assert recorded.rehearsal_in(path.read_bytes(), path.name).stages[0].result == "failed"
