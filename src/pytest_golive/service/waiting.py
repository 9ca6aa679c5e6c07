"""Waits for a service that is still starting; no other request is ever retried."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pytest_golive.contention.watching import MachineWatch
from pytest_golive.progress import Progress, silent
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import STOOD_STILL, Unreachable, unreachable

# Errors of a service that is about to start; a wrong name or certificate will not disappear.
STARTING = frozenset({"refused", "timeout", "no connection", "unreachable", "cut off", STOOD_STILL})
STARTING_STATUS = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Ready:
    """How long it took until the service responded.

    Attributes:
        tries: the number of requests, including the successful one.
        seconds: until the response.
        last: the error of the last request before it; "" if there was none.
    """

    tries: int
    seconds: float
    last: str = ""

    @property
    def tries_in_words(self) -> str:
        """For the evidence: retries are always shown."""
        if self.tries == 1:
            return "at the first try"
        return f"at try {self.tries}, after {self.seconds:.1f} s ({self.last})"


def wait_until_ready(  # noqa: PLR0913 -- all are named
    service: Service,
    path: str,
    *,
    limit: float,
    interval: float,
    alive: Callable[[], None] = lambda: None,
    progress: Progress = silent,
) -> Ready:
    """Request *path* until a response does not mean "still starting".

    Args:
        service: the service.
        path: what to request.
        limit: seconds after which it gives up.
        interval: seconds between two requests.
        alive: raises if waiting is pointless.
        progress: reports the waiting time.

    Raises:
        Unreachable: it did not start in time, or the error will not disappear.
    """
    began = time.monotonic()
    tries, last = 0, ""
    machine: MachineWatch | None = None
    while True:
        tries += 1
        trouble: Unreachable | Answer
        try:
            trouble = service.ask(path)
            if trouble.status not in STARTING_STATUS:
                return Ready(tries, time.monotonic() - began, last)
            last = f"status {trouble.status}"
        except Unreachable as error:
            if error.kind not in STARTING:
                raise
            trouble, last = error, error.what
        machine = machine or MachineWatch()
        spent = time.monotonic() - began
        if spent + interval > limit:
            return _given_up(trouble, Ready(tries, spent, last), _busy(machine, began))
        alive()
        progress(f"waiting for {service.target.name}: {last}")
        time.sleep(interval)


def _given_up(trouble: Unreachable | Answer, ready: Ready, busy: str) -> Ready:
    if isinstance(trouble, Answer):
        return ready  # it responds, but is unhealthy: the gates report that
    what = f"{trouble.what} ({ready.tries} tries in {ready.seconds:.1f} s)" if ready.tries > 1 else trouble.what
    raise unreachable(trouble.kind, what + busy, trouble.curl)


def _busy(machine: MachineWatch, began: float) -> str:
    """How busy this machine was while a service may have started on it; "" if it was not."""
    machine.look(all_counters=True)
    contention = machine.between(began, time.monotonic())
    return f"; this machine was busy: {contention.words}" if contention.is_busy else ""
