"""Measure how fast objectives burn their error budgets since a deployment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.aims.aiming import Aim, aim_of
from pytest_golive.observability.slos.asking import question_of
from pytest_golive.observability.slos.burning.rates import Burn, Fewest, Judged, Pair, Seen, judged, measurement_of
from pytest_golive.observability.slos.burning.windows import check_whole, events_of, over
from pytest_golive.observability.slos.counts.proportion import check_proportion
from pytest_golive.observability.slos.ratios import Key, NoTraffic, errors_of
from pytest_golive.observability.slos.result import spoken
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.watch.measured import Measurement, Phase

EARLY: Final = "watch for longer than the short windows of the burn rates, or shorten them"


class Burning:
    """Measures one objective again and again; whether its queries are about this service is asked until it is known.

    Args:
        signal: its name in the watch.
        slo: the objective.
        burns: the pairs of windows.
        fewest: how much proves something.
    """

    def __init__(self, signal: str, slo: Slo, burns: Sequence[Burn], fewest: Fewest) -> None:
        self.signal, self._slo, self._burns, self._fewest = signal, slo, burns, fewest
        self._aim: Aim | None = None

    def measure(self, metrics: Metrics, labels: Mapping[str, str], since: float, interval: float) -> Measurement:
        """How fast its budget burns; what cannot be measured is an error in it.

        Args:
            metrics: the source of its queries.
            labels: of this service's series; {} if nobody says.
            since: seconds since the deployment.
            interval: seconds between two scrapes.
        """
        ready = [burn for burn in self._burns if burn.short <= since]
        waiting = [burn for burn in self._burns if burn.short > since]
        later = ", ".join(f"{burn.rate:g}x over {spoken(burn.short)}" for burn in waiting)
        later = f"not looked at yet, {spoken(max(since, 0.0))} after the deployment: {later}" if later else ""
        if not ready:
            said = f"{self._slo.shown}: {later}"
            return Measurement(self.signal, Phase.INCONCLUSIVE, said=said, cure=EARLY, is_early=True)
        try:
            aim = self._aimed(metrics, labels)
            found = [self._judged(burn, metrics, aim.selected, since, interval) for burn in ready]
        except CannotMeasure as error:
            return Measurement(self.signal, Phase.ERROR, unit="x", said=error.what, cure=error.cure)
        return measurement_of(self.signal, self._slo.shown, found, later)

    def _aimed(self, metrics: Metrics, labels: Mapping[str, str]) -> Aim:
        if self._aim is None:
            question_of(self._slo)  # which says why it has none
            aim = aim_of(self._slo, metrics, labels)
            if aim.findings:
                first = aim.findings[0]
                raise CannotMeasure(first.message, first.cure, path=first.path, line=first.line)
            check_proportion(self._slo)
            self._aim = aim
        return self._aim

    def _judged(self, burn: Burn, metrics: Metrics, selected: tuple[str, ...], since: float, interval: float) -> Judged:
        seconds = min(burn.long, since)
        long, short = (self._seen(length, metrics, selected, interval) for length in (seconds, burn.short))
        return judged(Pair(burn, seconds, long, short), self._slo.target, self._fewest)

    def _seen(self, seconds: float, metrics: Metrics, selected: tuple[str, ...], interval: float) -> Mapping[Key, Seen]:
        slo = over(self._slo, seconds)
        check_whole(slo, metrics, selected, seconds, interval)
        try:
            errors = errors_of(slo, metrics)
        except NoTraffic:
            return {}
        return {key: Seen(one.ratio, events_of(slo, one.total)) for key, one in errors.items()}
