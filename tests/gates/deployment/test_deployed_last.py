"""Production is deployed to only after every other row of the run holds; a deployment leaves the file DEPLOYED."""

from __future__ import annotations

import sys

import pytest
from spared import HEAVY, rows_of

pytestmark = [pytest.mark.usefixtures("quiet"), pytest.mark.security]
GATES = """
import os, pathlib, pytest
from pytest_golive import gate


@gate("Ready")
@pytest.mark.deploy
def test_ready(judge):
    judge("deployed already", pathlib.Path("DEPLOYED").exists(), equals=False)
    judge("ready", os.environ.get("READY", "yes"), equals="yes")


@gate("Serves")
@pytest.mark.smoke
def test_serves(judge):
    judge("deployed", pathlib.Path("DEPLOYED").exists(), equals=True)
"""
BY_ITSELF = """
import pytest
from pytest_golive import gate


@gate("Put", permission="deploy")
@pytest.mark.deploy
def test_a_put(judge):
    open("DEPLOYED", "w").close()
    judge("put", 1, equals=1)
"""
DOCUMENT = """# Go-live
## Deployment day
- [ ] Backup of the ledger taken <!-- golive: sign phase=deploy -->
- [ ] No downtime <!-- golive: deployment::zero_downtime -->
- [ ] Watched for an hour <!-- golive: sign phase=post_deploy -->
"""
FOREIGN = """
import pytest


@pytest.mark.deploy
def test_pay():
    with open("src/shop/pay.py", "a") as file:
        file.write("#")
    assert 0
"""
HOLDS = "because not all else in this run holds:"
COMMAND = [sys.executable, "-c", "import time; open('DEPLOYED', 'w').close(); time.sleep(0.6)"]
ALLOWED = ("--golive-allow=deploy", "--golive-execute", "--golive-confirm=1.2.0")


@pytest.fixture
def live(project, server):
    """A project whose service is production, and whose deployment takes a moment."""
    others = [row for row in rows_of("deployment") if row != "deployment::zero_downtime"]
    spared = (
        *HEAVY,
        "release::*",
        "rollback::*",
        "smoke::*",
        "post_deploy::*",
        *others,
    )
    away = "\n".join(f'"{gate}" = "not tried in this test"' for gate in spared)
    project.write(
        "pyproject.toml",
        f"[project]\nname = 'shop'\nversion = '1.2.0'\n[tool.golive.deployment]\ncommand = {COMMAND}\n"
        f"settle = '600ms'\n[tool.golive.phases.deploy]\nneeds = 'nothing'\n[tool.golive.targets.production]\n"
        f"url = 'http://127.0.0.1:{server.port}'\nproduction = true\nallow = ['deploy']\n"
        f"[tool.golive.not_applicable]\n{away}\n",
    )
    project.write("gates/test_ours.py", GATES)
    project.write(".gitignore", "DEPLOYED\n__pycache__/\n.pytest_cache/\n.golive/\n")
    project.commit()
    return project


def deploys(project, *args, target="production", phase="deploy", apart=False):
    return project.run("-m", phase, f"--target={target}", "-v", *ALLOWED, *args, apart=apart)


def refused(project, *args, why, title="Zero downtime achieved", **options):
    """A run that must not deploy, for these reasons."""
    return kept(project, deploys(project, *args, **options), why, f"*ERROR *{title}*")


def kept(project, result, why, line):
    """A run that has not deployed: the reasons are in its report, whatever line they are on, and so is *line*."""
    assert not (project.path / "DEPLOYED").exists()
    result.stdout.fnmatch_lines([line, "NO-GO *"])
    words = " ".join(result.stdout.str().split())
    assert [one for one in why if one not in words] == [], words
    return result


def test_all_that_is_due_before_it_holds_and_what_is_due_after_it_runs_after_it(live):
    result = deploys(live, phase="deploy or smoke")
    assert result.ret == 0, result.stdout.str()
    order = [line.partition(" ")[0] for line in result.stdout.lines if "PASSED" in line]
    last = ["test_ready", "zero_downtime", "test_serves"]
    assert [name.rpartition("::")[2] for name in order][-3:] == last


def test_a_red_row_that_others_would_run_after_it(live, monkeypatch):
    monkeypatch.setenv("READY", "no")
    cure = "to fix: mend each as its own row says, and run the whole phase again"
    refused(live, why=[f"production was not deployed to, {HOLDS} gates/test_ours.py::test_ready (failed) {cure}"])
    kept(live, deploys(live, "-x"), [], "*NOT RUN *Zero downtime achieved*")
    monkeypatch.setenv("READY", "yes")
    result = deploys(live, "--ff")  # as the last failure it would be first, before rows that have not run
    assert result.ret == 0, result.stdout.str()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-k", "zero_downtime"), "these rows are left out of the run: golive/deployment::reviewed, "),
        (("--deselect", "golive/deployment::merged"), "are left out of the run: golive/deployment::merged; nothing"),
        (("-n2",), "steps run one after the other, in one process; leave -n out"),
    ],
)
def test_rows_that_do_not_run(live, args, said):
    if "-n2" in args:
        pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
    result = deploys(live, *args, apart="-n2" in args)
    assert result.ret == 4
    assert said in " ".join(result.stderr.str().split()), result.stderr.str()
    assert not (live.path / "DEPLOYED").exists()


def test_a_test_outside_the_checklist_that_fails(live):
    live.write("tests/test_pay.py", FOREIGN.replace("src/shop/pay.py", ".golive/noted"))
    live.write(".golive/noted", "")
    live.commit()
    why = f"{HOLDS} 1 test outside the checklist failed, first tests/test_pay.py::test_pay"
    refused(live, "tests", "golive", why=[why])


def test_a_tree_that_moves(live):
    live.write("tests/test_pay.py", FOREIGN)
    live.commit()
    why = "production was not touched: src/shop/pay.py changed while the checklist ran, and rows may have seen either"
    refused(live, "tests", "golive", why=[why])


def test_a_release_that_no_record_can_be_about(live):
    live.write("src/shop/pay.py", "CHANGED = 1")
    why = f"{HOLDS} a record is about a commit, and src/shop/pay.py differs from it"
    refused(live, "--golive-record=record.json", why=[why])


def test_a_row_that_nobody_has_signed(live):
    live.write("docs/GO.md", DOCUMENT)
    live.commit()
    why = [f'{HOLDS} "Backup of the ledger taken", checklist::deployment-day/backup-of-the-ledger-taken (not signed)']
    result = refused(live, "--golive-checklist=docs/GO.md", why=why, title="No downtime")
    assert '"Watched for an hour"' not in result.stdout.str()


def test_a_gate_of_the_teams_own_that_deploys_by_itself(live, monkeypatch):
    live.write("gates/test_a_first.py", BY_ITSELF)
    live.commit()
    monkeypatch.setenv("READY", "no")
    refused(live, why=[f"{HOLDS} gates/test_ours.py::test_ready (failed)", "gates/test_a_first.py::test_a_put"])


def test_a_deployment_that_failed_is_not_tried_again(live):
    pytest.importorskip("pytest_rerunfailures", reason="the environment without it reruns nothing")
    live.write("gates/test_a_first.py", BY_ITSELF.replace('"w")', '"a").write("x")').replace("equals=1", "equals=2"))
    live.commit()
    deploys(live, "-p", "rerunfailures", "--reruns=2").stdout.fnmatch_lines(["*FAIL *Put*"])
    assert (live.path / "DEPLOYED").read_text() == "x"


def test_a_second_deployment_after_one_that_failed(live):
    live.write("pyproject.toml", (live.path / "pyproject.toml").read_text().replace("import time; ", "1/0; "))
    live.write("gates/test_a_first.py", BY_ITSELF)
    live.commit()
    refused(live, why=[f"{HOLDS} deployment::zero_downtime (error) to fix:"], title="Put")


def test_a_rehearsal_elsewhere_is_not_held_up(live, monkeypatch):
    monkeypatch.setenv("READY", "no")
    settings = (live.path / "pyproject.toml").read_text()
    live.write(
        "pyproject.toml", settings.replace("targets.production", "targets.staging").replace("production = true", "")
    )
    live.commit()
    result = deploys(live, target="staging")
    result.stdout.fnmatch_lines(["*PASS *Zero downtime achieved*", "*FAIL *Ready*"])
    assert (live.path / "DEPLOYED").exists()
