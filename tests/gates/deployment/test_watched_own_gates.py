"""A gate of the team's own in a watch: it holds, and it fails in the middle; with ``golive watch`` and in a phase."""

from __future__ import annotations

import sys

import pytest
from amid_watches import amid
from measured_services import customers

WATCH = "deployment::stable_after_deploy"
ORDERS = "gates/test_shop.py::test_orders"
SETTINGS = f"""
[tool.golive.watch]
duration = "10m"
interval = "2s"
probe_interval = false
inconclusive_limit = 600
consecutive_error_limit = 600
gates = [{ORDERS!r}]
fewest_requests = 1
[tool.golive.monitoring]
fewest_requests = 1
latency = "p(95)<20s"
"""
OWN = """
import pathlib
import pytest
from pytest_golive import gate


@gate("Orders work")
@pytest.mark.deploy
def test_orders(judge):
    judge("orders that fail", pathlib.Path("BROKEN").exists(), equals=False)
"""
FAST = {"own_requests": 0, "scrape_for": "1200ms", "scrape_every": "200ms"}


@pytest.fixture
def watched(measured, shop):
    """Describe staging, the watch, and a gate of the team's own."""

    def describe(settings=SETTINGS):
        measured(settings, **FAST)
        shop.write("gates/test_shop.py", OWN)
        shop.write(".gitignore", "__pycache__/\n.golive/\nBROKEN\n")
        shop.commit()

    return describe


@pytest.fixture
def by_command(pytester):
    """Run ``golive watch``."""

    def run(*args):
        code = "from pytest_golive.cli import main; raise SystemExit(main())"
        return pytester.run(sys.executable, "-c", code, "watch", "--target", "staging", *args)

    return run


def breaking(shop):
    return amid(shop, lambda _: shop.write("BROKEN", ""))


def test_the_command_collects_it_and_runs_nothing_else(watched, shop, services, by_command):
    watched()
    with customers(services[0]):
        result = by_command("--duration", "8s")
    result.stdout.fnmatch_lines([f"*watched: monitoring::error_rate, monitoring::latency, {ORDERS}; *"])
    result.stdout.no_fnmatch_line("*Orders work*")
    assert result.ret == 0


def test_it_fails_in_the_middle_of_the_command(watched, shop, services, by_command):
    watched()
    with customers(services[0]), breaking(shop):
        result = by_command()
    result.stdout.fnmatch_lines(["*signals that failed: 1, must be at most 0*", f"*{ORDERS}: orders that fail: *"])
    assert result.ret == 1


def test_as_a_critical_feature_it_ends_the_command(watched, shop, services, by_command):
    critical = SETTINGS.replace(repr(ORDERS), "'rollback::no_trigger_fired'")
    watched(f"[tool.golive.rollback]\ncritical = [{ORDERS!r}]\n{critical}")
    with customers(services[0]), breaking(shop):
        result = by_command()
    result.stdout.fnmatch_lines([f"*rollback::no_trigger_fired: critical features broken: 1*{ORDERS}: orders that*"])
    assert result.ret == 1


def test_it_holds_in_a_phase(watched, shop, services, pytester):
    watched(SETTINGS.replace('"10m"', '"4s"'))
    with customers(services[0]):
        result = pytester.runpytest_subprocess(
            "-p", "no:randomly", "-m", "deploy", "--target=staging", "-v", "-k", "orders or stable_after"
        )
    result.stdout.fnmatch_lines_random(["*  PASS *Orders work*", "*  PASS *Stable for 4 seconds*"])
    result.stdout.fnmatch_lines([f"*watched: monitoring::error_rate, monitoring::latency, {ORDERS}; *"])


def test_it_fails_in_the_middle_of_a_phase(watched, shop, services, pytester):
    watched()
    with customers(services[0]), breaking(shop):
        result = pytester.runpytest_subprocess(
            "-p", "no:randomly", "-m", "deploy", "--target=staging", "-v", "-k", "orders or stable_after"
        )
    result.stdout.fnmatch_lines_random(["*  FAIL *Stable for 10 minutes*"])
    result.stdout.fnmatch_lines([f"*{ORDERS}: orders that fail: *"])
