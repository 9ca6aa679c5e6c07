"""What must hold of the flow of metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """What must hold of the flow.

    Attributes:
        instances: how many must be scraped.
        needed: metrics that each of them must have; those of the family that fits, if none are named.
        interval: seconds between two scrapes, for instances of which the source does not know; 0 for a minute.
        requests: how many are sent.
        path: to which path.
        patience: seconds that they always have to show, however short the interval is.
    """

    instances: int = 1
    needed: Sequence[str] = ()
    interval: float = 0.0
    requests: int = 20
    path: str = "/"
    patience: float = 30.0
