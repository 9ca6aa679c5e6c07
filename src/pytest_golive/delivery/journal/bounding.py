"""Makes evidence fit into a line: plain types, bounded sizes, and no secrets."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any, Final

from pytest_golive.masking.foreign import spoken

LONGEST_TEXT: Final = 2_000  # characters
LONGEST_NAME: Final = 200
MOST_ITEMS: Final = 100
DEEPEST: Final = 6
LARGEST: Final = 16_384  # bytes of all the evidence of one line
SHOWN: Final = 4_000
CUT: Final = "cut"  # the only name in evidence that was too large


def bounded(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """*evidence* as it is written; what is left out is said.

    It never fails: a step that has ended is written down whatever its evidence is.
    """
    found = _plain(evidence, 0)
    text = json.dumps(found)
    if len(text) <= LARGEST:
        return dict(found)
    return {CUT: f"{spoken(text)[:SHOWN]}… (the first of {len(text):,} bytes)"}


def text_of(value: object, most: int = LONGEST_TEXT) -> str:
    """*value* as text without secrets, and no longer than *most* characters."""
    text = spoken(str(value))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _nested(value, depth) if depth < DEEPEST else text_of(type(value).__name__)
    if value is None or isinstance(value, bool):
        return value
    is_number = (isinstance(value, int) and abs(value) < 1 << 63) or (isinstance(value, float) and math.isfinite(value))
    if is_number:
        return value
    return text_of(hex(value) if isinstance(value, int) else value)  # thousands of digits are an error of Python


def _nested(value: Mapping[Any, Any] | Collection[Any], depth: int) -> Any:
    more = len(value) - MOST_ITEMS
    if isinstance(value, Mapping):
        shown = islice(value.items(), MOST_ITEMS)
        found = {text_of(name, LONGEST_NAME): _plain(one, depth + 1) for name, one in shown}
        return {**found, **({"…": f"{more:,} more"} if more > 0 else {})}
    rest = [f"… {more:,} more"] if more > 0 else []
    return [*(_plain(one, depth + 1) for one in islice(value, MOST_ITEMS)), *rest]
