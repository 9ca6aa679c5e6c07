"""The distance of values that Grafana asks for, and the variables that stand for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.dashboards.variables.formatting import Value

SCRAPE: Final = 15.0  # seconds between two scrapes, if nobody says otherwise
SCRAPES: Final = 4  # that a rate needs, as Grafana has it
SECONDS: Final = {
    "ms": 0.001,
    "s": 1.0,
    "m": 60.0,
    "h": 3_600.0,
    "d": 86_400.0,
    "w": 604_800.0,
    "M": 2_678_400.0,
    "Q": 7_948_800.0,
    "y": 31_622_400.0,
}
LENGTH: Final = re.compile(r">?\s{0,9}+([0-9]{1,9}+)(ms|[smhdwMQy])")
PAST: Final = re.compile(r"(?:now)?-?(?:([0-9]{1,9}+)([smhdwMQy]))?(?:/f?([smhdwMQy]))?")


@dataclass(frozen=True, slots=True)
class Pace:
    """How densely a query asks.

    Attributes:
        scrape: seconds between two scrapes of what it asks for.
        step: seconds from one value to the next.
    """

    scrape: float = SCRAPE
    step: float = SCRAPE

    @classmethod
    def of(cls, source: str, panel: str, query: str) -> Pace:
        """As a datasource, a panel and a query say; "" where one says nothing.

        A query's own word counts before its datasource's; a panel's is for the distance of values alone.
        """
        scrape = seconds_of(query) or seconds_of(source) or SCRAPE
        return cls(scrape, max(scrape, seconds_of(panel)))

    @property
    def milliseconds(self) -> int:
        """From one value to the next."""
        return max(round(self.step * 1000), 1)

    @property
    def values(self) -> Mapping[str, Value]:
        """Grafana's variables for it."""
        rate = max(SCRAPES * self.scrape, self.step + self.scrape)
        named = {"__interval": self.step, "__rate_interval": rate, "__auto": self.step, "__auto_interval": self.step}
        plain = {"__interval_ms": self.step, "__rate_interval_ms": rate}
        texts = {name: _written(seconds) for name, seconds in named.items()}
        texts |= {name: str(max(round(seconds * 1000), 1)) for name, seconds in plain.items()}
        return {name: Value((text,)) for name, text in texts.items()}


def seconds_of(text: str) -> float:
    """A length such as "30s"; 0 if it is none."""
    found = LENGTH.fullmatch(text.strip())
    return int(found[1]) * SECONDS[found[2]] if found else 0.0


def length_of(time_from: str) -> float:
    """How far a panel looks back that says so itself: "24h", "now-7d", "now/d"; 0 if it does not."""
    found = PAST.fullmatch(time_from.strip())
    if not found:
        return 0.0
    count, unit, whole = found.groups()
    return (int(count) * SECONDS[unit] if count else 0.0) + (SECONDS[whole] if whole else 0.0)


def _written(seconds: float) -> str:
    """A length as PromQL has it."""
    whole = round(seconds * 1000)
    for unit, size in (("m", 60_000), ("s", 1_000)):
        if whole and whole % size == 0:
            return f"{whole // size}{unit}"
    return f"{max(whole, 1)}ms"
