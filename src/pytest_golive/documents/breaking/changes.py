"""One thing that a user of the previous release can no longer rely on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pytest_golive.findings import Finding

PARAMETER: Final = "parameter"  # how the rules of parameters begin


@dataclass(frozen=True, slots=True)
class Change:
    """A breaking change.

    Attributes:
        rule: what kind it is: "object-removed", "parameter-required", or oasdiff's own id.
        name: of the object, as users reach it: "shop.pay.refund", or "GET /orders".
        what: what happened to it, in words that go on from its name: "was removed".
        file: where to look, relative to the root.
        line: there, from 1; 0 for the whole file.
        detail: the parameter, base or member that it is about; "" for the object itself.
        is_sure: whether it breaks whoever uses it; else it may.
        was_announced: whether the previous release said that it would come.
        tool: what found it: "griffe" or "oasdiff".
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
        """Whether it is about a parameter, not about the whole object."""
        return self.rule.startswith((PARAMETER, "default"))

    def finding(self, about: str, *, rule: str = "") -> Finding:
        """The same as a judge wants it.

        Args:
            about: what is wrong with it: "and no guide names it".
            rule: what begins the rule where the same change can be wrong in another way, too.
        """
        key = f"{self.name} {self.detail}".strip()
        return Finding(self.file, self.line, f"{rule}{self.rule}", f"{self.words}{about}", key=key, moves=True)
