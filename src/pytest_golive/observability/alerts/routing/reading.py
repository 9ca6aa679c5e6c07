"""Reads Alertmanager's configuration: all scalars are texts, and a key that is not known is not passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from pytest_golive.errors import CannotMeasure

LARGEST: Final = 20_000_000  # characters
DEEPEST: Final = 60
PARTS: Final = re.compile(r"(\d{1,12})(ms|s|m|h|d|w|y)", re.ASCII)
SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0, "y": 31536000.0}
NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
YES: Final = {"true": True, "false": False}
Table = Mapping[str, Any]


def not_understood(what: str) -> CannotMeasure:
    """The error about a configuration that is none, or holds what is not known."""
    return CannotMeasure(
        f"Alertmanager's configuration is not understood: {what}",
        "see its page Status; if Alertmanager is newer than this plugin, update the plugin",
    )


def read_yaml(text: str) -> Any:
    """The value of a document, with texts as its scalars.

    Raises:
        CannotMeasure: it is no YAML, too large, or refers to parts of itself, as no server writes it.
    """
    import yaml  # needed by bandit, so it is there

    if len(text) > LARGEST:
        raise not_understood(f"it has {len(text):,} characters")
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
                raise not_understood("it refers to itself, or is nested too deeply")
        return _value(yaml.compose(text, Loader=loader))
    except (yaml.YAMLError, RecursionError, ValueError):
        raise not_understood("it is no YAML") from None


def _value(node: Any) -> Any:
    """Lists, tables, texts, and None: an empty expression is printed as a null without quotes."""
    if node is None:
        return None
    if node.id == "sequence":
        return [_value(one) for one in node.value]
    if node.id == "mapping":
        return {_key(key): _value(one) for key, one in node.value}
    return None if not node.style and node.value in NULL else node.value


def _key(node: Any) -> str:
    if node.id != "scalar":
        raise ValueError("a key that is no text")
    return str(node.value)


def table(value: Any, place: str, known: Collection[str] = ()) -> Table:
    """*value* as a table, whose keys are all *known*; any keys, if none are."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise not_understood(f"{place} is not a table")
    if known and (strange := sorted(set(value) - set(known))):
        raise not_understood(f"{place} has the key {strange[0][:60]!r}")
    return value


def tables(value: Any, place: str, known: Collection[str] = ()) -> list[Table]:
    """*value* as a list of tables; an empty one if it is missing."""
    return [table(one, f"{place}[{number}]", known) for number, one in enumerate(_listed(value, place))]


def texts(value: Any, place: str) -> tuple[str, ...]:
    """*value* as a list of texts; an empty one if it is missing."""
    found = _listed(value, place)
    if not all(isinstance(one, str) for one in found):
        raise not_understood(f"{place} is not a list of texts")
    return tuple(found)


def text(value: Any, place: str) -> str:
    """*value* as a text; "" if it is missing."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise not_understood(f"{place} is not a text")
    return value


def truth(value: Any, place: str) -> bool:
    """*value* as a truth value; false if it is missing."""
    if value is None:
        return False
    if value not in YES:
        raise not_understood(f"{place} is neither true nor false")
    return YES[value]


def seconds(value: Any, default: float, place: str) -> float:
    """A duration of Prometheus, such as "1h30m", in seconds."""
    if value is None:
        return default
    parts = PARTS.findall(value) if isinstance(value, str) else []
    if value == "0":
        return 0.0
    if not parts or "".join(map("".join, parts)) != value:
        raise not_understood(f"{place} is not a duration")
    return sum(int(number) * SECONDS[unit] for number, unit in parts)


def _listed(value: Any, place: str) -> Sequence[Any]:
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise not_understood(f"{place} is not a list")
    return value
