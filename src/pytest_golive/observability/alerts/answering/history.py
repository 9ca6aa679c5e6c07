"""What fired over a time of the past, as the series ALERTS of a Prometheus remember it: Alertmanager forgets."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.answering.chosen import NAME, Chosen, plain
from pytest_golive.observability.sources.growing import duration
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.prometheus.http_api import Span
from pytest_golive.observability.sources.prometheus.past import Past, told
from pytest_golive.observability.sources.prometheus.refusing import Refused
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.sources.selecting import Matcher, Selector

SERIES: Final = "ALERTS"
MOST: Final = 1_000  # windows
FORGIVEN: Final = 3.0  # evaluations that may be missing in a window: one may fail, one may be late
LEAST: Final = 8.0  # evaluations of a window
FEW: Final = 3  # holes in a message
FIRES: Final = Matcher("alertstate", "=", "firing")


@dataclass(frozen=True, slots=True)
class Fired:
    """One alert that fired.

    Attributes:
        labels: of the alert.
        began: when it fired first, in seconds since 1970, as exactly as the windows are long.
        ended: when it fired last.
        times: how often it began.
    """

    labels: Mapping[str, str]
    began: float
    ended: float
    times: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time of the past.

    Attributes:
        since: in seconds since 1970.
        until: the same.
        interval: seconds between two evaluations of the rules.
    """

    since: float
    until: float
    interval: float

    def windows(self) -> Span:
        """The ends of the windows, which adjoin and cover all of the time.

        Raises:
            CannotMeasure: there is no whole window.
        """
        whole = self.until - self.since
        count = math.floor(whole / max(LEAST * self.interval, whole / MOST)) if whole > 0 else 0
        if count < 1:
            raise CannotMeasure(
                f"from {told(self.since)} to {told(self.until)} rules that are evaluated every "
                f"{in_words(self.interval)} prove nothing",
                f"ask at least {in_words(LEAST * self.interval)} after the deployment",
            )
        step = math.ceil(1000 * whole / count) / 1000  # servers count in milliseconds
        return Span(self.until - (count - 1) * step, self.until, step)


def fired_over(
    sources: Sequence[PrometheusMetrics], chosen: Chosen, switches: Collection[str], over: Stretch
) -> tuple[list[Fired], str]:
    """The alerts about a service that fired, with those that always fire, and where that was read.

    Args:
        sources: which may remember them; the first one that does counts.
        chosen: which alerts are meant.
        switches: names of alerts that always fire, which show that rules were evaluated, and kept.
        over: the time.

    Raises:
        CannotMeasure: none of the sources remembers all of the time.
    """
    errors = []
    for source in sources:
        try:
            past, span = Past(source, over.windows()), over.windows()
            _without_holes(past, switches, span.step, over)
            return list(_fired(past, chosen, span.step)), source.said
        except CannotMeasure as error:
            errors.append(error)
    raise next((error for error in errors if not isinstance(error, Refused)), errors[0])


def _without_holes(past: Past, switches: Collection[str], step: float, over: Stretch) -> None:
    """Proof that rules were evaluated all the time.

    Raises:
        CannotMeasure: there is none.
    """
    said, named = past.source.said, " or ".join(sorted(switches))
    chosen = [Selector(SERIES, (Matcher(NAME, "=", name), FIRES)) for name in sorted(switches)]
    counts = [0.0] * len(past.moments)
    for selector in chosen:
        for number in range(len(counts)):
            found = past.asked(_counted(selector, step), number).samples
            counts[number] = max([counts[number], *(one.value for one in found)])
    if not any(counts):
        raise CannotMeasure(
            f"{said} has no series {SERIES} of {named}, which always fires, from {told(over.since)} to "
            f"{told(over.until)}, so what fired is not known",
            "see that it keeps the series that its rules write, that its retention is long enough, and that the "
            "credential may read them",
        )
    wanted = step / over.interval - FORGIVEN
    # Windows without samples are told with their neighbours, as one hole.
    grouped = groupby(range(len(counts)), lambda number: counts[number] < wanted)
    runs = [(missing, list(numbers)) for missing, numbers in grouped]
    holes = [
        f"{told(past.moments[one[0]] - step)} to {told(past.moments[one[-1]])}" for missing, one in runs if missing
    ]
    if holes:
        more = f"; and {len(holes) - FEW:,} more" if len(holes) > FEW else ""
        raise CannotMeasure(
            f"whether alerts fired is not known, for {said} did not always evaluate {named}, which always fires: "
            f"{'; '.join(holes[:FEW])}{more}",
            "find out why no rule was evaluated then; what happened in that time has to be known from elsewhere, and a "
            "waiver says who has looked",
        )


def _fired(past: Past, chosen: Chosen, step: float) -> Iterator[Fired]:
    there: dict[frozenset[tuple[str, str]], list[int]] = {}
    asked = _counted(Selector(SERIES, (FIRES, *chosen.matchers)), step)
    for number in range(len(past.moments)):
        for sample in past.asked(asked, number).samples:
            labels = plain(sample.labels.items())
            there.setdefault(frozenset(labels.items()), []).append(number)
    for labels_, numbers in there.items():
        times = 1 + sum(later - earlier > 1 for earlier, later in pairwise(numbers))
        began, ended = past.moments[numbers[0]] - step, past.moments[numbers[-1]]
        yield Fired(dict(sorted(labels_)), began, ended, times)


def _counted(selector: Selector, step: float) -> str:
    return f"count_over_time({selector}[{duration(step)}])"
