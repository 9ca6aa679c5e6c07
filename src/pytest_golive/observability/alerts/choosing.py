"""Chooses, of the rules that are strict enough, one whose series are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_golive.observability.alerts.evaluating.buckets import short_buckets
from pytest_golive.observability.alerts.evaluating.fault import Fault
from pytest_golive.observability.alerts.evaluating.limits import no_limits
from pytest_golive.observability.alerts.examining import Answer, Candidate, settled
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.rules.living import Living
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.alerts.strictness.outcomes import STRICT


def living(answered: Answer, candidates: Sequence[Candidate], watched: Watched) -> Answer:
    """The answer of a rule that can fire; else what keeps each of them from it, a doubt rather than a finding."""
    if not answered.is_covered:
        return answered
    ill: list[tuple[Candidate, Fault]] = []
    for each in candidates:
        if each.outcome.state != STRICT:
            continue
        faults = _faults(each, answered.needed, watched)
        if not faults:
            return replace(answered, best=each)
        ill.append((each, faults[0]))
    best, fault = next(((each, fault) for each, fault in ill if not fault.is_sure), ill[0])
    return settled(answered, best, fault.what, is_sure=fault.is_sure)


def _faults(candidate: Candidate, needed: Needed, watched: Watched) -> list[Fault]:
    """What is wrong with the series that a rule reads; those that are sure come first."""
    found = Living(watched, needed, candidate.recordings).faults(candidate.rule.expression)
    if not any(one.is_sure for one in found):
        found = [
            *found,
            *short_buckets(candidate.outcome, needed, watched),
            *no_limits(candidate.outcome, needed, watched),
        ]
    return sorted(found, key=lambda one: not one.is_sure)
