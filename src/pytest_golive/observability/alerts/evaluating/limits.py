"""Whether the limits that a rule divides by are limits at all: many exporters write -1, 0 or 2^63 for "no limit"."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.observability.alerts.evaluating.capacities import UNLIMITED
from pytest_golive.observability.alerts.evaluating.fault import Fault
from pytest_golive.observability.alerts.meaning.selecting import known_meaning
from pytest_golive.observability.alerts.needed import CPU, MEMORY, Needed
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.rules.watching import Watched, selector_of
from pytest_golive.observability.alerts.strictness.outcomes import Outcome

PARTS = frozenset({"limit", "quota"})


def no_limits(outcome: Outcome, needed: Needed, watched: Watched) -> Iterator[Fault]:
    """That a rule can never fire, for all limits that it reads say that there is none.

    Args:
        outcome: of the rule: the series that it reads.
        needed: the alert.
        watched: asks the server.
    """
    if needed.signal not in {MEMORY, CPU}:
        return
    ours = tuple(Match(label, "=", value) for label, value in needed.labels.items())
    for series in outcome.series:
        if known_meaning(series, needed).part not in PARTS:
            continue
        own = selector_of(series.name, tuple(dict.fromkeys((*series.matches, *ours))))
        selector = own if watched.count(own) else selector_of(series.name, series.matches)
        some, whole = watched.count(f"{selector} > 0 < {UNLIMITED}"), watched.count(selector)
        if whole is None or some is None:
            yield Fault(f"the server does not say whether {series} has a limit", is_sure=False)
        elif whole and not some:
            yield Fault(
                f"each of {whole:g} series {series} is 0, less, or beyond any size: there is no limit", is_sure=True
            )
