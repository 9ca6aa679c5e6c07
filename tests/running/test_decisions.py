"""What a pipeline is told to do after a run: a file that never says more than the run has shown."""

from __future__ import annotations

import datetime as dt
import json
import os

import pytest

OWN = """
import pytest
from pytest_golive import gate


@gate("Ready")
@pytest.mark.pre_deploy
def test_ready(judge):
    {body}
    judge("ready", {value}, equals=1)
"""
CONTINUE = json.dumps({"format": 1, "decision": "continue", "verdict": "GO"})


@pytest.fixture
def piped(project):
    """The project after a run of yesterday that let the pipeline continue."""
    file = project.path / "decision.json"
    file.write_text(CONTINUE)

    def run(*args, phase="pre_deploy", **options):
        result = project.run("-m", phase, "--golive-decision=decision.json", *args, **options)
        return result, json.loads(file.read_text())

    run.project, run.file = project, file
    return run


@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["alone", "xdist"])
def test_a_go_that_has_watched_nothing_is_held(piped, workers):
    result, decision = piped(*workers)
    assert result.ret == 0
    assert (decision["format"], decision["decision"], decision["verdict"]) == (1, "hold", "GO")
    (reason,) = decision["reasons"]
    assert reason.startswith("nothing in this run has watched the release: rollback::no_trigger_fired and ")
    assert (decision["command"], decision["notify"], decision["since"], decision["deployed"]) == (None, [], None, None)
    assert set(decision["release"]) == {"version", "commit", "previous"}
    result.stdout.fnmatch_lines(["*decision: hold, in decision.json*"])


def test_a_row_that_blocks_is_a_reason_to_hold(piped):
    piped.project.write("gates/test_own.py", OWN.format(body="", value=2))
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    result, decision = piped(f"--golive-deployed={moment:%Y-%m-%dT%H:%M:%SZ}")
    assert result.ret == 1
    assert (decision["decision"], decision["verdict"]) == ("hold", "NO-GO")
    assert [one for one in decision["reasons"] if one.startswith("gates/test_own.py::test_ready (failed): ready: 2")]
    assert decision["deployed"] == moment.isoformat()


@pytest.mark.parametrize(
    ("body", "reason", "status"),
    [
        ("raise KeyboardInterrupt", "the run was interrupted", 2),
        ("import os; os._exit(0)", "the run has not ended", 1),
        ("pytest.exit('enough', 0)", "the run was interrupted (enough)", 1),
    ],
)
def test_a_run_that_is_ended_is_held(piped, body, reason, status):
    piped.project.write("gates/test_own.py", OWN.format(body=body, value=1))
    result, decision = piped(apart=True)
    assert (result.ret, decision["decision"]) == (status, "hold")
    assert reason in decision["reasons"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("conftest.py", "import nowhere_to_be_found\n"),
        ("conftest.py", "import sys\nsys.exit(0)\n"),
        ("conftest.py", "def pytest_configure():\n    raise RuntimeError('broken')\n"),
        ("conftest.py", "import pytest\ndef pytest_collection():\n    pytest.exit('no', returncode=0)\n"),
        ("golive.toml", "max_lines = \n"),
        ("golive.toml", "nonsense = 3\n"),
    ],
)
def test_a_run_that_never_begins_leaves_no_decision_of_another(piped, name, text):
    piped.project.write(name, text)
    result, decision = piped(apart=True)
    assert result.ret != 0
    assert (decision["decision"], decision["verdict"]) == ("hold", "NO-GO")
    assert decision["reasons"] != []


def test_what_is_no_decision_stays(piped):
    piped.file.write_text('{"important": true}')
    result = piped.project.phase("--golive-decision=decision.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert piped.file.read_text() == '{"important": true}'
    result.stderr.fnmatch_lines(["*--golive-decision=decision.json: it holds something else and stays as it is*"])


@pytest.mark.parametrize("name", ["", " "])
def test_a_name_that_is_empty_is_refused(piped, name):
    """As from a variable of a pipeline that is not set: the decision of an earlier run would be read."""
    result = piped.project.phase(f"--golive-decision={name}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--golive-decision names no file, so a decision of an earlier run could stay*"])


def test_a_pipe_is_refused_before_anybody_waits_for_its_reader(piped):
    os.mkfifo(piped.project.path / "pipe")
    result = piped.project.phase("--golive-decision=pipe")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--golive-decision=pipe: it is no regular file; name one*"])


def test_a_hook_that_makes_the_run_red_takes_the_permission_back(piped):
    """Only a process that ends with status 0 has let the pipeline go on."""
    piped.project.write("conftest.py", "def pytest_sessionfinish(session):\n    session.exitstatus = 5\n")
    result, decision = piped(apart=True)
    assert (result.ret, decision["decision"]) == (5, "hold")


def test_units_tests_alone_decide_nothing(piped):
    result = piped.project.run("tests", "--golive-decision=decision.json")
    assert json.loads(piped.file.read_text())["decision"] == "hold"
    assert "decision:" not in result.stdout.str()
