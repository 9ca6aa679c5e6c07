"""What evaluating a gate has shown."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.judging.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A gate, evaluated once.

    Attributes:
        key: its name in settings: "monitoring::error_rate", "gates/test_shop.py::test_orders".
        title: its title.
        evidence: all that was measured.
        breaches: what does not hold.
        error: why it could not be judged; None if it was.
        failure: what an assertion of it said, if it failed by one; "" else.
    """

    key: str
    title: str
    evidence: tuple[Evidence, ...] = ()
    breaches: tuple[Evidence, ...] = ()
    error: CannotMeasure | None = None
    failure: str = ""

    @property
    def holds(self) -> bool:
        """Whether it was judged, and nothing is breached."""
        return self.error is None and not self.breaches and not self.failure

    @property
    def is_breached(self) -> bool:
        """Whether it was judged, and something is breached."""
        return self.error is None and bool(self.breaches or self.failure)

    @property
    def is_set_up(self) -> bool:
        """Whether the settings say what it measures."""
        return not isinstance(self.error, NotSetUp)

    @property
    def said(self) -> str:
        """Why it does not hold, else what it measured, on one line."""
        if self.error is not None:
            return self.error.what
        judged = [each for each in self.evidence if each.ok is not None]
        told = [each.in_full for each in self.breaches] or ([self.failure] if self.failure else [])
        return "; ".join(told or [each.sentence for each in judged[:1]])
