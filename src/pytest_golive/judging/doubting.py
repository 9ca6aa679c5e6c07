"""What a gate does with a doubt: it is an error, unless something is breached anyway, beside which it is told."""

from __future__ import annotations

from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.judge import Judge

NOT_PROVEN = "not proven"  # the name of the note


def tell(doubt: CannotMeasure | None, judge: Judge) -> None:
    """Say what is not certain: whoever mends the breach learns at once what is still open.

    Args:
        doubt: what is not certain; None if everything is.
        judge: of the gate, after its checks.

    Raises:
        CannotMeasure: the doubt, where no check is breached.
    """
    if doubt is None:
        return
    if not judge.breaches():
        raise doubt
    judge.note(NOT_PROVEN, doubt.what)
