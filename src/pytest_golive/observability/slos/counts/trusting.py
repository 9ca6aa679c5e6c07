"""What the team answers for where nobody here understands what an objective counts; an error if it does not."""

from __future__ import annotations

from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.slo import Slo

LONGEST: Final = 160  # as much of a query as fits on a line or two


def on_a_line(query: str) -> str:
    """A query for a message: on one line, and cut where it is long."""
    text = " ".join(query.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def answered_for(slo: Slo, query: str, why: str, cure: str) -> str:
    """A note on a query for which the settings say that the team answers.

    Args:
        slo: the objective.
        query: which of its queries is meant.
        why: what is not known of it.
        cure: how to write it so that it is known.

    Raises:
        CannotMeasure: nobody answers for it.
    """
    if slo.trusted:
        return f"{slo.shown}: you answer for what it counts, by trusted: {why}"
    raise CannotMeasure(
        f"{slo.shown}: {why}: {on_a_line(query)}",
        f"{cure}; or, if you answer for what it counts, trust it: {slo.trusting}",
        path=slo.path,
        line=slo.line,
    )
