"""A pipeline may continue after a GO in which no trigger had fired, and at the very end of the process alone."""

from __future__ import annotations

import json

import pytest

AWAY = """
[tool.golive.not_applicable]
"monitoring::*" = "nobody has metrics yet"
"post_deploy::*" = "this is a trial of rollbacks"
"deployment::*" = "this is a trial of rollbacks"
"""
DOCUMENT = """# Go
- [ ] Error rate > 5% <!-- golive: rollback::no_trigger_fired phase=post_deploy -->
- [ ] Response time > 2x baseline <!-- golive: rollback::no_trigger_fired phase=post_deploy -->
- [ ] Critical feature broken <!-- golive: rollback::no_trigger_fired phase=post_deploy -->
- [ ] Security incident <!-- golive: rollback::no_trigger_fired phase=post_deploy -->
"""


@pytest.fixture
def piped(alone, shop, pytester):
    """A run of the whole phase, and what the pipeline is told."""
    alone(AWAY)

    def run(*args):
        shop.commit()
        words = ("-p", "no:randomly", "-m", "post_deploy", "--golive-decision=decision.json", *args)
        result = pytester.runpytest_subprocess(*words)
        return result, json.loads((shop.path / "decision.json").read_text())

    return run


def test_a_go_without_a_trigger_continues(piped):
    result, decision = piped()
    result.stdout.fnmatch_lines(["*decision: continue, in decision.json*", "GO *"])
    assert (result.ret, decision["decision"], decision["verdict"]) == (0, "continue", "GO")
    assert (decision["reasons"], decision["command"]) == (["rollback::no_trigger_fired passed"], None)


def test_a_process_that_does_not_end_well_is_held(piped, shop):
    shop.write("conftest.py", "def pytest_sessionfinish(session):\n    session.exitstatus = 5\n")
    result, decision = piped()
    assert (result.ret, decision["decision"]) == (5, "hold")


def test_rows_of_a_document_are_decided_by_their_gate(piped, shop):
    shop.write("docs/GO.md", DOCUMENT)
    result, decision = piped("--golive-checklist=docs/GO.md")
    result.stdout.fnmatch_lines(["*PASS *Error rate > 5%*", "*PASS *Security incident*"])
    assert (result.ret, decision["decision"]) == (0, "continue")
