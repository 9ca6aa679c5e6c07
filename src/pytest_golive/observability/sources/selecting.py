"""Which series are meant: a metric, and conditions on its labels, as PromQL has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Op = Literal["=", "!=", "=~", "!~"]
QUOTED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
PLAIN_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


@dataclass(frozen=True, slots=True)
class Matcher:
    """A condition on one label, as PromQL has it.

    Attributes:
        label: the name of the label.
        op: "=", "!=", "=~" or "!~"; expressions match the whole value.
        value: the value, or the regular expression.
    """

    label: str
    op: Op
    value: str

    def __str__(self) -> str:
        return f"{label_name(self.label)}{self.op}{quoted(self.value)}"


@dataclass(frozen=True, slots=True)
class Selector:
    """Series of one metric; ``str()`` is PromQL.

    Attributes:
        name: the metric; "" for any.
        matchers: conditions on the labels, all of which hold.
    """

    name: str
    matchers: Sequence[Matcher] = ()

    def __str__(self) -> str:
        is_plain = _is_plain(self.name.replace(":", "_"))
        matchers = list(map(str, self.matchers))
        if self.name and not is_plain:  # names in UTF-8 stand in the braces, since Prometheus 3.0
            matchers.insert(0, quoted(self.name))
        shown = f"{{{','.join(matchers)}}}" if matchers else ""
        return f"{self.name if is_plain else ''}{shown}"


def matches(labels: Mapping[str, str], matchers: Sequence[Matcher]) -> bool:
    """Whether labels fulfil all conditions, as PromQL reads them: a label that is missing is empty."""
    return all(_fulfils(labels.get(matcher.label, ""), matcher) for matcher in matchers)


def _fulfils(value: str, matcher: Matcher) -> bool:
    if matcher.op in {"=", "!="}:
        return (value == matcher.value) == (matcher.op == "=")
    found = re.fullmatch(matcher.value, value, re.DOTALL) is not None
    return found == (matcher.op == "=~")


def quoted(text: str) -> str:
    """*text* as a string of PromQL."""
    return f'"{text.translate(QUOTED)}"'


def _is_plain(name: str) -> bool:
    return bool(name) and PLAIN_NAME.issuperset(name) and not name[0].isdigit()


def label_name(label: str) -> str:
    """The name of a label as PromQL has it."""
    return label if _is_plain(label) else quoted(label)
