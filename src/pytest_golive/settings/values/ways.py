"""Which direction of a setting is looser."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """What a setting lets through when it changes."""

    MORE = "a higher value is looser"
    LESS = "a lower value is looser"
    ADDED = "each further item is looser"
    REMOVED = "each item that is gone is looser"
    LIMITS = "limits such as 'p(95)<200ms'"
    ANY = "nobody can tell, so every change is shown"
    GONE = "what is not given any more is not tried any more"
    NONE = "it decides nothing about what is good"
