"""A run that only shows how it would deploy looks at no trigger: what fires is no matter of a release that is not there."""

from __future__ import annotations

import json

import pytest
from firing_alerts import alert

from pytest_golive.collecting.entries import built_in_entries

GATE, DEPLOYED = "rollback::no_trigger_fired", "deployment::deployed"
DEPLOYS = '[tool.golive.deployment]\ncommand = ["true"]\n'
NEEDS = "[tool.golive.phases.deploy]\nneeds = 'nothing'\n"
OWN = """
from pytest_golive import gate

@gate("Deployed by itself", permission="deploy")
def test_deployed(judge):
    judge("releases", 1, at_least=1)
"""


@pytest.fixture
def phase(alone, shop, manager):
    """A run of the phase deploy in which an alert fires, and its decision: ``phase(DEPLOYS, "--golive-deployed=now")``."""
    manager.answers["/api/v2/alerts"] = [{**alert(), "startsAt": "2999-01-01T00:00:00Z"}]
    due = [entry.id.removeprefix("golive/") for entry in built_in_entries() if "deploy" in entry.phases]
    away = "".join(f'"{name}" = "not tried here"\n' for name in due if name not in {GATE, DEPLOYED})

    def run(settings, *args):
        alone(settings + NEEDS)
        shop.settings(f"[tool.golive.not_applicable]\n{away}")
        shop.commit()
        result = shop.run("-m", "deploy", "--target=staging", "--golive-decision=decision.json", *args)
        return " ".join(result.stdout.str().split()), json.loads((shop.path / "decision.json").read_text())

    return run


def test_a_dry_run_rolls_nothing_back(phase):
    said, decision = phase(DEPLOYS)
    assert f"{GATE}: a dry run: nothing was deployed, so that there is nothing to roll back" in said
    assert "a dry run: one step was shown and checked" in said
    assert (decision["decision"], decision["command"], decision["since"]) == ("hold", None, None)
    assert any(GATE in reason and "nothing was deployed" in reason for reason in decision["reasons"])
    assert decision["reasons"][-1].startswith("a dry run: one step was shown")


def test_a_gate_that_deploys_by_itself_is_one_too(phase, shop):
    shop.write("gates/test_own.py", OWN.replace("@gate", "import pytest\n\n@pytest.mark.deploy\n@gate", 1))
    said, decision = phase("")
    assert f"{GATE}: a dry run: nothing was deployed" in said
    assert decision["decision"] == "hold"


STEP = '[tool.golive.deployment.steps.put_live]\nafter = "merged"\n{}\n'
ELSEWHERE = '\n[tool.golive.targets.elsewhere]\nurl = "https://elsewhere.example"'
DOES = ['command = ["true"]', 'shell = "true"', 'request = { url = "/switch" }']


@pytest.mark.parametrize("does", DOES, ids=["command", "shell", "request"])
def test_a_project_that_deploys_by_steps_alone_rolls_nothing_back(phase, does):
    said, decision = phase(STEP.format(does))
    assert f"{GATE}: a dry run: nothing was deployed, so that there is nothing to roll back" in said
    assert decision["decision"] == "hold"


@pytest.mark.parametrize(
    "step", [f'{DOES[0]}\ntargets = ["elsewhere"]{ELSEWHERE}', f'gate = "{GATE}"'], ids=["runs elsewhere", "only looks"]
)
def test_a_step_that_changes_nothing_here_deploys_nothing(phase, step):
    _, decision = phase(STEP.format(step))
    assert decision["decision"] == "roll back"


def test_where_others_deploy_the_triggers_are_looked_at(phase):
    _, decision = phase("")
    assert decision["decision"] == "roll back"


def test_who_says_that_it_is_deployed_asks_about_the_release(phase):
    said, decision = phase(DEPLOYS, "--golive-deployed=now")
    assert "security incidents: 1, must be at most 0" in said
    assert decision["decision"] == "roll back"
