"""The example shop: GO as it is, and each row red by one small change that leaves the others green."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_golive.testrun.junit.safe_xml import read_xml

SHOP = Path(__file__).parents[2] / "examples" / "shop"
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
NEVER = "def never(x):\n" + "".join(f"    x += {number}\n" for number in range(150))
STAGING, START = "src/shop/staging.py", "app = create_app("
CHANGES = {
    "files_within_limit": ("pyproject.toml", "max_lines = 200", "max_lines = 100"),
    "critical_files_modular": ("pyproject.toml", "max_complexity = 10", "max_complexity = 2"),
    "tests_pass": ("src/shop/app.py", '{"status": "ok"}', '{"status": "fine"}'),
    "coverage": ("src/shop/never.py", "", NEVER),
    "no_todo_in_critical_paths": ("src/shop/auth.py", "LIFETIME = 3600.0", "LIFETIME = 3600.0  # TO" + "DO: ask"),
    "no_fixme_or_hack": ("src/shop/catalogue.py", "PRODUCTS = {", "# FIX" + "ME: prices\nPRODUCTS = {"),
    "security_tests_pass": (
        "tests/test_security.py",
        "def test_a_session_ends_after_an_hour",
        "@pytest.mark.skip\ndef test_a_session_ends_after_an_hour",
    ),
    "no_exposed_secrets": ("src/shop/catalogue.py", "PRODUCTS = {", f"KEY = '{KEY}'\nPRODUCTS = {{"),
    "no_vulnerable_code": (
        "src/shop/catalogue.py",
        "    return PRODUCTS.get(name)",
        "    return PRODUCTS.get(eval(repr(name)))",
    ),
    "auth_flows": (STAGING, START, f"auth.who = lambda store, token: CUSTOMER\n    {START}"),
    "rate_limit": (STAGING, "Limit(seconds=WINDOW)", "Limit(10_000)"),
    "transport": ("src/shop/app.py", '    "Referrer-Policy": "no-referrer",\n', ""),
    "staging_deployed": (STAGING, START, f"import shop.app\n\n    shop.app.__version__ = '1.1.0'\n    {START}"),
    "test_prices_are_whole_cents": ("src/shop/catalogue.py", 'Product("pot", 3900)', 'Product("pot", -1)'),
}


@pytest.fixture
def shop(tmp_path, commit):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("__pycache__", ".*cache", ".golive", ".coverage"))
    commit(folder)
    return folder


def run(folder, *args):
    if "-n" in args:
        pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
    command = [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:randomly", "--junitxml=report.xml", *args]
    environment = {**os.environ, "COLUMNS": "150", "PYTHONPATH": "src"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    report = read_xml(folder / "report.xml", "JUnit report")
    red = {
        case.get("name")
        for case in report.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    }
    return done, red


def test_it_is_a_go(shop):
    done, red = run(shop)
    assert red == set(), done.stdout
    assert done.returncode == 0
    assert "GO  14 passed" in done.stdout


@pytest.mark.parametrize("gate", CHANGES)
def test_one_change_turns_exactly_one_row_red(shop, commit, gate):
    path, old, new = CHANGES[gate]
    file = shop / path
    text = file.read_text() if file.exists() else ""
    assert old in text
    file.write_text(text.replace(old, new, 1) if old else new)
    commit(shop)
    done, red = run(shop)
    assert red == {gate, "verdict"}, done.stdout
    assert done.returncode == 1
    assert "NO-GO" in done.stdout
    if gate == "no_exposed_secrets":
        report = read_xml(shop / "report.xml", "JUnit report")
        case = next(c for c in report.iter("testcase") if c.get("name") == gate)
        named = {p.get("name"): p.get("value") for p in case.iterfind("properties/property")}
        assert json.loads(named["evidence"])[0]["found"][0]["rule"] == "AWS Access Key"
        assert KEY not in (shop / "report.xml").read_text()


def test_with_workers_it_is_a_go_and_the_projects_tests_run_once_for_all_rows(shop):
    (shop / "tests" / "conftest.py").write_text(
        (shop / "tests" / "conftest.py").read_text()
        + "\n\ndef pytest_sessionfinish(session):\n    open('count', 'a').write('x') if session.testscollected > 20 else None\n"
    )
    done, red = run(shop, "-n", "2")
    assert red == set(), done.stdout
    assert done.returncode == 0, done.stdout
    assert "GO  14 passed" in done.stdout
    assert (shop / "count").read_text() == "x"
