"""Whether the two sides of an operator find each other: series without a partner have no result, and call nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.evaluating.fault import Fault
from pytest_golive.observability.alerts.evaluating.values import inlined, of_service, values_of, with_statuses
from pytest_golive.observability.alerts.evaluating.writing import written
from pytest_golive.observability.alerts.meaning.arithmetic import APART
from pytest_golive.observability.alerts.promql.tree import (
    ARITHMETIC,
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    selectors,
)
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.watching import Watched

MATCHING: Final = ARITHMETIC | COMPARISONS | {"and"}
SHOWN: Final = 160  # characters of an expression


def without_partners(
    node: Binary, watched: Watched, labels: Mapping[str, str], recordings: Sequence[Rule] = ()
) -> Iterator[Fault]:
    """What the server says of an operator between two sets of series.

    Args:
        node: the operator.
        watched: asks the server.
        labels: of this service; all series count if it has none on both sides.
        recordings: the recording rules that it reads.
    """
    if node.op not in MATCHING or not (_is_vector(node.left) and _is_vector(node.right)) or _is_certain(node):
        return
    try:
        whole = inlined(node, recordings, watched.parse)
        fault = _asked(whole, watched, labels) if isinstance(whole, Binary) else None
    except NotUnderstood as error:
        fault = Fault(str(error), is_sure=False)
    if fault is not None:
        yield fault


def _asked(node: Binary, watched: Watched, labels: Mapping[str, str]) -> Fault | None:
    left, right = (with_statuses(values_of(side), watched) for side in (node.left, node.right))
    whole = replace(node, left=left, right=right, is_bool=node.op in COMPARISONS)
    counts: tuple[float | None, ...] = ()
    for own in (labels, {}) if labels else ({},):
        counts = tuple(watched.count(written(of_service(one, own))) for one in (left, right, whole))
        if None in counts:
            return Fault(f"the server does not evaluate {_shown(whole)}", is_sure=False)
        if counts[0] and counts[1]:
            return _judged(node, counts, is_ours=bool(own))
    what = f"the server has no values of both sides of {_shown(whole)} now, so nobody knows if they find each other"
    return Fault(what, is_sure=False)


def _judged(node: Binary, counts: tuple[float | None, ...], *, is_ours: bool) -> Fault | None:
    left, right, whole = (one or 0.0 for one in counts)
    many = right if node.group == "right" else left
    if not whole:
        what = f"none of {left:g} series finds a partner among {right:g}, by their labels, in {_shown(node)}"
        return Fault(what, is_sure=True)
    if is_ours and whole < many:
        return Fault(f"{many - whole:g} of {many:g} series find no partner in {_shown(node)}", is_sure=False)
    return None


def _is_vector(node: Node) -> bool:
    return bool(selectors(node)) and not (isinstance(node, Call) and node.name == "scalar")


def _is_certain(node: Binary) -> bool:
    """Whether nobody needs to ask: both are one series, or they are the same series but for their statuses."""
    left, right = _labels_of(node.left), _labels_of(node.right)
    if left is None or left != right:
        return False
    if not left:
        return True
    names = [
        {(one.name, frozenset(each for each in one.matches if each.label not in APART)) for one in selectors(side)}
        for side in (node.left, node.right)
    ]
    return node.on is None and not node.ignoring and names[0] == names[1]


def _labels_of(node: Node) -> frozenset[str] | None:
    """The labels by which its series are told apart, if an aggregation says them; else None."""
    if isinstance(node, Aggregation) and node.keeps and node.op not in {"topk", "bottomk", "limitk"}:
        return frozenset(node.labels)
    if isinstance(node, Call) and node.name == "histogram_quantile":
        labels = _labels_of(node.arguments[-1])
        return None if labels is None else labels - {"le"}
    if isinstance(node, Binary):
        sides = [side for side in (node.left, node.right) if not isinstance(side, Number) and selectors(side)]
        known = {_labels_of(side) for side in sides}
        return known.pop() if len(known) == 1 and node.on is None and not node.ignoring else None
    return None


def _shown(node: Node) -> str:
    text = written(node)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
