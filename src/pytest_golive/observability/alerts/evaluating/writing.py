"""Writes a tree as PromQL again, so that a server can be asked about a part of an expression."""

from __future__ import annotations

import math

from pytest_golive.observability.alerts.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Series,
    Subquery,
    Text,
)
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.rules.watching import selector_of
from pytest_golive.observability.sources.selecting import label_name, quoted


def written(node: Node) -> str:
    """The expression in PromQL.

    Raises:
        NotUnderstood: it is pinned to a moment, whose text is not kept.
    """
    if isinstance(node, Number | Text):
        return _number(node.value) if isinstance(node, Number) else quoted(node.value)
    if isinstance(node, Series):
        return _series(node)
    if isinstance(node, Call):
        return f"{node.name}({', '.join(map(written, node.arguments))})"
    if isinstance(node, Aggregation):
        return _aggregation(node)
    if isinstance(node, Subquery):
        step = spelled(node.step) if node.step else ""
        return f"({written(node.inner)})[{spelled(node.window)}:{step}]{_offset(node.offset)}"
    return _binary(node)


def _aggregation(node: Aggregation) -> str:
    inside = ", ".join(written(one) for one in (node.param, node.inner) if one is not None)
    if node.keeps and not node.labels:
        return f"{node.op}({inside})"
    return f"{node.op} {'by' if node.keeps else 'without'} ({_labels(node.labels)}) ({inside})"


def _binary(node: Binary) -> str:
    words = [node.op]
    if node.is_bool:
        words.append("bool")
    if node.on is not None:
        words.append(f"on ({_labels(node.on)})")
    elif node.ignoring:
        words.append(f"ignoring ({_labels(node.ignoring)})")
    if node.group:
        words.append(f"group_{node.group} ()")
    return f"({written(node.left)}) {' '.join(words)} ({written(node.right)})"


def _series(node: Series) -> str:
    if node.is_fixed:
        raise NotUnderstood(f"{node} is pinned to a moment by @")
    window = f"[{spelled(node.window)}]" if node.window else ""
    return f"{selector_of(node.name, node.matches)}{window}{_offset(node.offset)}"


def _offset(seconds: float) -> str:
    return f" offset {'-' if seconds < 0 else ''}{spelled(abs(seconds))}" if seconds else ""


def _labels(labels: tuple[str, ...]) -> str:
    return ", ".join(map(label_name, labels))


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return f"{'-' if value < 0 else ''}Inf" if math.isinf(value) else repr(value)
