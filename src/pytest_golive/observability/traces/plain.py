"""Whether requests that carry no context are recorded as well, such as those of customers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.traces.backends.backend import Backend, Wanted
from pytest_golive.observability.traces.following import FIRST_PAUSE, LONGEST_PAUSE, Request
from pytest_golive.observability.traces.ids import is_ours
from pytest_golive.progress import Progress, silent
from pytest_golive.service.http.asking import Service

SENT: Final = 4
MOST: Final = 200  # traces that are looked at
SECOND: Final = 1_000_000_000
SLACK: Final = 2 * SECOND  # of a trace's beginning against the request's
LEAST_WAIT: Final = 2.0
LONGER: Final = 3.0  # as long as traces took that were asked for: a backend does not deliver all of them in one batch


@dataclass(frozen=True, slots=True)
class Plain:
    """What became of requests without a context.

    Attributes:
        sent: how many there were.
        recorded: how many left a trace.
        seconds: how long it was waited for.
        trouble: why the backend could not be asked; "" if it could.
    """

    sent: int
    recorded: int
    seconds: float
    trouble: str = ""

    def note(self) -> tuple[str, str]:
        """What is shown: a sampler may record few of them, and that none is recorded is no proof of its fault."""
        name = "requests without a context"
        if self.recorded:
            return name, f"{self.recorded} of {self.sent} left a trace"
        what = "whether requests without a context are recorded, as customers send them"
        if self.trouble:
            return "not proven", f"{what}: {self.trouble}"
        seen = f"none of {self.sent} left a trace within {self.seconds:.0f} s that names our User-Agent"
        cure = "see that the sampler for those that do not is above 0 (OTEL_TRACES_SAMPLER_ARG)"
        return "not proven", f"{what}: {seen}. The other requests were recorded because they asked for it; {cure}"


def send_plain(  # noqa: PLR0913, PLR0917 -- what is asked, how long, and by which clock
    service: Service,
    backend: Backend,
    request: Request,
    took: float,
    progress: Progress = silent,
    wait: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Plain:
    """Send the request a few times without a context, and look for traces that say that they are of ours.

    Args:
        service: where it goes.
        backend: the backend of traces.
        request: the request.
        took: seconds until the traces of requests with a context were whole.
        progress: reports the waiting time.
        wait: sleeps.
        clock: seconds.

    Raises:
        CannotMeasure: the service did not answer.
    """
    since, began, pause = time.time_ns(), clock(), FIRST_PAUSE
    for _ in range(SENT):
        service.ask(request.path, request.method, headers=request.headers)
    longest = min(max(LEAST_WAIT, LONGER * took), request.wait)
    while True:
        wanted = Wanted(backend.named(request.services[0]), since - SLACK, time.time_ns() + SLACK, MOST, outcomes=True)
        try:
            near = backend.latest(wanted)
        except CannotMeasure as error:
            return Plain(SENT, 0, clock() - began, error.what)
        found = sum(one.ours and not is_ours(one.id) and one.start >= since - SLACK for one in near)
        spent = clock() - began
        if found >= SENT or spent >= longest:
            return Plain(SENT, min(found, SENT), spent)
        progress(f"waiting for the traces of {SENT} requests without a context: {found} so far")
        wait(max(min(pause, longest - spent), FIRST_PAUSE))
        pause = min(2 * pause, LONGEST_PAUSE)
