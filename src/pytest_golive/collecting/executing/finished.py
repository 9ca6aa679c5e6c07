"""What only a deployed release shows is looked at once the deployment of the run has ended."""

from __future__ import annotations

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting.executing.order import SECTION, Order
from pytest_golive.collecting.executing.rows import steps_in
from pytest_golive.collecting.executing.selection import command_for
from pytest_golive.collecting.tree import is_gate, key_of, permission_of
from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.delivery.steps.step import CHANGING
from pytest_golive.errors import NotExecuted
from pytest_golive.settings.deployment.batches import rows_of
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.deployment.watch import Watch


def await_deployment(run: Run, request: pytest.FixtureRequest) -> None:
    """Deploy, if this run does that and has not yet; where others deploy, or rows were chosen by name, go on at once.

    Raises:
        NotExecuted: this run only shows what it would do, so that the old release is still there.
        CannotMeasure: the deployment failed.
    """
    if run.settings.of(Deployment).command is not None and not run.asked.chosen:
        request.getfixturevalue("made_deployment")


def refuse_unfinished(run: Run, item: pytest.Item, order: Order) -> None:
    """Let a run that executes nothing look at nothing that only its deployment would bring.

    Raises:
        NotExecuted: the row *item* is due behind the deployment that this run would make.
    """
    names = getattr(item, "fixturenames", ())
    if "rollback_triggers" in names:
        refuse_undeployed(run, item.session)
    if run.asked.chosen or run.settings.of(Deployment).command is None:
        return
    looking = next((said for name, said in _looks(run, order).items() if name in names), "")
    deploys = _deploying_row(run, item.session, order) if looking else item.nodeid
    if deploys != item.nodeid and not run.not_applicable(key_of(item)):
        behind = deploys.removeprefix(f"{ROOT}/")
        raise NotExecuted(
            f"a dry run: {run.target_name} was not touched; {looking.format(behind)}",
            f"execute it: {command_for(run, run.target_name, is_production=order.production)}",
        )


def _looks(run: Run, order: Order) -> dict[str, str]:
    """What rows would do by the fixture that they request, with a place for the row that deploys."""
    watch = run.settings.of(Watch)
    on_staging = {
        "staging_release": "behind {} it would ask which release answers",
        "staging_stability": "behind {} it would sample health and release",
    }
    return {
        "watched_deployment": "it would send requests all through {}",
        "appeared": "behind {} it would ask which release answers",
        "smoke_rows": "behind {} it would evaluate the smoke rows",
        "watched_release": f"behind {{}} it would hold a watch of {watch.duration}",
        **({} if order.production else on_staging),
    }


def _deploying_row(run: Run, session: pytest.Session, order: Order) -> str:
    """The row that shows what would deploy: the last batch, else the first row that the deployment is for."""
    rules = run.settings.of(Deployment)
    is_at_once = rules.batch_targets and run.target_name not in rules.batch_targets
    batches = () if is_at_once else rows_of(rules.batches)[::2]
    there = [item for item in session.items if is_gate(item) and not run.not_applicable(key_of(item))]
    of_batches = [item.nodeid for item in there if item.nodeid.removeprefix(SECTION) in batches]
    looking = _looks(run, order)
    others = (item.nodeid for item in there if not looking.keys().isdisjoint(getattr(item, "fixturenames", ())))
    return of_batches[-1] if of_batches else next(others, "")


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
