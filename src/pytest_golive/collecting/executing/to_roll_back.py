"""What of a run has its release rolled back, where the target says that this happens by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting.executing.journalling import JOURNAL
from pytest_golive.context.run import RUN, Run
from pytest_golive.errors import NotExecuted
from pytest_golive.judging.verdict import Outcome, Verdict
from pytest_golive.settings.deployment.batches import rows_of
from pytest_golive.settings.deployment.table import Deployment

STEP: Final = "deployment::deployed"  # in the journal
# Rows that say that the release itself does not serve: an error of theirs is no better than a breach.
SERVING: Final = ("deployment::deployed", "deployment::smoke_passed")
ON_STAGING: Final = "deployment::deployed_to_staging"  # says so of staging alone: production may serve all the same
# A gap is over, and a probe that proves nothing tells nothing of the release; but the deployment may have been cut off.
WATCHED: Final = "deployment::zero_downtime"
# Rows that fire only by what was measured: nobody rolls back because a Prometheus is down.
MEASURED: Final = ("rollback::no_trigger_fired", "deployment::stable_after_deploy")


def is_automatic(run: Run) -> bool:
    """Whether *run* executes steps on a target that rolls back by itself."""
    table = run.settings.targets.get(run.target_name)
    return run.asked.execute and table is not None and table.rollback == "automatic"


def has_deployed(config: pytest.Config) -> bool:
    """Whether this run has begun to deploy, or looks at what an earlier run of the release has deployed."""
    known, steps = config.stash.get(JOURNAL, None), {STEP, *_of_batches(config)}
    return known is not None and (not steps.isdisjoint(known.journal.begun) or _is_earlier(config))


def _is_earlier(config: pytest.Config) -> bool:
    known = config.stash[JOURNAL]
    state = known.states.get(STEP)
    return STEP not in known.journal.begun and state is not None and state.holds


def was_cut_off(config: pytest.Config) -> bool:
    """Whether this run has begun to deploy, and nobody knows how far that came."""
    known = config.stash.get(JOURNAL, None)
    return known is not None and STEP in known.journal.begun and STEP not in known.journal.passed


def reasons(verdict: Verdict, config: pytest.Config) -> Iterator[tuple[str, Outcome]]:
    """The rows for which the release is rolled back, and how they have ended.

    What an earlier run has deployed may have served for days: only what is measured counts against it.
    """
    earlier, ended = _is_earlier(config), STEP in config.stash[JOURNAL].journal.passed
    of_batches = _of_batches(config)
    run = config.stash[RUN]
    table = run.settings.targets.get(run.target_name)
    is_production = table is not None and table.production
    serving = {*SERVING, *([] if is_production else [ON_STAGING]), *of_batches[::2]}
    for row in verdict.gates:
        name = row.entry.id.removeprefix(f"{ROOT}/")
        is_breached = name in {*serving, *MEASURED, *of_batches} and row.outcome is Outcome.FAILED
        is_unknown = row.outcome is Outcome.ERROR and not earlier
        if is_breached or (is_unknown and (name in serving or (name == WATCHED and not ended))):
            yield name, row.outcome


def _of_batches(config: pytest.Config) -> list[str]:
    """The rows of batches, each followed by that of its watch."""
    return [f"deployment::{name}" for name in rows_of(config.stash[RUN].settings.of(Deployment).batches)]


def refuse_to_watch(verdict: Verdict, config: pytest.Config) -> None:
    """Watch no release that is to be rolled back: each second of that would be one more of its harm.

    Raises:
        NotExecuted: it is to be rolled back.
    """
    found = next(reasons(verdict, config), None) if has_deployed(config) else None
    if found is not None:
        raise NotExecuted(
            f"not watched, because the release is to be rolled back: {found[0]} ({found[1]})",
            "mend that first, as its own row says",
        )
