"""How long each row took the last time, from pytest's cache, so that people know how long to wait."""

from __future__ import annotations

import warnings
from typing import Final

import pytest

from pytest_golive.judging.evidence import is_finite
from pytest_golive.judging.verdict import Verdict

KEY: Final = "golive/seconds"
SHORTEST: Final = 2.0  # seconds: for less, nobody waits


def length_of(config: pytest.Config, gate: str) -> float:
    """Seconds that *gate* took in the last run here; 0 if it was quick, or nobody knows."""
    return _known(config).get(gate, 0.0)


def remember(config: pytest.Config, verdict: Verdict) -> None:
    """Keep how long the rows took; a row that did not run keeps what is known of it."""
    cache = getattr(config, "cache", None)  # -p no:cacheprovider leaves it out
    taken = {row.entry.id: round(row.seconds, 1) for row in verdict.gates if row.seconds}
    if cache is not None and taken:
        kept = {**_known(config), **taken}
        with warnings.catch_warnings(action="ignore"):  # a cache that cannot be written changes no run
            cache.set(KEY, {gate: seconds for gate, seconds in kept.items() if seconds >= SHORTEST})


def _known(config: pytest.Config) -> dict[str, float]:
    """What the cache holds; it may have been written by anybody."""
    cache = getattr(config, "cache", None)
    found = cache.get(KEY, {}) if cache is not None else {}
    return {gate: float(value) for gate, value in found.items() if is_finite(value)} if isinstance(found, dict) else {}
