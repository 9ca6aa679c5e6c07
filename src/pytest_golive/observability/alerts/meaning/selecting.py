"""What one selector reads, and its rate."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import STATUSES, accepts, share_of
from pytest_golive.observability.alerts.meaning.names import Meaning, meaning
from pytest_golive.observability.alerts.meaning.quantities import (
    BUCKETS,
    ERROR_SHARE,
    FREE,
    FREE_SHARE,
    GAUGE,
    LIMIT,
    PERIOD,
    QUANTILE,
    QUEUE,
    QUOTA,
    RATE,
    USED,
    USED_SHARE,
    Quantity,
)
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import Match, NotUnderstood, Series

STOCKS: Final = {
    "used": USED,
    "limit": LIMIT,
    "free": FREE,
    "share": USED_SHARE,
    "quota": QUOTA,
    "period": PERIOD,
}
RESOURCES: Final = ("kube_pod_container_resource_limits", "kube_pod_container_resource_requests")
IDLE: Final = "idle"
NOTHING_SAYS: Final = "nothing says that"
# Of a counter of errors, which of them matchers of a status select.
OF_ERRORS: Final = {"all": "errors", "errors": "errors", "success": "no errors"} | {
    some: some for some in ("some errors", "no errors")
}


def of_selector(series: Series, needed: Needed) -> Quantity:
    """What an instant of a selector is: of a gauge its value, of a summary a quantile."""
    known = known_meaning(series, needed)
    common = _common(series, known)
    if known.kind in {"memory", "cpu"} and known.part in STOCKS and (known.kind, known.part) != ("cpu", "used"):
        scale = known.scale
        return _with(common, kind=STOCKS[known.part], topic=known.kind, scale=scale, of_host=known.of_host)
    if known.kind == "queue":
        return _with(common, kind=QUEUE)
    quantile = next((one.value for one in series.matches if one.label == "quantile" and one.op == "="), "")
    if known.kind == "times" and known.part == "" and quantile:
        return _with(common, kind=QUANTILE, quantile=_number(quantile, series), scale=known.scale)
    if known.kind == "times" and known.part in {"", "value"} and known.quantile:
        return _with(common, kind=QUANTILE, quantile=known.quantile, scale=known.scale)
    if (known.kind, known.part) == ("errors", "share"):
        return _with(common, kind=ERROR_SHARE, scale=known.scale)
    return _with(common, kind=GAUGE)


def rate_of(name: str, series: Series, needed: Needed) -> Quantity:
    """What ``rate``, ``irate`` or ``increase`` of a counter is.

    Raises:
        NotUnderstood: it is no counter that we know.
    """
    known = known_meaning(series, needed)
    is_counted = name == "increase"
    scale = series.window if is_counted else 1.0
    common = _with(_common(series, known), kind=RATE, window=series.window, shortest=series.window, counted=is_counted)
    if known.kind == "cpu" and known.part in {"used", "time"}:
        return _cpu(series, common, scale, known)
    if known.kind == "times" and known.part in {"bucket", ""}:
        return _buckets(series, common, scale, known)
    if known.kind == "times" and known.part == "sum":
        return _with(common, share="time", scale=scale * known.scale)
    if known.kind == "errors":
        return _with(common, share=OF_ERRORS[share_of(series.matches)], scale=scale)
    if known.kind == "requests" or (known.kind, known.part) == ("times", "count"):
        return _with(common, share=share_of(series.matches), scale=scale)
    raise NotUnderstood(f"it is not known what {series.name} counts")


def known_meaning(series: Series, needed: Needed) -> Meaning:
    """What a selector reads: by its name, and by the label that tells apart several resources under one name."""
    resource = next((one.value for one in series.matches if one.label == "resource" and one.op == "="), "")
    if series.name in RESOURCES and resource in {"memory", "cpu"}:
        return Meaning(resource, "limit" if series.name == RESOURCES[0] else "request")
    return meaning(series.name, needed)


def _common(series: Series, known: Meaning) -> Quantity:
    quantity = Quantity(GAUGE, series=(series,), delay=max(series.offset, 0.0))
    if series.offset < 0:
        raise NotUnderstood(f"{series} looks into the future")
    if series.is_fixed:
        raise NotUnderstood(f"{series} is pinned to a moment by @")
    if known.strange:
        words = ", ".join(known.strange)
        quantity = quantity.doubted(f"{series.name} has words of which nothing is known: {words} (see metrics)")
    if some := _of_some_memory(series, known):
        quantity = quantity.doubted(f"it measures only the memory with {some}")
    if known.part == "request":
        quantity = quantity.doubted("it is a share of what was requested, not of the limit")
    if known.kind in {"requests", "errors", "times"} and not known.is_sure:
        return quantity.doubted(f"{NOTHING_SAYS} {series.name} is about the requests to this service (see metrics)")
    return quantity


def _buckets(series: Series, common: Quantity, scale: float, known: Meaning) -> Quantity:
    common = _of_some(series, common)
    boundaries = [one for one in series.matches if one.label == "le"]
    if not boundaries:
        return _with(common, kind=BUCKETS, scale=known.scale, share="native" if known.part == "" else "all")
    boundary = _boundary(boundaries[0], series)
    if boundary == float("inf"):
        return _with(common, share="all", scale=scale)
    if not known.scale:
        raise NotUnderstood(f"neither its name nor the settings say in which unit {series.name} is")
    return _with(common, share="fast", boundary=boundary / known.scale, scale=scale)


def _of_some_memory(series: Series, known: Meaning) -> Match | None:
    """A matcher that selects a part of a memory: a pool, a cgroup, what is not the heap."""
    if known.kind != "memory":
        return None
    for one in series.matches:
        is_part = one.label == "id" or (one.label == "area" and not accepts(one, "heap"))
        is_open = one.op == "=~" and one.value.lstrip("^(").startswith(("/", ".*", ".+"))
        if is_part and one.is_positive and one.value and not is_open:
            return one
    return None


def _of_some(series: Series, common: Quantity) -> Quantity:
    """The times of successes alone may be what is meant; those of failures alone, or of one status, are not."""
    shown = ",".join(str(one) for one in series.matches if one.label.lower() in STATUSES)
    try:
        if share_of(series.matches) in {"all", "success"}:
            return common
    except NotUnderstood:
        return common.doubted(f"it measures only requests with {{{shown}}}")
    return common.weaker(f"it measures only requests with {{{shown}}}")


def _boundary(match: Match, series: Series) -> float:
    """The one boundary that a matcher selects; newer servers write 1 as 1.0, so both may be there."""
    if match.is_positive:
        values = {_number(one.replace("\\", ""), series) for one in match.value.strip("()").split("|")}
        if len(values) == 1 and all(
            accepts(match, one) for one in match.value.replace("\\", "").strip("()").split("|")
        ):
            return values.pop()
    raise NotUnderstood(f"it is not known which boundary {match} selects")


def _cpu(series: Series, common: Quantity, scale: float, known: Meaning) -> Quantity:
    modes = [one for one in series.matches if one.label == "mode"]
    if known.part == "time":
        if not modes:
            raise NotUnderstood(f"{series.name} without a mode counts all the time that passes")
        idle = all(accepts(one, IDLE) for one in modes)
        return _with(common, kind=FREE_SHARE if idle else USED_SHARE, topic="cpu", scale=scale, of_host=known.of_host)
    return _with(common, kind=USED, topic="cpu", scale=scale)


def _number(text: str, series: Series) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotUnderstood(f"{text!r}, in {series}, is no number") from None


def _with(quantity: Quantity, **changes: object) -> Quantity:
    return replace(quantity, **changes)  # type: ignore[arg-type]
