"""Runs of GitHub's workflows: which attempt of a job is the last, and whether a run's jobs tell all about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.words import PASSED, STATES, Check, State

COMPLETED = "completed"
SKIPPED = "skipped"
Key = tuple[int, str, str]


def last_runs(runs: Sequence[Item]) -> list[Item]:
    """The last run of each workflow for the same event and branch; a run that was skipped is no further attempt."""
    last: dict[Key, Item] = {}
    for run in _in_order(runs):
        if _key(run) not in last or run.maybe_text("conclusion") != SKIPPED:
            last[_key(run)] = run
    return list(last.values())


def last_attempts(checks: Iterable[Check], runs: Sequence[Item]) -> list[Check]:
    """The checks of the last runs, and those of earlier ones that failed and were not tried again.

    Jobs of one workflow, event and branch are attempts at the same if their names are. A job that was skipped is no
    further attempt: what failed before it has still failed. A run that has not ended may still create a job.
    """
    keys = {run.number("id"): _key(run) for run in runs}
    last = {_key(run): run for run in last_runs(runs)}
    attempts: dict[tuple[str, str, Key | int], list[Check]] = {}
    for check in checks:
        attempts.setdefault((check.name, check.reporter, keys.get(check.run, check.run)), []).append(check)
    found: list[Check] = []
    for (*_, key), tries in attempts.items():
        run = None if isinstance(key, int) else last[key]
        now = [one for one in tries if run is None or one.run >= run.number("id")]
        found += sorted(now, key=lambda one: one.job)[-1:]
        tried = [one for one in sorted(tries, key=lambda one: (one.run, one.job)) if one.state is not State.SKIPPED]
        is_awaited = run is not None and run.text("status") != COMPLETED and not now
        found += [one for one in tried[-1:] if one not in found and one.state not in PASSED and not is_awaited]
    return found


def is_shown_by(run: Item, jobs: Sequence[Check]) -> bool:
    """Whether *jobs* tell what there is to know of *run*.

    They do not if it has none, if it may create more of them, or if none of them says why it is not green.
    """
    own = [job for job in jobs if job.run == run.number("id")]
    status = run.text("status")
    state = STATES.get(run.maybe_text("conclusion") if status == COMPLETED else status, State.UNKNOWN)
    if not own:
        return False
    return state in PASSED or any(job.state not in PASSED for job in own)


def _in_order(runs: Sequence[Item]) -> list[Item]:
    return sorted(runs, key=lambda one: one.number("id"))


def _key(run: Item) -> Key:
    return run.number("workflow_id"), run.text("event"), run.maybe_text("head_branch")
