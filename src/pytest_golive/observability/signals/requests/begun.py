"""What is counted in series that began within the window, and that ``rate()`` leaves out: shown where it mattered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pytest_golive.observability.signals.requests.statuses import Meaning, meaning_of_all
from pytest_golive.observability.sources.metrics import Metrics, Selector

NAME: Final = "counted from zero"


def note_of_failed(
    metrics: Metrics, selector: Selector, window: float, labels: Sequence[str], grown: Mapping[Meaning, float]
) -> tuple[tuple[str, str], ...]:
    """A note on requests, and failed ones, that only *grown* (per second) has."""
    plain = metrics.rates(selector, window, by=labels).samples
    failed = sum(one.value for one in plain if meaning_of_all(one.labels, labels) is Meaning.FAILED)
    everything = sum(one.value for one in plain)
    return _note((sum(grown.values()) - everything) * window, (grown[Meaning.FAILED] - failed) * window)


def note_of_all(metrics: Metrics, selector: Selector, window: float, grown: float) -> tuple[tuple[str, str], ...]:
    """A note on requests that only *grown* (per second) has."""
    plain = sum(one.value for one in metrics.rates(selector, window).samples)
    return _note((grown - plain) * window)


def _note(more: float, failed: float = 0.0) -> tuple[tuple[str, str], ...]:
    if max(more, failed) < 1:
        return ()
    of_them = f" ({failed:,.0f} of them failed)" if failed >= 1 else ""
    return ((NAME, f"{more:,.0f} requests{of_them} with which series began within the window; rates leave them out"),)
