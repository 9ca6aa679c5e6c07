"""Sends requests with contexts of ours, and waits until their traces are in the backend, whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.traces.backends.backend import Backend
from pytest_golive.observability.traces.ids import Context
from pytest_golive.observability.traces.spans import Trace
from pytest_golive.observability.traces.wholeness import Wholeness
from pytest_golive.progress import Progress, silent
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.asking import Service

FIRST_PAUSE: Final = 0.05  # doubled up to the longest
LONGEST_PAUSE: Final = 2.0
SETTLING: Final = 0.5  # seconds between two looks at a trace that seems complete
STABLE: Final = 2  # looks in a row that find as many spans as the one before
SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Request:
    """The request that is sent.

    Attributes:
        path: below the service's URL.
        method: in capitals.
        statuses: what the service may answer; any success if there is none.
        headers: credentials.
        services: the services that must have a part in its trace; the first one receives it.
        wait: seconds until the trace must be whole.
        place: the table in the settings, for messages.
    """

    path: str
    method: str
    statuses: Sequence[int]
    headers: Mapping[str, str] = field(repr=False)
    services: Sequence[str]
    wait: float
    place: str


@dataclass(frozen=True)
class Followed:
    """What became of a request.

    Attributes:
        sent: the context that it carried.
        since: when it was sent, in nanoseconds since 1970.
        until: when its answer was there.
        answer: the answer.
        trace: what the backend knew of it in the end; None of nothing.
        looks: how often the backend was asked.
        seconds: from the answer until the trace was whole, or until the wait was over.
        stable: whether the number of spans stayed the same.
    """

    sent: Context
    since: int
    until: int
    answer: Answer
    trace: Trace | None
    looks: int
    seconds: float
    stable: bool


def follow(  # noqa: PLR0913, PLR0917 -- what is asked, how long, and by which clock
    services: Sequence[Service],
    backend: Backend,
    request: Request,
    progress: Progress = silent,
    wait: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[Followed, ...]:
    """Send the request once to each of *services*, and look for its traces: soon and often at first, then more slowly.

    No further request is sent: looking for the trace of a later one each time would chase traces that are not complete.

    Args:
        services: the service, or its instances; one that is named several times gets as many requests.
        backend: the backend of traces.
        request: the request.
        progress: reports the waiting time.
        wait: sleeps.
        clock: seconds.

    Raises:
        CannotMeasure: the service did not answer as expected, or the backend cannot be asked.
    """
    found = [_send(service, request) for service in services]
    names = tuple(map(backend.named, request.services))
    began, pause, same, open_ones = clock(), FIRST_PAUSE, dict.fromkeys(range(len(found)), 0), list(range(len(found)))
    while True:
        are_complete = True
        for number in open_ones:
            one = found[number]
            trace = backend.trace(one.sent.trace)
            before, count = len(one.trace.spans) if one.trace else -1, len(trace.spans) if trace else 0
            is_complete = trace is not None and Wholeness(trace, one.sent, names).is_complete
            same[number] = same[number] + 1 if is_complete and count == before else 0
            are_complete = are_complete and is_complete
            stable, spent = same[number] >= STABLE, clock() - began
            found[number] = replace(one, trace=trace, looks=one.looks + 1, seconds=spent, stable=stable)
        open_ones = [number for number in open_ones if not found[number].stable]
        spent = clock() - began
        if not open_ones or spent >= request.wait:
            return tuple(found)
        first = found[open_ones[0]]
        count = len(first.trace.spans) if first.trace else 0
        progress(f"waiting for {len(open_ones)} traces, such as {first.sent.trace.hex()}: {count} spans so far")
        pause = max(pause, SETTLING) if are_complete else pause
        wait(max(min(pause, request.wait - spent), FIRST_PAUSE))
        pause = min(2 * pause, LONGEST_PAUSE)


def _send(service: Service, request: Request) -> Followed:
    sent = Context.fresh()
    since = time.time_ns()
    answer = service.ask(request.path, request.method, headers={**request.headers, "traceparent": sent.header})
    until = time.time_ns()
    if answer.status not in (request.statuses or SUCCESS):
        raise CannotMeasure(
            f"{answer.place} answers {answer.status}, so its trace says nothing of a request that works",
            f"name a path in {request.place} that the named services serve, with its method and auth; let status say "
            "what it answers; or let instances name addresses at which it is served",
        )
    return Followed(sent, since, until, answer, None, 0, 0.0, stable=False)
