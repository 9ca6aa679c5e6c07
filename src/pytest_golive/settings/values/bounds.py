"""What a setting that is a limit means: number, unit, comparison, and whether the limit itself is still good."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """One limit of a gate.

    Attributes:
        key: path of the setting below our table: "code_quality.max_lines"; "" for what is no setting.
        comparison: of what is measured with *value*: "<", "<=", ">" or ">=".
        unit: "%", "ms", "s", "d", "x", "lines", or "" for a plain number.
        evidence: the name of what the gate judges by it.
        counts: whether only whole numbers are compared, so that "< 200" is "<= 199".
        words: what a row must speak of for this limit to be meant; () for the gate's main ones.
    """

    key: str
    comparison: str
    value: float
    unit: str = ""
    evidence: str = ""
    counts: bool = False
    words: tuple[str, ...] = ()
