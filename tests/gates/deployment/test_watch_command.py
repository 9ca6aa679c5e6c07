"""``golive watch``: the row alone, held as the command line says, whose outcome is the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from measured_services import customers

from pytest_golive.reports.decisions.deciding import UNSEEN

SETTINGS = """
[tool.golive.watch]
gates = ["monitoring::error_rate", "smoke::healthy"]
interval = "1s"
probe_interval = false
fewest_requests = 10
consecutive_error_limit = 600

[tool.golive.monitoring]
fewest_requests = 5

[tool.golive.not_applicable]
"monitoring::latency" = "nobody measures times here"
"""


@pytest.fixture
def golive(measured, shop):
    """Run ``golive watch`` with these arguments: returns the exit status and the output."""
    measured(SETTINGS, own_requests=0, scrape_for="600ms", scrape_every="200ms")
    settings = shop.path / "pyproject.toml"
    settings.write_text(settings.read_text().replace('wait = "60s"', 'wait = "1ms"'))
    shop.commit()

    def run(*args):
        code = "from pytest_golive.cli import main; raise SystemExit(main())"
        command = [sys.executable, "-c", code, "watch", "--target", "staging", *args]
        done = subprocess.run(
            command, check=False, cwd=shop.path, env={**os.environ}, capture_output=True, text=True, timeout=600
        )
        return done.returncode, pytest.LineMatcher((done.stdout + done.stderr).splitlines())

    return run


def test_a_stable_service_is_watched_and_the_result_can_be_read_again(golive, services, shop):
    with customers(services[0]):
        status, said = golive("--duration", "2s", "--decision", "out/decision.json")
    said.fnmatch_lines(
        [
            "*watch of staging has begun: sample 1 of 2 signals is due at * UTC, in *",
            "*  PASS *Stable for 2 seconds after the deployment*",
            "*; 2 samples in *",
            "golive watch: stable (exit status 0)*",
        ]
    )
    decision = json.loads((shop.path / "out/decision.json").read_text())
    assert (decision["decision"], decision["target"]) == ("continue", "staging")
    assert decision["reasons"] == ["deployment::stable_after_deploy passed", UNSEEN]
    said.no_fnmatch_line("*differs from its commit*")  # the command line asks for another time
    assert status == 0
    with customers(services[0]):
        status, said = golive("--duration", "2s", "--resume")
    said.fnmatch_lines(["*  PASS *Stable for 2 seconds after the deployment*"])
    assert status == 0


def test_what_was_watched_otherwise_is_not_resumed(golive, services):
    with customers(services[0]):
        assert golive("--duration", "2s")[0] == 0
        status, said = golive("--duration", "3s", "--resume")
    said.fnmatch_lines(["*  ERROR *Stable for 3 seconds after the deployment*"])
    assert status == 1


def test_a_watch_that_was_killed_goes_on_from_its_samples(golive, services, shop):
    with customers(services[0]):
        code = "from pytest_golive.cli import main; raise SystemExit(main())"
        command = [sys.executable, "-c", code, "watch", "--target", "staging", "--duration", "10m"]
        run = subprocess.Popen(command, cwd=shop.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            patience = time.monotonic() + 600
            while len(measured_in(shop)) < 2 and run.poll() is None and time.monotonic() < patience:
                time.sleep(0.05)
        finally:
            run.kill()
            run.wait()
        before = measured_in(shop)
        assert len(before) >= 2
        with services[0].faulty("unhealthy"):
            status, said = golive("--duration", "10m", "--resume")
    said.fnmatch_lines(["*watch of staging goes on: sample * of 2 signals is due at *", "*resumed: after * samples*"])
    said.fnmatch_lines(["*  FAIL *Stable for 10 minutes after the deployment*"])
    assert status == 1
    after = measured_in(shop)
    assert after[: len(before)] == before
    assert [each["sample"] for each in after] == list(range(1, len(after) + 1))


def measured_in(shop):
    file = shop.path / ".golive/watch-staging.jsonl"
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    found = [json.loads(line) for line in lines if line.endswith("\n")]
    return [one for one in found if "measurements" in one]


def test_a_service_that_fails_is_no_success(golive, services, shop):
    with customers(services[0]), services[0].faulty("unhealthy"):
        status, said = golive("--duration", "10m", "--golive-decision=decision.json")
    said.fnmatch_lines(["*  FAIL *Stable for 10 minutes after the deployment*", "golive watch: not stable*"])
    decision = json.loads((shop.path / "decision.json").read_text())
    assert decision["decision"] == "hold"
    assert decision["reasons"][0].startswith("deployment::stable_after_deploy (failed)")
    said.no_fnmatch_line("*to repeat*")  # it would be cut in the middle
    assert status == 1


def test_an_interval_that_does_not_fit_is_refused(golive):
    status, said = golive("--duration", "1s", "--interval", "2s")
    said.fnmatch_lines(["*interval of 2s, which is longer than its duration, 1s*"])
    assert status == 1
