"""One scrape of one instance: the metrics, or why there are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.scraping.exposition import ACCEPT, Exposition, NotMetrics, read_exposition
from pytest_golive.observability.sources.trouble import NOT_FOUND

CURE: Final = "see what the instance answers there, and correct path or instances"
TOLERANCE: Final = 30.0  # seconds that a time of an exporter may be ahead of our clock


@dataclass(frozen=True, slots=True)
class Scrape:
    """One scrape.

    Attributes:
        instance: the name of the instance: "10.0.0.7:8000".
        at: our time when it began, in milliseconds since 1970.
        exposition: what was read; None if it failed.
        error: why it failed; "" if it did not.
        cure: what to do about that.
    """

    instance: str
    at: int
    exposition: Exposition | None = None
    error: str = ""
    cure: str = ""


def scrape(name: str, client: Client, path: str, clock: Callable[[], float]) -> Scrape:
    """Scrape one instance.

    Args:
        name: of the instance.
        client: for its address; its patience is what it may wait for.
        path: of the metrics.
        clock: seconds since 1970.

    Raises:
        NotSetUp: prometheus-client is not installed.
    """
    at = round(clock() * 1000)
    try:
        answer = client.ask(path, headers={"Accept": ACCEPT}, accepted=(NOT_FOUND,))
        if answer.status == NOT_FOUND:
            what = f"{client.api.named} answers {answer.status} to {answer.place}"
            return Scrape(name, at, error=what, cure=f"correct path in {client.api.place}: its metrics are elsewhere")
        exposition = read_exposition(answer.body, answer.header("content-type"))
        _check_times(exposition, clock())
    except NotMetrics as fault:
        return Scrape(
            name, at, error=f"what {client.api.named} answers to a scrape is not to be used: {fault}", cure=CURE
        )
    except NotSetUp:
        raise
    except CannotMeasure as error:
        addressed = error.cure.replace(f"{client.api.place} url", f"{client.api.place} instances")
        return Scrape(name, at, error=error.what, cure=addressed)
    return Scrape(name, at, exposition)


def _check_times(exposition: Exposition, now: float) -> None:
    ahead = max((read.at - now for read in exposition.series.values() if read.at is not None), default=0.0)
    if ahead > TOLERANCE:
        raise NotMetrics(f"it gives its samples a time {ahead:,.0f} s in the future")
