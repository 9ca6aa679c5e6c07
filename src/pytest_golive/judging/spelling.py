"""How measured values are spelled for readers."""

from __future__ import annotations

import math

Value = float | int | str | bool


def spell(value: Value | None) -> str:
    """*value* for readers: 83.4, 3,660, yes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"
    return str(value)


def told_apart(value: Value, limit: Value | None) -> Value:
    """*value* with the fewest digits, at least four, that differ from *limit*: 5.004 for 5.0036."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    texts = (f"{value:.{digits}g}" for digits in range(4, 17))
    return next((text for text in texts if "e" not in text and float(text) != limit), value)
