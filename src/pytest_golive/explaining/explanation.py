"""What is said of one gate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """Facts about one gate that its code cannot say.

    Attributes:
        measures: what is measured, and from what.
        settings: key paths below the golive table, "code_quality.max_lines".
        fix: what turns a red row green, in one or two sentences.
    """

    measures: str
    settings: tuple[str, ...]
    fix: str
