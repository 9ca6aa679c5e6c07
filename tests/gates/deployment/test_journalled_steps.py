"""What a run has executed is in the journal: it is not done twice, and not done blindly after a run that was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.writing import Journal

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::deployed", "deployment::zero_downtime")
DEPLOY = "import sys, time; open('STEPS', 'a').write('deployed '); time.sleep({seconds}); sys.exit({status})"
PATIENCE = 120


@pytest.fixture
def deploys(shop, live):
    """A service, and a command that deploys it; how often it has run stands in the file STEPS."""
    shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\nSTATUS\n.golive/\n.pytest_cache/\ndeploy.py\n")
    shop.settings(
        f"[tool.golive.deployment]\ncommand = {[sys.executable, 'deploy.py']}\nsettle = '600ms'\n"
        "probe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
    )

    def configure(seconds=1.2, status=0):
        shop.write("deploy.py", DEPLOY.format(seconds=seconds, status=status))

    configure()
    return configure


def done(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


def journal(shop):
    lines = (shop.path / ".git/golive/journal/staging.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def again(shop, *args):
    return shop.run("-m", "deploy", "--golive-execute", "-v", *args)


def test_a_deployment_that_has_finished_is_not_made_again(shop, deploys):
    first = shop.execute(*ROWS)
    assert first.ret == 0, first.stdout.str()
    assert [line["event"] for line in journal(shop)] == ["created", "begun", "step started", "step ended", "ended"]
    result = again(shop)
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["deployed"]
    result.stdout.fnmatch_lines(["*  PASS *Zero downtime achieved*", "*deployed: by *@*UTC*"])


def test_another_release_is_deployed_anew(shop, deploys):
    shop.execute(*ROWS)
    shop.write("src/shop/pay.py", (shop.path / "src/shop/pay.py").read_text() + "\n# another release\n")
    shop.commit()
    again(shop)
    assert done(shop) == ["deployed", "deployed"]


def test_a_deployment_that_failed_may_be_tried_again(shop, deploys):
    deploys(status=3)
    shop.execute(*ROWS)
    deploys()
    result = again(shop)
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["deployed", "deployed"]
    assert [line.get("result") for line in journal(shop) if line["event"] == "step ended"] == ["failed", "passed"]


@pytest.fixture
def killed(shop, deploys):
    """A run of pytest that was killed in the middle of its deployment, with all that it had started."""
    deploys(seconds=PATIENCE)
    shop.execute()  # writes the settings: of no row
    table = (shop.path / "pyproject.toml").read_text()
    for row in ROWS:
        table = table.replace(f'"{row}" = "not tried in this test"\n', "")
    shop.write("pyproject.toml", table)
    shop.commit()
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-m", "deploy", "--golive-execute"]
    run = subprocess.Popen(command, cwd=shop.path, stdout=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + PATIENCE
    while not done(shop) and run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait(PATIENCE)
    assert done(shop) == ["deployed"]
    deploys()


def test_a_deployment_that_was_cut_short_is_not_made_again_blindly(shop, killed):
    result = again(shop)
    said = " ".join(result.stdout.str().split())
    assert "deployment::deployed was begun by " in said
    assert "and cut short, so nobody knows how far it came; it was not done again" in said
    assert "or roll back with golive rollback --target=" in said
    assert ", or let it be done again: repeatable = true" in said
    assert done(shop) == ["deployed"]


def test_a_deployment_that_may_be_repeated(shop, killed):
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace("settle = '600ms'", "settle = '600ms'\nrepeatable = true"))
    shop.commit()
    result = again(shop)
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["deployed", "deployed"]


def test_two_runs_at_once(shop, deploys):
    path = shop.path / ".git/golive/journal/staging.jsonl"
    with Journal.opened(path, "staging", Release("sha256:0"), "ann@build-1 4711"):
        result = shop.execute(*ROWS)
    assert "ann@build-1, process 4711" in " ".join(result.stdout.str().split())
    assert done(shop) == []
