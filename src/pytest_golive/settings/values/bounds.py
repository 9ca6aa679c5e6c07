"""The meaning of a setting that is a limit: number, unit, comparison, and whether the limit itself still passes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """One limit of a gate.

    Attributes:
        key: path of the setting below our table: "code_quality.max_lines"; "" if it is not a setting.
        comparison: how the measured value is compared with *value*: "<", "<=", ">" or ">=".
        unit: "%", "ms", "s", "d", "x", "lines", or "" for a plain number.
        evidence: the name of the value that the gate compares with it.
        counts: whether only whole numbers are compared, so that "< 200" is "<= 199".
        words: words by which a row refers to this limit; () for the gate's main limits.
        is_named: whether only a row with one of the words means it, even if there is no other limit that it can mean.
        says: what the gate does with values that compare so.
    """

    key: str
    comparison: str
    value: float
    unit: str = ""
    evidence: str = ""
    counts: bool = False
    words: tuple[str, ...] = ()
    is_named: bool = False
    says: str = "allows"
