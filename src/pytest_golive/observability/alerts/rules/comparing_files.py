"""Whether a server has loaded the rules of the repository's files, and as they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Series,
    Subquery,
)
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.rules.files import Written

Parse = Callable[[str], Node]
LOAD = "deploy the rules, and reload the server"


def file_findings(written: Written, loaded: Iterable[Rule], parse: Parse) -> tuple[Finding, ...]:
    """What is wrong with the files, and which of their rules the server does not have."""
    faults = [Finding(path, line, "rules", text, cure="correct the file") for path, line, text in written.faults]
    known: dict[tuple[bool, str], list[Rule]] = {}
    for rule in loaded:
        known.setdefault((rule.records, rule.name), []).append(rule)
    return (*faults, *_differing(written.rules, known, parse))


def _differing(rules: Iterable[Rule], known: dict[tuple[bool, str], list[Rule]], parse: Parse) -> Iterator[Finding]:
    for rule in rules:
        same = known.get((rule.records, rule.name), [])
        differences = [difference(rule, one, parse) for one in same]
        if not same:
            text = f"{rule.name} is not loaded on the server"
        elif "" in differences:
            continue
        else:
            text = f"{rule.name} is loaded with another {min(differences, key=len)}"
        yield Finding(rule.file, rule.line, "not loaded", text, key=rule.name, cure=LOAD)


def difference(rule: Rule, loaded: Rule, parse: Parse) -> str:
    """In what a loaded rule differs from that of a file; "" if they are equal."""
    if normal(rule.expression, parse) != normal(loaded.expression, parse):
        return "expr"
    if rule.wait != loaded.wait:
        return f"for: {spelled(loaded.wait)}, not {spelled(rule.wait)}"
    if rule.limit != loaded.limit:
        return f"limit: {loaded.limit:g}, not {rule.limit:g}"
    if rule.interval and rule.interval != loaded.interval:
        return f"interval: {spelled(loaded.interval)}, not {spelled(rule.interval)}"
    missing = {key: value for key, value in rule.labels.items() if loaded.labels.get(key) != value}
    if missing:
        return f"label {next(iter(missing))}"
    return ""


def normal(expression: str, parse: Parse) -> object:
    """An expression without its layout; text on one line if it cannot be parsed."""
    try:
        return _ordered(parse(expression))
    except NotUnderstood:
        return " ".join(expression.split())


def _ordered(node: Node) -> Node:
    """With labels and matchers in one order, as their order means nothing."""
    if isinstance(node, Series):
        return replace(node, matches=tuple(sorted(node.matches, key=str)))
    if isinstance(node, Aggregation):
        return replace(node, inner=_ordered(node.inner), labels=tuple(sorted(node.labels)))
    if isinstance(node, Binary):
        on = None if node.on is None else tuple(sorted(node.on))
        return replace(
            node,
            left=_ordered(node.left),
            right=_ordered(node.right),
            on=on,
            ignoring=tuple(sorted(node.ignoring)),
        )
    if isinstance(node, Call):
        return replace(node, arguments=tuple(map(_ordered, node.arguments)))
    return replace(node, inner=_ordered(node.inner)) if isinstance(node, Subquery) else node
