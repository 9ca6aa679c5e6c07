"""Whether the two sides of an operator find each other, and are of the same requests: by the labels that each keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.functions import labels_left
from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.meaning.quantities import RATE, Keeps, Quantity
from pytest_golive.observability.alerts.promql.tree import Binary, Match

OTHERS: Final = "all its labels"


def matched(node: Binary, left: Quantity, right: Quantity, result: Quantity) -> Quantity:
    """The result of an operator, with what its sides' labels say against it.

    A side that keeps a label which the other adds up is a part of the other's whole: each instance's errors, as a
    share of the requests to all instances, are too small.
    """
    keys = (key_of(node, left.keeps), key_of(node, right.keeps))
    if not node.group:
        return _one_to_one(node, left, right, replace(result, keeps=keys[0]))
    many, one = (right, left) if node.group == "right" else (left, right)
    result = replace(result, keeps=many.keeps)
    if keys[0] != keys[1]:
        return result.doubted("its two sides keep different labels, so they may not find each other")
    if several := _lost(one, keys[1] if one is right else keys[0]):
        return result.doubted(f"it fails with several {several} at once: add them up")
    if not (label := finer(*_open(many, one))):
        return result
    if node.op == "/" and many is left and left.kind == right.kind == RATE:
        return result.weaker(f"each series of its numerator, by {label}, is a part, and its denominator is the total")
    return result.doubted(f"one side has a series for each part, by {label}, and the other adds them up")


def finer(many: Keeps, one: Keeps) -> str:
    """A label by which one side is told apart and the other is not; "" without any."""
    (way, labels), (other, theirs) = many, one
    if other == "without":
        apart = theirs & labels if way == "by" else theirs - labels
    elif way == "by":
        apart = labels - theirs
    else:
        return OTHERS
    return min(apart, default="")


def _one_to_one(node: Binary, left: Quantity, right: Quantity, result: Quantity) -> Quantity:
    keys = (key_of(node, left.keeps), key_of(node, right.keeps))
    if keys[0] != keys[1]:
        return result.doubted("its two sides keep different labels, so they may not find each other")
    if node.on is not None or node.ignoring:
        for side, key in zip((left, right), keys, strict=True):
            if several := _lost(side, key) or _several(node, side):
                return result.doubted(f"it fails with several {several} at once: add them up")
        return result
    statuses = {one.label for one in left.matches(()) if one.label.lower() in STATUSES}
    if left.kind == RATE and left.names & right.names and any(map(left.keeps_label, statuses)):
        return result.doubted("it divides the series of each status by itself, for nothing adds them up")
    return result


def key_of(node: Binary, keeps: Keeps) -> Keeps:
    """The labels by which a side finds its partners."""
    if node.on is not None:
        return labels_left(keeps, ("by", frozenset(node.on)))
    return labels_left(keeps, ("without", frozenset(node.ignoring)))


def _lost(side: Quantity, key: Keeps) -> str:
    """A label that an aggregation keeps, and that the matching leaves out, so that several series are one; else ""."""
    way, labels = _open(side, side)[0]
    return min(labels - key[1], default="") if way == key[0] == "by" else ""


def _several(node: Binary, side: Quantity) -> str:
    """A label of statuses of which a side may have several that are one and the same to its partner; "" without any."""
    return min((one.label for one in side.matches(()) if _is_several(node, side, one)), default="")


def _is_several(node: Binary, side: Quantity, match: Match) -> bool:
    is_open = match.label.lower() in STATUSES and match.op != "=" and side.keeps_label(match.label)
    return is_open and (match.label in node.ignoring or (node.on is not None and match.label not in node.on))


def _open(*sides: Quantity) -> list[Keeps]:
    """What each side keeps, apart from labels that the selectors of a side pin to one value."""
    pinned: set[str] = set()
    for side in sides:
        own = [{one.label for one in each.matches if one.op == "=" and one.value} for each in side.series]
        pinned |= set.intersection(*own) if own else set()
    return [labels_left(side.keeps, ("without", frozenset(pinned))) for side in sides]
