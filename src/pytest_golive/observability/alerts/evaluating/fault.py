"""Why a rule may stay silent, over the series that are there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a rule may stay silent; *is_sure* if it can never fire as long as nothing changes."""

    what: str
    is_sure: bool
