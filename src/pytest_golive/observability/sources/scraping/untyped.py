"""Metrics without a line ``# TYPE``: what they are by their names, as for a server that knows no metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pytest_golive.observability.sources.metrics import Meta
from pytest_golive.observability.sources.prometheus.naming import BUCKET, families_of

LAST: Final = "+Inf"
Key = tuple[str, tuple[tuple[str, str], ...]]


def typed(families: Mapping[str, Meta], series: Iterable[Key]) -> dict[str, Meta]:
    """The families, of which those without a type have one by the names of their series, if these say it.

    ``x_bucket``, ``x_sum`` and ``x_count`` are one histogram ``x``; a histogram of which the text has no bucket but the
    last is what is left of a native one.

    Args:
        families: by their names; each series without a type is a family of its own.
        series: names and labels of all series.
    """
    unknown = {name for name, meta in families.items() if meta.kind == "unknown"}
    known = {name: meta for name, meta in families.items() if name not in unknown}
    bounds: dict[str, set[str]] = {}
    for name, labels in series if unknown else ():
        if name in unknown and name.endswith(BUCKET):
            bounds.setdefault(name.removesuffix(BUCKET), set()).add(dict(labels).get("le", ""))
    for name, meta in families_of(unknown, {}).items():
        told = families.get(name) or meta
        kind = "native histogram" if bounds.get(name) == {LAST} else meta.kind
        known.setdefault(name, Meta(kind, told.unit, told.help))
    return known
