"""Which direction of a setting is looser."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """How a change of a setting changes what is allowed."""

    MORE = "a higher value is looser"
    LESS = "a lower value is looser"
    ADDED = "each further item is looser"
    REMOVED = "each removed item is looser"
    LIMITS = "limits such as 'p(95)<200ms'"
    ANY = "unknown, so every change is shown"
    FIRST = "a reason that lets rows pass as long as no release came before"
    GONE = "a removed value is no longer tried"
    NONE = "it has no effect on the verdict"
