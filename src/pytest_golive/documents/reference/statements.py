"""What a docstring says that may not be so, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Told = Mapping[str, Any]
# "habit": sure where the project explains every parameter everywhere else.
Certainty = Literal["sure", "doubt", "habit"]
SURE: Final = "sure"
DOUBT: Final = "doubt"
HABIT: Final = "habit"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a docstring says wrongly, or omits.

    Attributes:
        rule: its name.
        about: the parameter or exception.
        words: what is wrong.
        certainty: how sure it is.
    """

    rule: str
    about: str
    words: str
    certainty: Certainty = "sure"


Statements = Iterator[Statement]
