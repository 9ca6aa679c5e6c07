"""What our own requests took, to hold the times of a metric against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own requests to a service.

    Attributes:
        path: of all of them.
        send: sends one, and returns the seconds until its response was read.
        seconds: of those that were sent.
    """

    path: str
    send: Callable[[str], float]
    seconds: list[float] = field(default_factory=list)

    def add(self) -> None:
        """Send one more."""
        self.seconds.append(self.send(self.path))

    def times(self) -> Sequence[float]:
        """How long each took; a few are sent if none were."""
        for _ in range(0 if self.seconds else FEW):
            self.add()
        return self.seconds
