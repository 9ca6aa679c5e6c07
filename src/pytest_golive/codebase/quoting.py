"""Quotes lines of the project in reports: a line about a credential may contain it."""

from __future__ import annotations

import re

SHOWN = 120
LOOKED_AT = 400
ELLIPSIS = "…"
TELLING = re.compile(
    r"(?:passw|passphrase|pwd|secret|token|credential|api[-_ ]?key|private|bearer|cookie|auth(?!or))\w*|://(?=[^/\s]*@)",
    re.IGNORECASE,
)
VALUE = re.compile(r"[A-Za-z0-9+=_-]{16,}")
FEW_DIGITS = 2


def quoted(line: str) -> str:
    """*line* on one line, shortened, cut after the name of a credential, and without random values."""
    text = " ".join(line[:LOOKED_AT].split())
    match = TELLING.search(text)
    if match and text[match.end() :].strip(" .!?,;)"):
        text = f"{text[: match.end()]} {ELLIPSIS}"
    text = VALUE.sub(_without_value, text)
    text = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + ELLIPSIS


def _without_value(match: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in match[0])
    return ELLIPSIS if FEW_DIGITS <= digits < len(match[0]) else match[0]
