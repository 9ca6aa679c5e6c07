"""Sends one request with a context of ours, and waits until its trace is in the backend, whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    service: Service,
    backend: Backend,
    request: Request,
    progress: Progress = silent,
    wait: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Followed:
    """Send one request, and look for its trace: soon and often at first, then more slowly.

    No further request is sent: looking for the trace of a later one each time would chase traces that are not complete.

    Raises:
        CannotMeasure: the service did not answer as expected, or the backend cannot be asked.
    """
    sent = Context.fresh()
    since = time.time_ns()
    answer = service.ask(request.path, request.method, headers={**request.headers, "traceparent": sent.header})
    until = time.time_ns()
    if answer.status not in (request.statuses or SUCCESS):
        raise CannotMeasure(
            f"{answer.place} answers {answer.status}, so its trace says nothing of a request that works",
            f"name a path in {request.place} that the named services serve, with its method and auth; or let status "
            "say what it answers",
        )
    services = tuple(map(backend.named, request.services))
    began, pause, looks, same, before = clock(), FIRST_PAUSE, 0, 0, -1
    while True:
        trace = backend.trace(sent.trace)
        looks += 1
        spent = clock() - began
        count = len(trace.spans) if trace else 0
        is_complete = trace is not None and Wholeness(trace, sent, services).is_complete
        same = same + 1 if is_complete and count == before else 0
        if same >= STABLE or spent >= request.wait:
            return Followed(sent, since, until, answer, trace, looks, spent, same >= STABLE)
        progress(f"waiting for the trace {sent.trace.hex()}: {count} spans so far")
        pause = max(pause, SETTLING) if is_complete else pause
        wait(max(min(pause, request.wait - spent), FIRST_PAUSE))
        pause, before = min(2 * pause, LONGEST_PAUSE), count
