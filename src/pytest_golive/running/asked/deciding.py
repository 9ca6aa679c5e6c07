"""The file of ``--golive-decision``: "hold" from the first moment, and anything else only by what the run has shown."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from pytest_golive.collecting.evaluating.asking import is_watch_alone
from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Verdict
from pytest_golive.options import file_named
from pytest_golive.reports.decisions.deciding import CONTINUE, ROLL_BACK, Decision, begun, decided
from pytest_golive.reports.decisions.watched import decided_by_watch
from pytest_golive.reports.decisions.writing import write
from pytest_golive.running.asked.holding import why_not
from pytest_golive.running.asked.showing import with_page
from pytest_golive.running.asked.viewing import viewed
from pytest_golive.running.filing import recorded
from pytest_golive.running.writing import ENDED, tell, written

ALLOWED = pytest.StashKey[Decision]()  # to continue, once the process is about to end well


def filed(verdict: Verdict, run: Run, config: pytest.Config, exitstatus: int) -> Verdict:
    """*verdict*, once all files that were asked for are written; with a fault for each that cannot be."""
    shown = with_page(written(verdict, config, exitstatus), run, config)
    verdict = viewed(_with_decision(recorded(shown, run, config), run, config, exitstatus), config)
    return verdict if verdict.faults == shown.faults else with_page(verdict, run, config)  # it shows every fault


def _with_decision(verdict: Verdict, run: Run, config: pytest.Config, exitstatus: int) -> Verdict:
    """*verdict*, once the decision is written, if one was asked for."""
    name = config.getoption("golive_decision", None)
    if not name:
        return verdict
    decide = decided_by_watch if is_watch_alone(config) else decided
    decision = _whole(decide(verdict, was_ended=exitstatus in ENDED), run)
    is_final = decision.decision != CONTINUE
    try:
        write(file_named(config.invocation_params.dir, name), decision if is_final else begun())
    except (OSError, GoliveError) as error:
        return replace(verdict, faults=(*verdict.faults, f"the decision {name} cannot be written: {why_not(error)}"))
    if not is_final:
        config.stash[ALLOWED] = decision
    tell(config, verdict, verdict, f"decision: {decision.decision}, in {name}")
    return verdict


def let_go(config: pytest.Config, status: Any) -> Any:
    """Write that the pipeline may continue, if that was decided and the process ends with status 0.

    Returns:
        *status*; 1 if it cannot be written.
    """
    decision = config.stash.get(ALLOWED, None)
    if decision is None or status != 0:
        return status
    name = config.getoption("golive_decision")
    try:
        write(file_named(config.invocation_params.dir, name), decision)
    except (OSError, GoliveError) as error:
        sys.stdout.write(
            f"NO-GO  the checklist was a GO, but the decision {name} cannot be written: {why_not(error)}\n"
        )
        return 1
    return status


def _whole(decision: Decision, run: Run) -> Decision:
    """*decision* with what the run knows: when it was deployed, the command, and who is told."""
    from pytest_golive.targets.triggers.way_back import way_back

    moment = deployed(run)
    decision = replace(decision, deployed=moment.text if moment else None)
    if decision.decision != ROLL_BACK:
        return decision
    try:
        way = way_back(run)
    except GoliveError as error:
        return replace(decision, reasons=(*decision.reasons, f"there is no command to roll back: {error}"))
    return replace(decision, command=way.command, notify=way.notify)
