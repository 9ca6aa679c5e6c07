"""The metrics that a server knows for a service, as families with their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pytest_golive.observability.sources.items import Item
from pytest_golive.observability.sources.metrics import Kind, Meta
from pytest_golive.observability.sources.trouble import clean

KINDS: Final[Mapping[str, Kind]] = {
    "counter": "counter",
    "gauge": "gauge",
    "histogram": "histogram",
    "gaugehistogram": "histogram",
    "summary": "summary",
}
BUCKET, SUM, COUNT, TOTAL = "_bucket", "_sum", "_count", "_total"


def families_of(names: Iterable[str], known: Mapping[str, Sequence[Item]]) -> Mapping[str, Meta]:
    """The families behind the names of series, with what their targets say of them.

    Args:
        names: of series: "x_seconds_bucket", "x_seconds_sum", "x_seconds_count".
        known: their metadata by name, which may lack some, or all of them.
    """
    present = set(names)
    found: dict[str, Meta] = {}
    for name in sorted(present):
        family = _family(name, present, known)
        found.setdefault(family, _meta(family, present, known))
    return found


def _family(name: str, present: set[str], known: Mapping[str, Sequence[Item]]) -> str:
    """The family of a series: several belong to a classic histogram or a summary."""
    for suffix in (BUCKET, SUM, COUNT):
        base = name.removesuffix(suffix)
        if base == name:
            continue
        parts = {base + other for other in (SUM, COUNT)} <= present
        if base + BUCKET in present or (parts and name not in known) or (parts and base in present):
            return base
        if _kind(known.get(base, ())) in {"histogram", "summary"}:
            return base
    return name


def _meta(family: str, present: set[str], known: Mapping[str, Sequence[Item]]) -> Meta:
    # OpenMetrics names the family of a counter without its suffix.
    told = known.get(family) or known.get(family.removesuffix(TOTAL)) or ()
    kind = _kind(told) or _guessed(family, present)
    if kind == "histogram" and family + BUCKET not in present:
        kind = "native histogram"
    unit = next((clean(item.maybe_text("unit")) for item in told if item.maybe_text("unit")), "")
    words = next((clean(item.maybe_text("help")) for item in told), "")
    return Meta(kind, unit, words)


def _kind(told: Sequence[Item]) -> Kind | None:
    """The type that all targets agree on; None if nobody says, or they differ."""
    kinds = {KINDS.get(item.maybe_text("type"), "unknown") for item in told} - {"unknown"}
    return kinds.pop() if len(kinds) == 1 else None


def _guessed(family: str, present: set[str]) -> Kind:
    """The type by the names alone, where no target says: VictoriaMetrics and Thanos often know none."""
    if family + BUCKET in present:
        return "histogram"
    if {family + SUM, family + COUNT} <= present:
        return "summary"
    return "counter" if family.endswith(TOTAL) else "unknown"
