"""Records every request that locust reports."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from locust.runners import LocalRunner

from pytest_golive.load.child.jitter import watch_machine
from pytest_golive.load.plan import Plan

FLUSH = 0.25
LINGER = 0.3
BEAT = 0.05
MOST_NAMES = 200
MOST_JITTER = 10_000
RECORDS, ENDED = "golive_records", "golive_ended"


class Recorder:
    """Receives locust's events; one for each sending process.

    Attributes:
        origin: when the first request is due, on the clock of `time.perf_counter`.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.origin = 0.0
        self.count = 0
        self._cpu = 0.0
        self.environment: Any = None
        self._names: dict[str, int] = {}
        self._outcomes: dict[str, int] = {"": 0}
        self._lines: list[str] = []
        self._jitter: deque[str] = deque(maxlen=MOST_JITTER)
        self._write: Callable[[str], object] = self._ship if plan.ship else _opened(plan.records)

    def listen(self, events: Any) -> None:
        """Register for locust's events."""
        events.init.add_listener(self._on_init)
        events.test_start.add_listener(self._on_start)
        events.request.add_listener(self._on_request)
        events.user_error.add_listener(self._on_user_error)

    @property
    def index(self) -> int:
        """The number of this worker, from 0."""
        return max(0, self.plan.index if self.plan.index >= 0 else getattr(self.environment.runner, "worker_index", 0))

    def trouble(self, reason: str) -> None:
        """Record why the run cannot be trusted."""
        self._lines.append(f"X\t{json.dumps(reason)}\n")

    def _on_init(self, environment: Any, **_: Any) -> None:
        self.environment = environment

    def _on_start(self, **_: Any) -> None:
        self.origin, self._cpu = time.perf_counter(), time.process_time()
        self._lines.append(f"S\t{self.index}\t{self.plan.digest}\n")
        for work in (self._flush_often, self._beat, self._end_in_time):
            gevent.spawn(work)
        watch_machine(self._jitter)

    def _on_request(  # noqa: PLR0913 -- locust's names
        self,
        *,
        request_type: str,
        name: str,
        response_time: float | None,
        exception: object = None,
        context: Any = None,
        response: Any = None,
        **_: Any,
    ) -> None:
        golive_context = context.get("golive") if isinstance(context, dict) else None
        if golive_context is not None:
            at, late, error = golive_context
        else:
            name = f"{request_type} {name}"
            late, error = 0.0, _reason(exception, response) if exception else ""
            at = time.perf_counter() - self.origin - (response_time or 0.0) / 1000
        self.count += 1
        number, outcome = self._number(name), self._outcome(error)
        self._lines.append(f"R\t{at:.6f}\t{response_time or 0.0:.6f}\t{late:.6f}\t{number}\t{outcome}\n")
        if self.count == self.plan.max_requests:
            self.trouble(f"it reached its cap of {self.count} requests")
            gevent.spawn(self._end)

    def _on_user_error(self, exception: BaseException, **_: Any) -> None:
        self.trouble(f"a task of the scenario raised {type(exception).__name__}; see the log")

    def _number(self, name: str) -> int:
        number = self._names.get(name)
        if number is None:
            if len(self._names) >= MOST_NAMES:
                self.trouble(f"more than {MOST_NAMES} names of requests; give requests that differ in an id one name=")
                return self._number(next(iter(self._names)))
            number = self._names[name] = len(self._names)
            self._lines.append(f"N\t{number}\t{json.dumps(name)}\n")
        return number

    def _outcome(self, error: str) -> int:
        outcome = self._outcomes.get(error)
        if outcome is None:
            outcome = self._outcomes[error] = len(self._outcomes)
            self._lines.append(f"O\t{outcome}\t{json.dumps(error)}\n")
        return outcome

    def _beat(self) -> None:
        """Record how late the loop wakes us: the times of all responses are late by as much."""
        due = time.perf_counter()
        while True:
            due = max(due + BEAT, time.perf_counter())
            gevent.sleep(due - time.perf_counter())
            moment = time.perf_counter()
            self._lines.append(f"L\t{moment - self.origin:.3f}\t{1000 * (moment - due):.4f}\n")

    def _flush_often(self) -> None:
        while True:
            self._flush()
            gevent.sleep(FLUSH)

    def _flush(self) -> None:
        lines, self._lines = self._lines, []
        lines += [self._jitter.popleft() for _ in range(len(self._jitter))]
        if lines:
            self._write("".join(lines))

    def _end_in_time(self) -> None:
        # Not while the last requests are sent: stopping takes the loop some time.
        gevent.sleep(self.plan.total + LINGER)
        self._end()

    def _end(self) -> None:
        runner = self.environment.runner
        runner.stop()  # waits for outstanding responses
        self._lines.append(f"E\t{self.count}\t{time.process_time() - self._cpu:.3f}\n")
        self._flush()
        self.environment.process_exit_code = 0  # failed requests are judged elsewhere
        if isinstance(runner, LocalRunner):
            runner.quit()
        else:
            runner.send_message(ENDED, {"index": self.index})

    def _ship(self, text: str) -> None:
        self.environment.runner.send_message(RECORDS, {"index": self.index, "text": text})


def _opened(path: str) -> Callable[[str], object]:
    return Path(path).open("w", encoding="utf-8", buffering=1).write


def _reason(exception: object, response: Any) -> str:
    """Why a request of the team's scenario failed, without its text, which may quote a response."""
    status = getattr(response, "status_code", None)
    kind = type(exception).__name__ if isinstance(exception, BaseException) else "failed"
    return f"{kind}, status {status}" if status else kind
