"""What only a deployed release shows is looked at once the deployment of the run has ended."""

from __future__ import annotations

import pytest

from pytest_golive.collecting.executing.rows import steps_in
from pytest_golive.collecting.tree import is_gate, permission_of
from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.delivery.steps.step import CHANGING
from pytest_golive.errors import NotExecuted
from pytest_golive.settings.deployment.table import Deployment


def await_deployment(run: Run, request: pytest.FixtureRequest) -> None:
    """Deploy, if this run does that and has not yet; where others deploy, or rows were chosen by name, go on at once.

    Raises:
        NotExecuted: this run only shows what it would do, so that the old release is still there.
        CannotMeasure: the deployment failed.
    """
    if run.settings.of(Deployment).command is not None and not run.asked.chosen:
        request.getfixturevalue("made_deployment")


def refuse_undeployed(run: Run, session: pytest.Session) -> None:
    """Look at no trigger of a rollback while the release is not there: what fires is no matter of it.

    Args:
        run: a run that executes nothing.
        session: pytest's; a gate of the team's own in it may deploy by itself.

    Raises:
        NotExecuted: this run would deploy, only shows what it would do, and nothing says that it was done already.
    """
    if "deploy" not in run.asked.phases or deployed(run) is not None:
        return
    is_ours = _deploys(run) and not run.asked.chosen
    if is_ours or any(is_gate(item) and permission_of(item) == "deploy" for item in session.items):
        raise NotExecuted(
            "a dry run: nothing was deployed, so that there is nothing to roll back",
            "deploy with --golive-execute; or say when this release was deployed: --golive-deployed or --golive-after",
        )


def _deploys(run: Run) -> bool:
    """Whether the settings say how the target of *run* is changed: by one command, or by steps alone."""
    if run.settings.of(Deployment).command is not None:
        return True
    return any(step.kind in CHANGING and step.runs_on(run.target_name) for step in steps_in(run.settings))
