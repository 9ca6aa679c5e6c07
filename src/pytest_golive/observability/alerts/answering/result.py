"""What became of the alerts that fired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.answering.chosen import NAME
from pytest_golive.observability.alerts.answering.history import Fired
from pytest_golive.observability.sources.prometheus.past import told
from pytest_golive.observability.sources.trouble import clean

SHOWN: Final = 10  # alerts of each kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one alert.

    Attributes:
        fired: the alert.
        answer: "resolved", "silenced" or "needs none"; "" if there is none.
        why: in words.
    """

    fired: Fired
    answer: str
    why: str

    def __str__(self) -> str:
        labels = ", ".join(f"{clean(name)}={clean(value)}" for name, value in self.fired.labels.items() if name != NAME)
        times = f", {self.fired.times:,} times" if self.fired.times > 1 else ""
        until = f" to {told(self.fired.ended)}" if self.answer == "resolved" else ""
        name = clean(self.fired.labels.get(NAME, "")) or "without a name"
        return f"{name}{f' ({labels})' if labels else ''}, since {told(self.fired.began)}{until}{times}: {self.why}"


@dataclass(frozen=True, slots=True)
class Answers:
    """All of them.

    Attributes:
        outcomes: of each alert that fired.
        source: of what, from when to when, and where it was read.
        rules: how many alerting rules could have fired.
        facts: what else readers should know, by name.
        doubt: why it is not certain that there are no others.
    """

    outcomes: tuple[Outcome, ...]
    source: str
    rules: int
    facts: tuple[tuple[str, str], ...] = ()
    doubt: CannotMeasure | None = None

    @property
    def unanswered(self) -> int:
        """How many nobody has answered."""
        return sum(not one.answer for one in self.outcomes)

    def notes(self) -> Iterator[tuple[str, str]]:
        """Each alert, and what else readers should know."""
        yield "rules about this service", f"{self.rules:,}"
        yield "alerts that fired", f"{len(self.outcomes):,}"
        for answer in ("", "silenced", "resolved", "needs none"):
            found = [one for one in self.outcomes if one.answer == answer]
            for number, one in enumerate(found[:SHOWN], 1):
                yield f"{answer or 'unanswered'} {number}", str(one)
            if len(found) > SHOWN:
                yield f"{answer or 'unanswered'}, more", f"{len(found) - SHOWN:,}"
        yield from self.facts
