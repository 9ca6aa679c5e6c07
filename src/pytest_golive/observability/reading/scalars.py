"""What a plain YAML scalar means by the core schema of YAML 1.2: a date, "on" and "1:30" are texts."""

from __future__ import annotations

import re
from typing import Final

TRUE: Final = frozenset({"true", "True", "TRUE"})
FALSE: Final = frozenset({"false", "False", "FALSE"})
NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
INTEGER: Final = re.compile(r"[-+]?[0-9]{1,40}+")
FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]{1,40}+|[0-9]{1,40}+(?:\.[0-9]{0,40}+)?)(?:[eE][-+]?[0-9]{1,4}+)?")
INFINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

Scalar = str | int | float | bool | None


def meaning(text: str) -> Scalar:
    """The value of a plain scalar."""
    if text in NULL:
        return None
    if text in TRUE or text in FALSE:
        return text in TRUE
    if INTEGER.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if INFINITE.fullmatch(text) else text
