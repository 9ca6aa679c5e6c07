"""The values that a condition compares, as expressions that have series whether it holds or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Match,
    Node,
    Series,
    Subquery,
    Text,
    selectors,
)
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.watching import Watched, selector_of
from pytest_golive.observability.queries.rewriting import escaped

DEEPEST: Final = 20  # recording rules that read others


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with each node changed, from the leaves to the root."""
    if isinstance(node, Call):
        node = replace(node, arguments=tuple(changed(one, change) for one in node.arguments))
    elif isinstance(node, Aggregation):
        param = None if node.param is None else changed(node.param, change)
        node = replace(node, inner=changed(node.inner, change), param=param)
    elif isinstance(node, Binary):
        node = replace(node, left=changed(node.left, change), right=changed(node.right, change))
    elif isinstance(node, Subquery):
        node = replace(node, inner=changed(node.inner, change))
    return change(node)


def inlined(node: Node, recordings: Sequence[Rule], parse: Callable[[str], Node], depth: int = DEEPEST) -> Node:
    """The tree with what recording rules record in place of what they have recorded, which may be nothing yet."""

    def recorded(one: Node) -> Node:
        rule = next((rule for rule in recordings if isinstance(one, Series) and rule.name == one.name), None)
        if rule is None or depth <= 0:
            return one
        found = inlined(parse(rule.expression), recordings, parse, depth - 1)
        for label, value in rule.labels.items():
            found = Call("label_replace", (found, Text(label), Text(value), Text(""), Text("")))
        return found

    return changed(node, recorded)


def values_of(node: Node) -> Node:
    """The tree without its comparisons, and without what switches it off."""
    return changed(node, _value)


def _value(node: Node) -> Node:
    if not isinstance(node, Binary) or node.is_bool:
        return node
    if node.op == "unless":
        return node.left
    if node.op not in COMPARISONS:
        return node
    if not selectors(node.right):
        return node.left
    return replace(node, is_bool=True) if selectors(node.left) else node.right


def of_service(node: Node, labels: Mapping[str, str]) -> Node:
    """The tree for series with *labels* alone; those that lack one of them may be of any service, and count."""

    def narrowed(one: Node) -> Node:
        if not isinstance(one, Series):
            return one
        added = (Match(label, "=~", f"{escaped(value)}|") for label, value in labels.items())
        return replace(one, matches=(*one.matches, *added))

    return changed(node, narrowed)


def with_statuses(node: Node, watched: Watched) -> Node:
    """The tree with statuses that are there in place of those that are not, such as errors that never were."""

    def present(one: Node) -> Node:
        if not isinstance(one, Series) or not any(_is_status(each) for each in one.matches):
            return one
        if watched.count(selector_of(one.name, one.matches)) != 0:
            return one
        kept = tuple(each for each in one.matches if not _is_status(each))
        for label in dict.fromkeys(each.label for each in one.matches if _is_status(each)):
            values = watched.values(selector_of(one.name, kept), label)
            kept = (*kept, Match(label, "=", min(values))) if values else kept
        return replace(one, matches=kept)

    return changed(node, present)


def _is_status(match: Match) -> bool:
    return match.label.lower() in STATUSES
