"""The checks of several commits with the same content: each counts on the first commit on which it ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.words import PASSED, Check, State


def joined(seen: Sequence[tuple[str, Observed]]) -> tuple[str, Observed, dict[str, str]]:
    """The first commit on which anything ran, all checks, and by the names of those that are not its own, their commit.

    A check that was skipped on one commit, but failed on another with the same content, has failed.

    Args:
        seen: the commits and their checks, at least one; the release's own commit first.
    """
    first = next((number for number, (_, each) in enumerate(seen) if each.checks), 0)
    commit, own = seen[first]
    checks, workflows, borrowed = list(own.checks), list(own.workflows), dict[str, str]()
    for other, each in seen[first + 1 :]:
        new = [check for check in each.checks if not _is_whole(check) and _counts_too(check, checks)]
        borrowed |= {check.name: other for check in new}
        checks += new
        workflows += [run for run in each.workflows if run.name not in {one.name for one in workflows}]
    notes = dict.fromkeys(note for _, each in seen for note in each.notes)
    return commit, replace(own, checks=tuple(checks), notes=tuple(notes), workflows=tuple(workflows)), borrowed


def _counts_too(check: Check, checks: Sequence[Check]) -> bool:
    same = [one for one in checks if one.name == check.name]
    return all(one.state is State.SKIPPED for one in same) and (not same or check.state not in PASSED)


def _is_whole(check: Check) -> bool:
    """Whether *check* is a pipeline of GitLab: its name is its number, so it is the same as no other."""
    return check.run > 0 and check.name == f"pipeline {check.run}"
