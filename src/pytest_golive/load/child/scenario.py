"""The locustfile for a target's endpoints: with users, or with a fixed rate."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from gevent.pool import Pool
from locust import User, constant, task
from locust.exception import StopUser

from pytest_golive.load.child import setting
from pytest_golive.load.child.client import Client
from pytest_golive.load.child.metronome import Metronome
from pytest_golive.load.child.punctual import be_punctual
from pytest_golive.load.plan import Endpoint
from pytest_golive.load.schedule import deck, due_times

PLAN = setting.plan
SOON = 0.05
NUMBERS = count()


def _report(  # noqa: PLR0913, PLR0917 -- all that is known of a request
    environment: Any, endpoint: Endpoint, due: float, seconds: float, late: float, error: str
) -> None:
    """Report a request to locust, and so to our recorder; its time starts when it was due."""
    environment.events.request.fire(
        request_type=endpoint.method,
        name=endpoint.name,
        response_time=1000 * seconds,
        response_length=0,
        exception=RuntimeError(error) if error else None,
        context={"golive": (due - setting.recorder.origin, late, error)},
    )


if PLAN.rate:

    class Clock(User):
        """Sends at fixed times, whatever the response times; one in each worker."""

        @task
        def send_all(self) -> None:
            """Send all requests in order, and wait for the last responses."""
            client, metronome, pool = Client(PLAN), Metronome(), Pool(PLAN.connections)
            be_punctual(PLAN.rate / PLAN.workers)
            index = setting.recorder.index
            cards = deck(PLAN.endpoints, index)
            origin = setting.recorder.origin = time.perf_counter() + SOON
            for at in due_times(PLAN, index):
                metronome.wait_until(origin + at)
                if pool.full():
                    self._refuse(next(cards), origin + at)
                else:
                    pool.spawn(self._send, client, next(cards), origin + at)
            pool.join(PLAN.timeout + 1)
            raise StopUser

        def _send(self, client: Client, endpoint: Endpoint, due: float) -> None:
            late = 1000 * (time.perf_counter() - due)
            error = client.send(endpoint)
            _report(self.environment, endpoint, due, time.perf_counter() - due, late, error)

        def _refuse(self, endpoint: Endpoint, due: float) -> None:
            """All connections wait for responses: a request that is not sent counts as a timeout."""
            _report(self.environment, endpoint, due, PLAN.timeout, 0.0, "not sent: too many requests wait for answers")

else:

    class Visitor(User):
        """Sends, waits for the response, pauses, and sends again."""

        wait_time = constant(PLAN.pause)

        def on_start(self) -> None:
            """Give each user a connection and an order of its own."""
            self._http = Client(PLAN)
            self._cards = deck(PLAN.endpoints, 1000 * setting.recorder.index + next(NUMBERS))

        @task
        def visit(self) -> None:
            """Send one request."""
            endpoint = next(self._cards)
            began = time.perf_counter()
            error = self._http.send(endpoint)
            _report(self.environment, endpoint, began, time.perf_counter() - began, 0.0, error)
