"""A check on the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Check:
    """One condition that must hold.

    Attributes:
        name: the fault that the check looks for, in words.
        found: where the condition does not hold.
        looked_at: the number of objects checked; None if another check reports it.
        source: what was compared, in words.
        lesser: further findings that do not block.
    """

    name: str
    found: Sequence[Finding]
    looked_at: int | None = None
    source: str = ""
    lesser: Sequence[Finding] = ()
