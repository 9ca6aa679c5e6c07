"""PromQL for counters that are counted from zero where they begin, which ``rate()`` does not do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.observability.sources.selecting import Matcher, Selector, label_name

# What tells the processes apart whose series these are.
PROCESS: Final = "on (job, instance, pod, service_instance_id, exported_instance)"
STARTED: Final = "process_start_time_seconds"
BEFORE: Final = "1h"  # a series that was there in this time before the window may have been missing for a failed scrape


def growth_of(chosen: Selector, matchers: Sequence[Matcher], seconds: float, by: Sequence[str] = ()) -> str:
    """The summed increase per second, where a series that begins within the window begins at zero.

    - A series is *known* if it was alive when the window began. If its instance was not scraped then, it is known if
      it was there in the hour before, unless the process started after that.
    - A process that is older than the window, and that nobody scraped before it, says nothing of when it counted.
    - A new series that fell within the window is counted at most twice: PromQL does not give the first value, and
      for VictoriaMetrics it fell if it is lower than in the process before.

    Args:
        chosen: the series, with the labels of the service.
        matchers: the labels of the service.
        seconds: of the window.
        by: labels to group by; none for one value of all.
    """
    window = duration(seconds)
    series, start = f"{chosen}[{window}]", f"(time() - {seconds:g})"
    up, started = Selector("up", matchers), Selector(STARTED, matchers)
    looked_at = f"({up} offset {window} == 1 or {started} >= {start})"
    known = (
        f"({chosen} offset {window} or "
        f"(last_over_time({chosen}[{BEFORE}] offset {window}) unless {PROCESS} {looked_at}))"
    )
    found = f"({started} < {start} unless last_over_time({started}[{BEFORE}] offset {window}))"
    # max passes over what is not a number, and a sum does not.
    highest = f"(max_over_time({series}) + 0 * sum_over_time({series}))"
    counted = f"({highest} + (increase({series}) and resets({series}) > 0) or {highest})"
    begun = f"({counted} unless {known} unless {PROCESS} {found}) / {seconds:g}"
    return f"sum{grouped_by(by)}({begun} or rate({series}))"


def duration(seconds: float) -> str:
    """A duration of PromQL: "300s", "1500ms"."""
    milliseconds = round(seconds * 1000)
    return f"{milliseconds}ms" if milliseconds % 1000 else f"{milliseconds // 1000}s"


def grouped_by(labels: Sequence[str]) -> str:
    """The clause of an aggregation: " by (code) ", or one space."""
    return f" by ({', '.join(map(label_name, labels))}) " if labels else " "
