"""What a Prometheus scrapes: each target with its newest scrape."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pytest_golive.observability.sources.items import Item, other_shape
from pytest_golive.observability.sources.trouble import clean
from pytest_golive.service.addresses.origins import plain

Health = Literal["up", "down", "unknown"]
# Go writes nanoseconds, which Python does not read.
MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d{0,9}(Z|[+-]\d\d:\d\d)", re.ASCII)
NEVER: Final = 0.0


@dataclass(frozen=True, slots=True)
class ScrapeTarget:
    """One target of a Prometheus.

    Attributes:
        labels: of its series: "job", "instance", …
        health: "up", "down", or "unknown" before its first scrape.
        error: why the newest scrape failed; "" if it succeeded.
        scraped: when it was scraped last, in seconds since 1970; 0 for never.
        interval: how often it is scraped, as written: "15s"; "" if the server does not say.
        url: what is scraped, without its query.
        address: what is scraped, with a query that may hold a credential: never shown.
    """

    labels: Mapping[str, str]
    health: Health
    error: str
    scraped: float
    interval: str
    url: str
    address: str = field(default="", repr=False)


def target_of(item: Item) -> ScrapeTarget:
    """A target of the API.

    Raises:
        CannotMeasure: it has another form than the API describes.
    """
    said = item.text("health")
    health: dict[str, Health] = {"up": "up", "down": "down", "unknown": "unknown", "": "unknown"}
    if said not in health:
        raise other_shape(item.place, "a health of 'up', 'down' or 'unknown'")
    return ScrapeTarget(
        item.labels("labels"),
        health[said],
        item.shown("lastError"),
        moment_of(item, "lastScrape"),
        clean(item.maybe_text("scrapeInterval")),
        plain(item.maybe_text("scrapeUrl")),
        item.maybe_text("scrapeUrl"),
    )


def moment_of(item: Item, key: str) -> float:
    """A time as Go writes it, in seconds since 1970; 0 for never.

    Raises:
        CannotMeasure: it is none.
    """
    found = MOMENT.fullmatch(item.text(key))
    if found is None:
        raise other_shape(item.place, f"a time {key!r}")
    try:
        moment = dt.datetime.fromisoformat(f"{found[1]}{found[2] or ''}{found[3].replace('Z', '+00:00')}")
        return max(NEVER, moment.timestamp()) if moment.year > 1 else NEVER
    except (ValueError, OverflowError):
        raise other_shape(item.place, f"a time {key!r}") from None
