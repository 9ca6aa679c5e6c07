"""Runs the regression tests of a team against staging."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.steps.commanding import Command, run_command
from pytest_golive.findings import Finding
from pytest_golive.processes.running import args_as_text

TABLE: Final = "[tool.golive.deployment]"


@dataclass(frozen=True, slots=True)
class Regression:
    """How they ended.

    Attributes:
        status: the exit status of the command; negative for a signal.
        source: the command, or the record that tells.
        said: the last lines of its output, where they failed.
        log: absolute path of its output; "" where a record tells.
    """

    status: int
    source: str
    said: str = ""
    log: str = ""

    @property
    def failed(self) -> tuple[Finding, ...]:
        """One finding if they did not pass."""
        if not self.status:
            return ()
        end = f"was ended by signal {-self.status}" if self.status < 0 else f"failed with exit status {self.status}"
        return (Finding("", 0, "regression", f"{self.source} {end}; it last said: {self.said}"),)


def tested(  # noqa: PLR0913 -- all are named
    command: tuple[str, ...],
    *,
    root: Path,
    environment: Mapping[str, str],
    log: Path,
    timeout: float,
    tell: Callable[[str], None],
) -> Regression:
    """Run *command* in *root* until it ends.

    Raises:
        CannotMeasure: it does not start, or not end within *timeout* seconds.
    """
    done = run_command(
        Command(command, root, environment, timeout),
        log,
        lambda _: tell("regression tests on staging"),
        key=f"{TABLE} regression",
        limit=f"{TABLE} regression_timeout",
    )
    status = -done.signal if done.signal else done.status or 0
    return Regression(status, args_as_text(command), done.last_words if status else "", done.log)
