"""Put the values of variables into a query, as Grafana does: $name, ${name:format} and [[name]]."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.observability.queries.rewriting import escaped

NAME: Final = r"[A-Za-z_][A-Za-z0-9_]{0,100}+"
VARIABLE: Final = re.compile(
    rf"\$\{{({NAME})(?:\.[A-Za-z]{{1,20}}+)?(?::([a-z]{{1,20}}+)[^}}\n]{{0,50}}+)?\}}"
    rf"|\[\[({NAME})(?::([a-z]{{1,20}}+))?\]\]|\$({NAME})"
)
DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable.

    Attributes:
        texts: one, or several.
        is_multiple: whether several may be chosen, so that queries take it as a regular expression.
        is_raw: whether it is put into queries as it stands: the text for "All" that the dashboard defines.
    """

    texts: tuple[str, ...]
    is_multiple: bool = False
    is_raw: bool = False


class UnknownVariable(ValueError):
    """A query uses a variable that the dashboard does not define, or a format that is not known."""


Values = Mapping[str, Value]


def interpolate(text: str, values: Values, *, promql: bool) -> str:
    """The text with the values of its variables.

    Args:
        text: a query.
        values: the variables, with Grafana's own such as "__range".
        promql: whether it is PromQL or LogQL, for which several values become a regular expression.

    Raises:
        UnknownVariable: it uses a variable that there is none of.
    """

    def value(found: re.Match[str]) -> str:
        name, form = found[1] or found[3] or found[5], found[2] or found[4] or ""
        if name not in values:
            raise UnknownVariable(f"it uses the variable ${name}, which the dashboard does not define")
        return formatted(name, values[name], form, promql=promql)

    return VARIABLE.sub(value, text)


def deeply(value: Any, values: Values, *, promql: bool, depth: int = DEEPEST) -> Any:
    """JSON with the values of variables in each of its texts.

    Raises:
        UnknownVariable: a text uses a variable that there is none of.
    """
    if isinstance(value, str):
        return interpolate(value, values, promql=promql)
    if depth and isinstance(value, dict):
        return {key: deeply(part, values, promql=promql, depth=depth - 1) for key, part in value.items()}
    if depth and isinstance(value, list):
        return [deeply(part, values, promql=promql, depth=depth - 1) for part in value]
    return value


def used(text: str, names: Collection[str]) -> set[str]:
    """Which of *names* a text uses as variables."""
    return {name for found in VARIABLE.finditer(text) if (name := found[1] or found[3] or found[5]) in names}


def formatted(name: str, value: Value, form: str, *, promql: bool) -> str:
    """A value in a format of Grafana's; in the usual one of the query's language, if none is named.

    Raises:
        UnknownVariable: the format is not known.
    """
    if value.is_raw and not form:
        return ",".join(value.texts)
    form = form or ("promql" if promql else "quoted")
    formats: Mapping[str, Callable[[Value], str]] = {
        "promql": _promql,
        "quoted": lambda one: ",".join(map(_quoted, one.texts)) if one.is_multiple else "".join(one.texts),
        "raw": lambda one: ",".join(one.texts),
        "text": lambda one: " + ".join(one.texts),
        "csv": lambda one: ",".join(one.texts),
        "pipe": lambda one: "|".join(one.texts),
        "regex": lambda one: _alternatives([escaped(text) for text in one.texts]),
        "glob": lambda one: one.texts[0] if len(one.texts) == 1 else f"{{{','.join(one.texts)}}}",
        "singlequote": lambda one: ",".join(map(_quoted, one.texts)),
        "sqlstring": lambda one: ",".join(map(_quoted, one.texts)),
        "doublequote": lambda one: ",".join(f'"{text}"' for text in one.texts),
        "date": lambda one: "".join(one.texts),
    }
    if form not in formats:
        raise UnknownVariable(f"it uses the variable ${name} in the format {form!r}, which is not known here")
    return formats[form](value)


def _promql(value: Value) -> str:
    """As Grafana's datasource for Prometheus has it, within the quotes of a matcher."""
    if not value.is_multiple:
        return "".join(value.texts).replace("\\", "\\\\").replace('"', '\\"')
    return _alternatives([escaped(text).replace("\\", "\\\\").replace('"', '\\"') for text in value.texts])


def _alternatives(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({'|'.join(texts)})"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
