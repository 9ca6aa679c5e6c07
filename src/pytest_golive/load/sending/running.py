"""Runs a load test from its first request to a result that can be trusted."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from pytest_golive.contention.watching import MachineWatch
from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Plan
from pytest_golive.load.results.belief import check
from pytest_golive.load.results.result import LoadResult, LoadRun
from pytest_golive.load.results.samples import Samples
from pytest_golive.load.sending.generators import Generators
from pytest_golive.load.sending.members import WAIT_FOR_WORKERS, Meeting, members_here
from pytest_golive.load.sending.records import PATTERN, RecordFile
from pytest_golive.progress import Progress, silent

POLL: Final = 0.2
START_UP: Final = 60.0
RECENT: Final = 5.0
MOST_RECENT: Final = 5_000
MAX_LATE: Final = 10.0


def run_load(  # noqa: PLR0913 -- all are named
    plan: Plan,
    folder: Path,
    env: Mapping[str, str],
    *,
    runs: int = 1,
    meeting: Meeting | None = None,
    max_late: float = MAX_LATE,
    services: Collection[int] = (),
    progress: Progress = silent,
) -> LoadResult:
    """Send the same load *runs* times.

    Args:
        plan: what to send.
        folder: private to this run (mode 0700); raw records and logs are written there, and stay.
        env: the complete environment of the sending processes; no credentials.
        runs: how often.
        meeting: the address for workers elsewhere; None if all are here.
        max_late: milliseconds that the generator itself may be late in 95 of 100 cases.
        services: processes of the service, if they run on this machine.
        progress: reports the rate and the p95 of the last seconds.

    Raises:
        CannotMeasure: there is no result that can be trusted. The records stay in *folder*.
    """
    plan = plan.check()
    done = []
    for number in range(runs):
        place = folder / f"run-{number + 1}"
        place.mkdir(mode=0o700, parents=True, exist_ok=False)
        label = f"load {number + 1} of {runs}" if runs > 1 else "load"
        machine = MachineWatch(services)
        done.append(_run_once(plan, place, env, meeting, machine, max_late, progress, label))
    return LoadResult(done, source=f"locust, {plan.words}" + (f", {runs} runs" if runs > 1 else ""))


def _run_once(  # noqa: PLR0913, PLR0917 -- the arguments of run_load
    plan: Plan,
    folder: Path,
    env: Mapping[str, str],
    meeting: Meeting | None,
    machine: MachineWatch,
    max_late: float,
    progress: Progress,
    label: str,
) -> LoadRun:
    reading = Reading(plan, folder)
    waiting = WAIT_FOR_WORKERS if meeting is not None else 0
    deadline = time.monotonic() + START_UP + waiting + plan.total + 2 * plan.timeout
    with Generators(members_here(plan, folder, meeting), folder, env) as generators:
        while generators.running and not generators.failed():
            time.sleep(POLL)
            reading.update()
            machine.look()
            progress(f"{label}: {reading.words()}")
            if time.monotonic() > deadline:
                raise CannotMeasure(f"the load did not end in time and was stopped; {reading.words()}", f"see {folder}")
        failed = generators.failed()
        reading.update()
        logs = generators.logs()
        machine.look(all_counters=True)
    reading.run.contention = machine.between(*reading.counted)
    return check(reading.run, reading.files, failed, logs, max_late)


class Reading:
    """Reads the records of all generators while they are written."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.run = LoadRun.of(plan)
        self.files: list[RecordFile] = []
        self._folder = folder
        self._recent: deque[tuple[float, float, bool]] = deque(maxlen=MOST_RECENT)
        self._seen: set[Path] = set()
        self._latest = 0.0
        self._began = math.inf

    def update(self) -> None:
        """Read new records."""
        for path in sorted(self._folder.glob(PATTERN)):
            if path not in self._seen:
                self._seen.add(path)
                self.files.append(RecordFile(path))
        for file in self.files:
            for request in file.update():
                self.run.add(request.at, request.time, request.late, request.name, request.error)
                self._recent.append((request.at + request.time / 1000, request.time, bool(request.error)))
                self._latest = max(self._latest, request.at + request.time / 1000)
        # Records are later than what they report: the first request was due at the earliest of these moments.
        self._began = min(self._began, time.monotonic() - self._latest)
        self.run.records = tuple(str(file.path) for file in self.files)

    @property
    def counted(self) -> tuple[float, float]:
        """The period whose requests count, on the monotonic clock of this process."""
        return self._began + self.run.plan.counts_from, self._began + self.run.plan.total

    def words(self) -> str:
        """The last seconds in a few words: "12 s of 62 s, 20.0 requests a second, p(95) 31 ms, no errors"."""
        if not self._recent:
            return "starting"
        ended = [request for request in self._recent if request[0] > self._latest - RECENT]
        times = Samples(time for _, time, _ in ended)
        span = min(RECENT, max(0.5, self._latest - ended[0][0]))
        errors = sum(failed for _, _, failed in ended)
        errors_in_words = f"{errors} errors" if errors else "no errors"
        return (
            f"{self._latest:.0f} s of {self.run.plan.total:.0f} s, {len(ended) / span:.1f} requests a second, "
            f"p(95) {times.percentile(95):.3g} ms, {errors_in_words}"
        )
