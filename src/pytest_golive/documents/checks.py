"""One thing that has to be true of the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to be true.

    Attributes:
        name: what was looked for, in words.
        found: where it is not true.
        looked_at: how many things were looked at; None where that is told by another check.
        source: what was compared, in words.
        lesser: what was found, too, and does not block.
    """

    name: str
    found: Sequence[Finding]
    looked_at: int | None = None
    source: str = ""
    lesser: Sequence[Finding] = ()
