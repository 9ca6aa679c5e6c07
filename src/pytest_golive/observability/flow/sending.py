"""Requests of our own while metrics are read, for a service without traffic: read-only, evenly over the time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Instance, Metrics
from pytest_golive.progress import Progress, silent

PAUSE: Final = 0.2


def send_all(
    send: Callable[[], None], number: int, seconds: float, meanwhile: Callable[[], object], every: float
) -> float:
    """Send *number* requests in *seconds*, or as long as it takes, and call *meanwhile* at an interval.

    Args:
        send: sends one request.
        number: how many.
        seconds: over which they are spread.
        meanwhile: called before the first, at the interval, and after the last one.
        every: seconds between two calls.

    Returns:
        Seconds between the first and the last call.

    Raises:
        CannotMeasure: a request could not be sent, or got no response.
    """
    errors: list[CannotMeasure] = []
    given_up = threading.Event()

    def work() -> None:
        try:
            for _ in range(number):
                send()
                if given_up.wait(seconds / number):
                    return
        except CannotMeasure as error:
            errors.append(error)

    began = time.monotonic()
    meanwhile()
    thread = threading.Thread(target=work, name="own requests", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(every)
            meanwhile()
    finally:
        given_up.set()
        thread.join()
    if errors:
        raise errors[0]
    return time.monotonic() - began


def until_scraped(metrics: Metrics, patience: float, progress: Progress = silent) -> bool:
    """Wait until each instance that is up was scraped once more; False if that takes longer than *patience* seconds."""
    began = time.monotonic()
    while not is_scraped_since(metrics.instances(), began):
        if time.monotonic() - began > patience:
            return False
        progress("a fresh scrape of each instance")
        time.sleep(PAUSE)
    return True


def is_scraped_since(instances: Iterable[Instance], moment: float) -> bool:
    """Whether each instance that is up was scraped after *moment* of `time.monotonic`."""
    newest = max((one.age for one in instances if one.up), default=math.inf)
    return newest < time.monotonic() - moment
