"""The example shop: GO as it is, and each row red by one small change that leaves the others green.

That it is a GO without workers, too, and what its document says then: `test_pictures_current.py`.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from example_changes import ALSO, AT_ONCE, CHANGES, CURES, KEY, STAGING

from pytest_golive.commands.signing.refusing import Request
from pytest_golive.commands.signing.rows import manual_rows
from pytest_golive.commands.signing.sign import sign_row
from pytest_golive.context.signing.opening import signatures_in
from pytest_golive.settings.loading import load_settings
from pytest_golive.testrun.junit.safe_xml import read_xml

SHOP = Path(__file__).parents[2] / "examples" / "shop"
GO = "GO  36 passed, 8 signed, 5 not applicable; 44 of 49 verified"
KIM = {"NAME": "Kim", "EMAIL": "kim@example.org"}


@pytest.fixture
def shop(tmp_path, commit):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("__pycache__", ".*cache", ".golive", ".coverage"))
    patiently(folder / STAGING, "WINDOW = 2.0", "WINDOW = 8.0")
    patiently(folder / "pyproject.toml", 'per = "2s"', 'per = "8s"')
    commit(folder)
    return folder


def patiently(path, before, after):
    """A rate limit whose window a busy machine can fill: logging in takes processor time."""
    head, tail = path.read_text().split(before)
    path.write_text(f"{head}{after}{tail}")


def sign(folder):
    """Kim signs every row for people; somebody else made the release."""
    loaded = load_settings(folder)
    signatures = signatures_in(folder, loaded, loaded.settings.default_target)
    rows = manual_rows(folder, loaded, signatures)
    assert len(rows) == 48
    for row in rows:
        sign_row(signatures, row, Request("kim"))
    kim = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in KIM.items()}
    for command in (("add", "golive-signoffs"), ("commit", "--quiet", "--message", "Signed")):
        subprocess.run(["git", *command], cwd=folder, check=True, env={**os.environ, **kim})


def rows_of(gates):
    """The ids of the document's rows that are bound to one of *gates*, and due before a deployment."""
    checks = runpy.run_path(str(SHOP.parents[1] / "tools" / "homes.py"))["checks"]()
    due = [check for check in checks if "pre_deploy" in check.phases]
    return {check.id for check in due if {key.rpartition("::")[2] for key in check.gates} & set(gates)}


def run(folder, *args, phase="pre_deploy"):
    if "-n" in args:
        pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
    command = [sys.executable, "-m", "pytest", "-m", phase, "-p", "no:randomly", "--junitxml=report.xml", *args]
    environment = {**os.environ, "COLUMNS": "150", "PYTHONPATH": "src"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert (folder / "report.xml").exists(), done.stdout + done.stderr
    report = read_xml(folder / "report.xml", "JUnit report")
    red = {
        case.get("name")
        for case in report.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    }
    return done, red


def change(shop, gate):
    path, old, new = CHANGES[gate]
    file = shop / path
    text = file.read_text() if file.exists() else ""
    assert old in text
    file.write_text(text.replace(old, new, 1) if old else new)


def test_each_change_is_tried():
    assert sorted(gate for gates in AT_ONCE for gate in gates) == sorted(CHANGES)


@pytest.mark.parametrize("gates", AT_ONCE, ids=lambda gates: f"{gates[0]} and {len(gates) - 1} more")
def test_a_change_turns_its_row_red_and_no_other(shop, commit, gates):
    for gate in gates:
        change(shop, gate)
    commit(shop)
    sign(shop)
    done, red = run(shop)
    told = " ".join(done.stdout.split())
    assert [gate for gate in gates if CURES.get(gate, "") not in told] == [], done.stdout
    gates = set(gates).union(*(ALSO.get(gate, ()) for gate in gates))
    assert red == {*gates, *rows_of(gates), "verdict"}, done.stdout
    assert done.returncode == 1
    assert "NO-GO" in done.stdout
    if "no_exposed_secrets" in gates:
        report = read_xml(shop / "report.xml", "JUnit report")
        case = next(c for c in report.iter("testcase") if c.get("name") == "no_exposed_secrets")
        named = {p.get("name"): p.get("value") for p in case.iterfind("properties/property")}
        assert json.loads(named["evidence"])[0]["found"][0]["rule"] == "AWS Access Key"
        assert KEY not in (shop / "report.xml").read_text()


def test_with_workers_it_is_a_go_and_the_projects_tests_run_once_for_all_rows(shop, commit):
    (shop / "tests" / "conftest.py").write_text(
        (shop / "tests" / "conftest.py").read_text() + "\n\ndef pytest_sessionfinish(session):\n"
        "    own = [item for item in getattr(session, 'items', ()) if item.nodeid.startswith('tests/')]\n"
        "    open('count', 'a').write('x') if len(own) > 20 else None\n"
    )
    commit(shop)
    sign(shop)
    done, red = run(shop, "-n", "2")
    assert red == set(), done.stdout
    assert done.returncode == 0, done.stdout
    assert GO in done.stdout
    assert (shop / "count").read_text() == "x"


def test_after_a_deployment_smoke_rows_metrics_and_triggers_hold_as_the_document_says(shop):
    sign(shop)
    chosen = ("golive/smoke", "golive/monitoring", "golive/rollback")
    done, red = run(shop, "-v", *chosen, phase="smoke or post_deploy")
    assert red == {"verdict"}, done.stdout  # chosen rows are no GO
    for gate in ("smoke::critical_endpoints", "rollback::no_trigger_fired"):
        assert f"golive/{gate} PASSED" in done.stdout
    for gate in ("error_rate", "latency", "memory", "cpu"):
        assert f"golive/monitoring::{gate} PASSED" in done.stdout
        assert f"monitoring::{gate}" in (shop / "docs" / "GO_LIVE.md").read_text()
