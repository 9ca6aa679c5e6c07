"""A worker on this machine for a master on another."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Plan
from pytest_golive.load.sending.generators import Generators
from pytest_golive.load.sending.members import Meeting, member_elsewhere
from pytest_golive.processes.running import quote_tail
from pytest_golive.progress import Progress, silent

POLL: Final = 0.2
WAITING: Final = 600.0


def join(plan: Plan, meeting: Meeting, folder: Path, env: Mapping[str, str], *, progress: Progress = silent) -> None:
    """Take part in one run; return when the master has ended it.

    Args:
        plan: what to send, equal to the master's plan.
        meeting: the master's address.
        folder: private, for the log.
        env: the complete environment of the sending process.
        progress: reports that it is at work.

    Raises:
        CannotMeasure: there is no master, or the worker failed.
    """
    plan = plan.check()
    deadline = time.monotonic() + WAITING + plan.total + 2 * plan.timeout
    with Generators([member_elsewhere(plan, meeting)], folder, env) as generators:
        while generators.running:
            time.sleep(POLL)
            progress(f"worker of {meeting.host}:{meeting.port}")
            if time.monotonic() > deadline:
                raise CannotMeasure("no master has ended the run in time", f"see that it runs on {meeting.host}")
        failed = generators.failed()
        log = generators.logs()[0]
    if failed:
        raise CannotMeasure(f"{failed}; it last said: {quote_tail(log)}", f"see that a master waits on {meeting.host}")
