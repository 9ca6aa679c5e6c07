"""What let rows through, as a record has it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pytest_golive.context.exceptions.given import shown_of
from pytest_golive.context.run import Run
from pytest_golive.judging.verdict import Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.outcomes.encoding import encodable
from pytest_golive.signing.recorded.parts import RecordedGlass, RecordedTrial


def glass_in(run: Run, verdict: Verdict) -> RecordedGlass | None:
    """The glass that was broken in this run."""
    glass = verdict.glass
    if glass is None:
        return None
    fields = {name: plain(getattr(glass, name)) for name in ("id", "target", "rows", "reason", "by", "approver")}
    moments = {name: getattr(glass, name).isoformat(timespec="seconds") for name in ("opened", "expires")}
    return RecordedGlass(**fields, **moments, how=plain(shown_of(run)))


def trials_in(run: Run) -> tuple[RecordedTrial, ...]:
    """The rows on trial."""
    return tuple(
        RecordedTrial(
            gate=gate, until=one.until.isoformat(), reason=plain(one.reason), owner=plain(one.owner),
            approver=plain(one.approver),
        )
        for gate, one in run.settings.trial.items()
    )  # fmt: skip


def plain(value: Any) -> Any:
    """*value* as JSON has it, without credentials: numbers that are none, and bytes that are no text, are spelled."""
    if isinstance(value, str):
        return encodable(MASK.hide(value))
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return tuple(plain(part) for part in value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return value if value is None or isinstance(value, bool | int) else plain(str(value))
