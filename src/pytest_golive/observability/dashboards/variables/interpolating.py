"""Put the values of variables into a query, as Grafana does: $name, ${name:format} and [[name]]."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from pytest_golive.observability.dashboards.variables.formatting import Value, formatted

NAME: Final = r"[A-Za-z_][A-Za-z0-9_]{0,100}+"
VARIABLE: Final = re.compile(
    rf"\$\{{({NAME})(?:\.([A-Za-z]{{1,20}}+))?(?::([a-z]{{1,20}}+):?([^}}\n]{{0,50}}+))?\}}"
    rf"|\[\[({NAME})(?::([a-z]{{1,20}}+))?\]\]|\$({NAME})"
)
DEEPEST: Final = 20


class UnknownVariable(ValueError):
    """A query uses a variable that the dashboard does not define.

    Attributes:
        name: of the variable.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"it uses the variable ${name}, which the dashboard does not define")
        self.name = name


Values = Mapping[str, Value]


def interpolate(
    text: str, values: Values, *, promql: bool, strict: Collection[str] | None = None, form: str = ""
) -> str:
    """The text with the values of its variables.

    Args:
        text: a query.
        values: the variables, with Grafana's own such as "__range".
        promql: whether it is PromQL or LogQL, for which several values become a regular expression.
        strict: variables that must have a value; what else has none is left as it stands, as Grafana does, for it may
            be something of the query's language. None if all must.
        form: of values of which the text does not say it; "" for the usual one of the language.

    Raises:
        UnknownVariable: it uses a variable that there is none of.
    """

    def value(found: re.Match[str]) -> str:
        name, member = _name(found), found[2] or ""
        whole = f"{name}.{member}" if member else name
        known = values.get(whole) or (None if whole.startswith("__") and member else values.get(name))
        if known is None and (strict is None or name in strict):
            raise UnknownVariable(whole)
        if known is None:
            return found[0]
        return formatted(name, known, found[3] or found[6] or form, found[4] or "", promql=promql)

    return VARIABLE.sub(value, text)


def deeply(
    value: Any, values: Values, *, promql: bool, strict: Collection[str] | None = None, depth: int = DEEPEST
) -> Any:
    """JSON with the values of variables in each of its texts; as `interpolate`.

    Raises:
        UnknownVariable: a text uses a variable that there is none of.
    """
    if isinstance(value, str):
        return interpolate(value, values, promql=promql, strict=strict)
    if depth and isinstance(value, dict):
        return {key: deeply(part, values, promql=promql, strict=strict, depth=depth - 1) for key, part in value.items()}
    if depth and isinstance(value, list):
        return [deeply(part, values, promql=promql, strict=strict, depth=depth - 1) for part in value]
    return value


def used(text: str, names: Collection[str]) -> set[str]:
    """Which of *names* a text uses as variables."""
    return {name for found in VARIABLE.finditer(text) if (name := _name(found)) in names}


def _name(found: re.Match[str]) -> str:
    return found[1] or found[5] or found[7]
