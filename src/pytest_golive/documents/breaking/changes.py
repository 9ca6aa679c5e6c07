"""A breaking change since the previous release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pytest_golive.findings import Finding

PARAMETER: Final = "parameter"  # prefix of the rules about parameters


@dataclass(frozen=True, slots=True)
class Change:
    """A breaking change.

    Attributes:
        rule: the kind of change: "object-removed", "parameter-required", or oasdiff's own id.
        name: the object, as users reach it: "shop.pay.refund", or "GET /orders".
        what: what happened, in words that follow the name: "was removed".
        file: the file to look at, relative to the root.
        line: its line, from 1; 0 for the whole file.
        detail: the parameter, base or member concerned; "" for the object itself.
        is_sure: whether it breaks every user of the object; otherwise it may break some.
        was_announced: whether the previous release announced it.
        tool: the tool that found it: "griffe" or "oasdiff".
    """

    rule: str
    name: str
    what: str
    file: str
    line: int = 0
    detail: str = ""
    is_sure: bool = True
    was_announced: bool = False
    tool: str = "griffe"

    @property
    def words(self) -> str:
        """The change in words: "shop.pay.refund was removed, as the previous release had announced"."""
        announced = ", as the previous release had announced" if self.was_announced else ""
        return f"{self.name} {self.what}{announced}"

    @property
    def is_of_parameter(self) -> bool:
        """Whether it concerns a parameter, not the whole object."""
        return self.rule.startswith((PARAMETER, "default"))

    def finding(self, about: str, *, rule: str = "") -> Finding:
        """The change as a finding for a judge.

        Args:
            about: the fault: "and no guide names it".
            rule: a prefix for the rule, if the same change can have another fault, too.
        """
        key = f"{self.name} {self.detail}".strip()
        return Finding(self.file, self.line, f"{rule}{self.rule}", f"{self.words}{about}", key=key, moves=True)
