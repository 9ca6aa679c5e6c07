"""The bounds of buckets as Prometheus 3 writes them: le="1" and le="1.0" are one bucket."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

SMALLEST: Final = -4  # decimal exponents that are written out
LARGEST: Final = 6


def formatted_bound(text: str) -> str:
    """The text of a bound; the same text if it is no number."""
    try:
        value = float(text)
    except ValueError:
        return text
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return _shortest(value)


def _shortest(value: float) -> str:
    """As Go's ``%g`` with the fewest digits, and ".0" behind whole numbers."""
    if value == 0:
        return "0.0"
    number = Decimal(repr(value)).normalize()
    exponent = number.adjusted()
    if SMALLEST <= exponent < LARGEST:
        text = f"{number:f}"
        return text if "." in text else f"{text}.0"
    digits = "".join(map(str, number.as_tuple().digits))
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{'-' if value < 0 else ''}{mantissa}e{exponent:+03d}"
