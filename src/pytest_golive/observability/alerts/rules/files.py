"""Rules in files of the repository: Prometheus' own, and manifests of the kind PrometheusRule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import seconds_of

DEEPEST: Final = 60
LONGEST: Final = 20_000_000  # characters
MOST: Final = 200_000  # rules
# What only Helm renders; what stands in annotations, such as {{ $value }}, is Prometheus' own.
HELM: Final = re.compile(
    r"\{\{-?\s{0,9}(?:(?:if|with|range|not|and|or|toYaml|tpl|default|quote)\s{1,9}){0,3}\(?\s{0,9}"
    r"(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\b|template\b|define\b|tpl\b|\"\{\{|`)"
)
RULE_KEYS: Final = frozenset({"alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"})


@dataclass
class Written:
    """The rules of files.

    Attributes:
        rules: as they stand there.
        faults: what is wrong: path, line, message.
        templates: the files that are templates of Helm, which only it can render.
        files: how many files were read.
    """

    rules: list[Rule] = field(default_factory=list)
    faults: list[tuple[str, int, str]] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    files: int = 0


def read_files(texts: Mapping[str, bytes]) -> Written:
    """The rules of files, by their paths."""
    written = Written()
    for path, data in texts.items():
        written.files += 1
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            written.faults.append((path, data[: error.start].count(b"\n") + 1, "it is not UTF-8"))
            continue
        _read(path, text, written)
    return written


def _read(path: str, text: str, written: Written) -> None:
    if _is_template(text):
        written.templates.append(path)
        return
    if len(text) > LONGEST:
        written.faults.append((path, 0, f"it is longer than {LONGEST:,} characters"))
        return
    before = len(written.rules), len(written.faults)
    for document in _documents(path, text, written):
        for rule in _of_document(path, document, written):
            written.rules.append(rule)
            if len(written.rules) > MOST:
                written.faults.append((path, 0, f"there are more than {MOST:,} rules"))
                return
    if (len(written.rules), len(written.faults)) == before:
        written.faults.append((path, 0, "it has no rules: neither groups, nor a manifest of the kind PrometheusRule"))


def _is_template(text: str) -> bool:
    """Whether it must be rendered by Helm before anybody can load it."""
    return HELM.search(text) is not None


def _documents(path: str, text: str, written: Written) -> list[Any]:
    """The documents as trees of YAML's nodes, which know their lines."""
    import yaml  # needed by bandit, so it is there

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                written.faults.append((path, _line(event), "it is nested too deeply"))
                return []
        return list(yaml.compose_all(text, Loader=loader))
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is no YAML"
        written.faults.append((path, mark.line + 1 if mark else 0, f"it is no valid YAML: {problem}"))
    except (RecursionError, ValueError) as error:
        written.faults.append((path, 0, f"it is no valid YAML: {error}"))
    return []


def _of_document(path: str, node: Any, written: Written) -> Iterator[Rule]:
    table = _table(node)
    if _scalar(table.get("kind")) == "List":
        for item in _items(table.get("items")):
            yield from _of_document(path, item, written)
        return
    if _scalar(table.get("kind")) == "PrometheusRule":
        table = _table(table.get("spec"))
    elif "kind" in table and "groups" not in table:
        return  # another manifest beside it
    for group in _items(table.get("groups")):
        yield from _of_group(path, group, written)


def _of_group(path: str, node: Any, written: Written) -> Iterator[Rule]:
    group = _table(node)
    if not _scalar(group.get("name")):
        written.faults.append((path, _line(node), "a group has no name"))
    interval = seconds_of(_scalar(group.get("interval"))) or 0.0
    limit, offset = _limit(group), seconds_of(_scalar(group.get("query_offset")))
    shared = _texts(group.get("labels"))
    for each in _items(group.get("rules")):
        rule = _table(each)
        if (fault := _fault(rule)) != "":
            written.faults.append((path, _line(each), fault))
            continue
        records = "record" in rule
        yield Rule(
            name=_scalar(rule["record" if records else "alert"]),
            expression=_scalar(rule["expr"]).strip(),
            records=records,
            wait=seconds_of(_scalar(rule.get("for"))) or 0.0,
            keep=seconds_of(_scalar(rule.get("keep_firing_for"))) or 0.0,
            labels={**shared, **_texts(rule.get("labels"))},
            annotations=_texts(rule.get("annotations")),
            group=_scalar(group.get("name")),
            file=path,
            line=_line(each),
            interval=interval,
            limit=limit,
            offset=offset,
            source=path,
        )


def _limit(group: Mapping[str, Any]) -> float:
    text = _scalar(group.get("limit"))
    return float(text) if text.isdecimal() and text.isascii() else 0.0


def _fault(rule: Mapping[str, Any]) -> str:
    """What is wrong with a rule; "" if nothing is."""
    if ("alert" in rule) == ("record" in rule):
        return "a rule needs either alert or record"
    name = _scalar(rule.get("alert") or rule.get("record"))
    if not name or not _scalar(rule.get("expr")).strip():
        return f"the rule {name or 'without a name'} has no expr"
    if unknown := sorted(set(rule) - RULE_KEYS):
        return f"the rule {name} has an unknown key {unknown[0]!r}"
    for key in ("for", "keep_firing_for"):
        if key in rule and seconds_of(_scalar(rule[key])) is None:
            return f"the rule {name} has a duration that cannot be read: {key}: {_scalar(rule[key])}"
    return ""


def _table(node: Any) -> dict[str, Any]:
    pairs = node.value if getattr(node, "id", "") == "mapping" else ()
    found: dict[str, Any] = {}
    for key, value in pairs:
        if _scalar(key) == "<<":  # what an anchor holds
            merged = _items(value) or [value]
            pairs_of = [pair for one in merged if one.id == "mapping" for pair in one.value]
            found = {**{_scalar(name): each for name, each in pairs_of}, **found}
        else:
            found[_scalar(key)] = value
    return found


def _items(node: Any) -> list[Any]:
    return list(node.value) if getattr(node, "id", "") == "sequence" else []


def _scalar(node: Any) -> str:
    return str(node.value) if getattr(node, "id", "") == "scalar" else ""


def _texts(node: Any) -> dict[str, str]:
    return {key: _scalar(value) for key, value in _table(node).items()}


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1
