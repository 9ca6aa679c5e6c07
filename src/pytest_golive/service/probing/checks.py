"""Whether the observations of a probe can be trusted: if not, there is no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.unreachable import CURES
from pytest_golive.service.probing.connections import THIS_MACHINE
from pytest_golive.service.probing.result import KINDS, THROTTLED, ProbeResult, Sample

FEWEST: Final = 10
# A probe that sent nothing for so many intervals, and so long, could have missed an outage.
BLIND_INTERVALS: Final = 4
BLIND_SECONDS: Final = 0.2
# The fraction of all requests that may be a whole interval late, or not sent at all.
LATE: Final = 0.05
HEALTHY_FIRST: Final = (
    "a probe can only see a healthy service go down: start it, or name a path that answers 200 to everyone; one that "
    "is slow by nature needs a longer timeout of the probe"
)
CURES_BY_WHAT: Final = {
    "TLS failure": "name what the server needs in the target's table: ca_file for a private authority, "
    "client_certificate for mutual TLS; or fix its certificate",
    "not HTTP/1.1": CURES["http2"],
}


def check_lead(url: str, samples: Sequence[Sample], patience: float, machine: Contention) -> None:
    """Explain why a service is not seen healthy before the watch.

    Raises:
        CannotMeasure: always.
    """
    last = next((sample for sample in reversed(samples) if sample.what), None)
    why = f"last: {last.what}{f' ({last.detail})' if last.detail else ''}" if last else "it answered too seldom"
    raise CannotMeasure(
        f"{url} did not serve steadily within {patience:g} s before the watch began; {why}{_busy(machine)}",
        CURES_BY_WHAT.get(last.what if last else "", HEALTHY_FIRST),
    )


def check_result(result: ProbeResult, machine: Contention | None = None) -> ProbeResult:
    """*result*, if it can be judged.

    Raises:
        CannotMeasure: it cannot: too few requests, a schedule that was not kept, or requests that failed for a reason
        that is not the service's.
    """
    _check_enough(result)
    _check_schedule(result, machine)
    whats = {sample.what: sample.detail for sample in result.samples}
    if THROTTLED in whats:
        raise CannotMeasure(
            f"{result.url} limits the rate of the probe (429), so it is unknown whether it was down",
            "exempt the health path from the limit, or probe less often",
        )
    if THIS_MACHINE in whats:
        raise CannotMeasure(
            f"this machine could not open the probe's connections: {whats[THIS_MACHINE]}",
            "raise the limit of open files (ulimit -n), or stop other programs on this machine",
        )
    return result


def _check_enough(result: ProbeResult) -> None:
    if result.unanswered:
        raise CannotMeasure(
            f"the watch was broken off with {result.unanswered} requests under way", "let it come to its end"
        )
    for kind in KINDS:
        count = sum(sample.kind == kind for sample in result.samples)
        if count < FEWEST:
            raise CannotMeasure(
                f"only {count} requests were sent over {kind} connections in {result.seconds:.2f} s, and fewer than "
                f"{FEWEST} prove nothing",
                "watch for longer (settle), or ask more often (interval)",
            )


def _check_schedule(result: ProbeResult, machine: Contention | None) -> None:
    late = sum(sample.sent - sample.due > result.interval for sample in result.samples)
    planned = len(result.samples) + result.skipped
    too_blind = result.blind > max(BLIND_INTERVALS * result.interval, BLIND_SECONDS)
    if too_blind or late + result.skipped > max(2, LATE * planned):
        raise CannotMeasure(
            f"the probe could not keep its schedule of one request every {result.interval * 1000:g} ms: {late} of "
            f"{planned} were late, {result.skipped} were not sent, and once it saw nothing for "
            f"{result.blind * 1000:.0f} ms; this machine was too slow, not the service{_busy(machine)}",
            "stop other programs on this machine, or send requests less often: probe_interval, or --interval",
        )


def _busy(machine: Contention | None) -> str:
    return f"; this machine was busy: {machine.words}" if machine is not None and machine.is_busy else ""
