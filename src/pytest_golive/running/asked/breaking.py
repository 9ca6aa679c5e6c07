"""How a run says that somebody broke the glass: at its top, and by its exit status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Verdict

BROKEN: Final = 20  # the exit status of a GO for which somebody broke the glass; pytest's own end at 5


def red(verdict: Verdict) -> int:
    """The exit status of a run that is no plain GO."""
    return BROKEN if verdict.is_emergency else pytest.ExitCode.TESTS_FAILED


def told_at_the_top(run: Run) -> Iterator[str]:
    """What a file of a broken glass would let through; whether it holds is checked before the first row."""
    if not run.asked.glass:
        return
    from pytest_golive.signing.glass.reading import read_glass

    try:
        glass = read_glass(Path(run.asked.glass), dt.datetime.now(dt.UTC))
    except GoliveError:
        return  # the run ends because of it, and says why
    says = "BREAK-GLASS" if run.asked.execute else "BREAK-GLASS, checked alone, for a dry run passes nothing"
    yield f"golive: {says}: {glass.sentence}"
    yield f"golive: {says.partition(',')[0]}: may pass without proof: {', '.join(glass.rows)}"
