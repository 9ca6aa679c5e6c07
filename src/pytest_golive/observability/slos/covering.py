"""For how much of its window there are data of an objective."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.formats.windows import MOST_STEPS, promql
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics

LOOK_BACK: Final = 300.0  # seconds, for which Prometheus takes the newest sample for the value
SMALLEST_STEP: Final = 15.0
COARSE: Final = 700  # steps of a window: enough to tell 29.9 days from 30
FEW: Final = 20  # steps with data that tell too little of how much data there are


def covered(slo: Slo, metrics: Metrics, selected: Sequence[str]) -> float:
    """Seconds of an objective's window for which there are data of each selection.

    Gaps are no data: a server that was down for a week knows nothing of that week.

    Raises:
        CannotMeasure: the source cannot say.
    """
    window = slo.window.seconds
    least = min(_of_one(slo, each, metrics) for each in selected)
    return window if least >= window - _step(window, COARSE) - LOOK_BACK else least


def seen_in(selection: str, window: float, steps: int) -> str:
    """The question at how many steps of a window there are series of a selection."""
    return f"count_over_time((count({selection}))[{promql(window)}:{promql(_step(window, steps))}])"


def _of_one(slo: Slo, selection: str, metrics: Metrics) -> float:
    """Seconds with data: roughly; exactly where there are few, which is cheap then."""
    window = slo.window.seconds
    for steps in (COARSE, MOST_STEPS):
        values = metrics.ask(seen_in(selection, window, steps))
        if values.partial:
            what = f"{slo.shown}: the answer for how much of its window there are data lacks data itself"
            cure = "run it again when all parts of the source answer"
            raise CannotMeasure(what, cure, path=slo.path, line=slo.line)
        count = max((each.value for each in values.samples if math.isfinite(each.value)), default=0.0)
        if count >= FEW:
            break
    return min(count * _step(window, steps), window)


def _step(window: float, steps: int) -> float:
    return max(math.ceil(window / steps), SMALLEST_STEP)
