"""The formats in which Grafana writes the values of variables."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from pytest_golive.observability.queries.rewriting import escaped

MILLI: Final = 1000
PARTS: Final = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
LUCENE: Final = frozenset('+-=&|><!(){}[]^"~*?:\\/ ')


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


def formatted(name: str, value: Value, form: str, more: str = "", *, promql: bool) -> str:
    """A value in a format of Grafana's.

    Args:
        name: of the variable.
        value: of it.
        form: the format; "" for the usual one of the query's language. What Grafana does not know is "glob" to it.
        more: what follows the format: that of a date.
        promql: whether the language is PromQL or LogQL.
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
        "join": lambda one: (more or ",").join(one.texts),
        "pipe": lambda one: "|".join(one.texts),
        "regex": lambda one: _alternatives([escaped(text) for text in one.texts]),
        "lucene": _lucene,
        "distributed": lambda one: f",{name}=".join(one.texts),
        "json": lambda one: json.dumps(list(one.texts) if one.is_multiple else "".join(one.texts)),
        "html": lambda one: escape(", ".join(one.texts)),
        "percentencode": lambda one: quote(_glob(one), safe=""),
        "uriencode": lambda one: quote(_glob(one), safe=";,/?:@&=+$#!'()*"),
        "queryparam": lambda one: "&".join(f"var-{name}={quote(text, safe='')}" for text in one.texts),
        "singlequote": lambda one: ",".join(map(_quoted, one.texts)),
        "sqlstring": lambda one: ",".join(map(_quoted, one.texts)),
        "doublequote": lambda one: ",".join(f'"{text}"' for text in one.texts),
        "date": lambda one: _date("".join(one.texts), more),
    }
    return formats.get(form, _glob)(value)


def _glob(value: Value) -> str:
    return value.texts[0] if len(value.texts) == 1 else f"{{{','.join(value.texts)}}}"


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


def _lucene(value: Value) -> str:
    if not value.is_multiple:
        return "".join(f"\\{char}" if char in LUCENE else char for char in "".join(value.texts))
    return f"({' OR '.join(json.dumps(text) for text in value.texts)})"


def _date(text: str, more: str) -> str:
    """A time in milliseconds since 1970 as ISO 8601 has it, in seconds, or by a pattern such as "YYYY-MM"."""
    try:
        at = dt.datetime.fromtimestamp(int(text) / MILLI, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return text
    if more in {"", "iso"}:
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // MILLI:03}Z"
    if more == "seconds":
        return str(int(text) // MILLI)
    for part, ours in PARTS.items():
        more = more.replace(part, at.strftime(ours))
    return more
