"""Whether a run can be trusted: a generator's own problems must never count as the service's, nor hide them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.expecting import NO_ANSWER
from pytest_golive.load.results.result import LoadRun
from pytest_golive.load.sending.records import RecordFile
from pytest_golive.masking.foreign import quotable

TAIL: Final = 5
READ: Final = 16_384
ENOUGH: Final = 0.99


def check(run: LoadRun, files: Sequence[RecordFile], failed: str, logs: Sequence[Path], max_late: float) -> LoadRun:
    """Return *run*, with the generators' own delays in it, if it can be trusted.

    Raises:
        CannotMeasure: a generator was lost or had errors, nothing responded, or the schedule was not kept.
    """
    senders = [file for file in files if file.digest]
    troubles = [trouble for file in files for trouble in file.troubles]
    recorded = sum(file.read for file in files)
    kept = f"{recorded:,} requests were recorded and stay in {files[0].path.parent}" if files else "nothing was sent"
    if failed or not senders:
        what = failed or "locust sent nothing"
        raise CannotMeasure(f"{what}; it last said: {_log_tail(logs)}; {kept}", f"see {logs[0] if logs else 'nothing'}")
    if troubles:
        reasons = "; ".join(dict.fromkeys(troubles))
        raise CannotMeasure(f"the load test is not valid: {reasons}", f"{kept}; see the logs there")
    _check_workers(run, senders, kept)
    _check_answers(run)
    for file in senders:
        for at, lag in file.lags:
            if run.plan.counts_from <= at < run.plan.total:
                run.lag.add(max(0.0, lag))
        for late in file.jitter:
            run.jitter.add(max(0.0, late))
        run.cpu = max(run.cpu, file.cpu / run.plan.total)
    _check_schedule(run, max_late)
    return run


def _check_workers(run: LoadRun, senders: Sequence[RecordFile], kept: str) -> None:
    ended = [file for file in senders if file.written is not None]
    if len(ended) < run.plan.workers:
        lost = run.plan.workers - len(ended)
        raise CannotMeasure(f"{lost} of {run.plan.workers} workers were lost before their end", f"{kept}; run it again")
    for file in ended:
        if file.written != file.read:
            raise CannotMeasure(f"{file.path.name} holds {file.read:,} of {file.written:,} requests", "run it again")
    if strangers := [file for file in senders if file.digest != run.plan.digest]:
        raise CannotMeasure(
            f"{len(strangers)} workers used other settings", "give all workers the same commit and settings"
        )


def _check_answers(run: LoadRun) -> None:
    if run.total.n and run.total.n == sum(run.total.errors[reason] for reason in NO_ANSWER):
        reasons = ", ".join(sorted(run.total.errors))
        raise CannotMeasure(
            f"{run.plan.url} answered none of {run.total.n:,} requests: {reasons}", "see that the target is up"
        )


def _check_schedule(run: LoadRun, max_late: float) -> None:
    """A slow machine must not look like a slow service."""
    plan = run.plan
    for what, late in (("sent requests", run.late), ("noticed answers", run.lag)):
        if len(late) and (p95 := late.percentile(95)) > max_late:
            raise CannotMeasure(
                f"the generator could not keep its schedule: it {what} {p95:.1f} ms late (p95; limit {max_late:g} ms; "
                f"{run.cpu:.0%} of a CPU used); this machine was too slow, not the service{_busy(run)}",
                "run it on a machine with less to do, with more workers or a smaller load",
            )
    due = plan.rate * plan.duration
    if plan.rate and not plan.locustfile and run.total.n < ENOUGH * due:
        raise CannotMeasure(
            f"the generator sent {run.total.n:,} of {due:,.0f} requests that were due; this machine was too slow, "
            f"not the service{_busy(run)}",
            "add workers or plan a smaller load",
        )


def _busy(run: LoadRun) -> str:
    machine = run.contention
    return f": it was busy: {machine.words}" if machine is not None and machine.is_busy else ""


def _log_tail(logs: Sequence[Path]) -> str:
    for log in logs:
        try:
            lines = log.read_bytes()[-READ:].decode("utf-8", "replace").splitlines()
        except OSError:
            continue
        last_lines = [line.strip() for line in lines if line.strip()][-TAIL:]
        if last_lines:
            return quotable(" | ".join(last_lines))
    return "it said nothing"
