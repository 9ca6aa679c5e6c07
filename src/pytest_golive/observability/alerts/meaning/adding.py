"""What becomes of two quantities that are added or subtracted."""

from __future__ import annotations

from typing import Final

from pytest_golive.observability.alerts.meaning.matching import accepts
from pytest_golive.observability.alerts.meaning.quantities import FREE, LIMIT, QUEUE, RATE, USED, Quantity
from pytest_golive.observability.alerts.promql.tree import NotUnderstood, Series

DIFFERENCES: Final = {
    ("all", "errors"): "success",
    ("all", "success"): "errors",
    ("all", "fast"): "slow",
    ("all", "slow"): "fast",
}
STOCK_DIFFERENCES: Final = {(LIMIT, FREE): USED, (LIMIT, USED): FREE, (USED, FREE): USED}
ALIKE: Final = 1e-9


def difference(left: Quantity, right: Quantity) -> Quantity:
    """What is left of one quantity without another.

    Raises:
        NotUnderstood: they make no quantity that we know.
    """
    if left.kind == right.kind == RATE and (share := DIFFERENCES.get((left.share, right.share))):
        _alike(left, right)
        return left.joined(right, share=share, boundary=left.boundary or right.boundary)
    if left.topic == right.topic and (kind := STOCK_DIFFERENCES.get((left.kind, right.kind))):
        _alike(left, right)
        return left.joined(right, kind=kind)
    raise NotUnderstood(f"it is not known what {left.kind} - {right.kind} is")


def added(left: Quantity, right: Quantity) -> Quantity:
    """Two quantities together.

    Raises:
        NotUnderstood: they make no quantity that we know.
    """
    _alike(left, right)
    if left.kind == right.kind == RATE:
        shares = {left.share, right.share}
        if shares == {"errors", "success"}:
            return left.joined(right, share="all")
        if len(shares) == 1:
            return _twice(left, right, left.joined(right))
    if left.kind == right.kind and left.kind in {QUEUE, FREE, USED, LIMIT} and left.topic == right.topic:
        return _twice(left, right, left.joined(right))
    raise NotUnderstood(f"it is not known what {left.kind} + {right.kind} is")


def _twice(left: Quantity, right: Quantity, result: Quantity) -> Quantity:
    """A sum, unless both of its sides have the same series."""
    both = (one.name for one in left.series for other in right.series if one.name == other.name and _meet(one, other))
    name = next(both, "")
    return result.doubted(f"it adds up series of {name} twice") if name else result


def _meet(one: Series, other: Series) -> bool:
    """Whether a series may pass both selectors."""
    pairs = [(here, there) for here in one.matches for there in other.matches if here.label == there.label]
    return all(
        (here.op != "=" or accepts(there, here.value)) and (there.op != "=" or accepts(here, there.value))
        for here, there in pairs
    )


def _alike(left: Quantity, right: Quantity) -> None:
    if left.counted != right.counted or abs(left.scale - right.scale) > ALIKE * max(abs(left.scale), abs(right.scale)):
        raise NotUnderstood(f"it adds or subtracts different units: {left.kind} and {right.kind}")
