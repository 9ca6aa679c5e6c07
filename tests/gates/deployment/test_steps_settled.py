"""A deployment that was cut short, and of which a person has said how it ended: the next run goes on by that."""

from __future__ import annotations

import json
import sys

import pytest

from pytest_golive.cli import main
from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.writing import Journal

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::deployed", "deployment::zero_downtime")
DEPLOY = "import sys, time; open('STEPS', 'a').write('deployed '); time.sleep(1.2); sys.exit({status})"
BY = ("--by", "bob", "--reason", "both instances say 1.2.0")


@pytest.fixture
def cut_short(shop, live):
    """The deployment of this release was begun once more, and nobody wrote down how that ended."""
    shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\n.golive/\n.pytest_cache/\ndeploy.py\n")
    shop.write("deploy.py", DEPLOY.format(status=3))
    shop.settings(
        f"[tool.golive.deployment]\ncommand = {[sys.executable, 'deploy.py']}\nsettle = '600ms'\n"
        "probe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
    )
    shop.execute(*ROWS)
    shop.write("deploy.py", DEPLOY.format(status=0))
    (shop.path / "STEPS").unlink()
    file = shop.path / ".git/golive/journal/staging.jsonl"
    line = json.loads(file.read_text().splitlines()[-1])
    journal = Journal.opened(file, "staging", Release(line["release"], line["version"], line["commit"]))
    journal.begin("deployment::deployed")
    journal.close()


def settle(shop, monkeypatch, how):
    monkeypatch.chdir(shop.path)
    assert main(["journal", "--settle", "deployed", how, *BY]) == 0


def again(shop):
    result = shop.run("-m", "deploy", "--golive-execute", "-v")
    return result, " ".join(result.stdout.str().split())


def steps(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


@pytest.mark.usefixtures("cut_short")
def test_what_is_finished_is_not_done_again_and_nobody_claims_that_it_was_watched(shop, monkeypatch):
    result, words = again(shop)
    assert result.ret == 1
    assert "see what runs there now, and write down what you found: golive journal --target=staging --settle" in words
    settle(shop, monkeypatch, "--finished")
    result, words = again(shop)
    assert result.ret == 1
    assert steps(shop) == []
    result.stdout.fnmatch_lines(["*  PASS *Production deployed*", "*  ERROR *Zero downtime achieved*"])
    assert "looked into by bob (" in words
    assert "who says that it is finished: both instances say 1.2.0" in words
    assert "nobody saw how: it was cut short, and only a person says that it is finished" in words


@pytest.mark.usefixtures("cut_short")
def test_who_says_so_is_held_against_what_the_instances_report(shop, live, monkeypatch):
    settle(shop, monkeypatch, "--finished")
    live.answers["/version"] = (200, {"version": "1.1.0"})
    result, _ = again(shop)
    result.stdout.fnmatch_lines(["*  FAIL *Production deployed*"])
    assert steps(shop) == []


@pytest.mark.usefixtures("cut_short")
def test_what_is_not_finished_is_done_again(shop, monkeypatch):
    settle(shop, monkeypatch, "--not-finished")
    result, words = again(shop)
    assert steps(shop) == ["deployed"]
    assert result.ret == int("could not keep its schedule" in words), words
