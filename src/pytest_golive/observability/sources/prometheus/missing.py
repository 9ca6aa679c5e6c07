"""Why a question has no value: nothing has that name, or it ended, or there is too little of it."""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.selecting import Selector

BACK: Final = 6 * 3600  # seconds
# How far back, in which steps: a process may have lived for seconds only.
LOOKS: Final = ("10m:1s", "6h:1m")
LEAST: Final = 2  # samples of a rate


def why_empty(api: HttpApi, selector: Selector, window: float = 0.0) -> str:
    """Why there is no value of *selector*, in words.

    Args:
        api: the server.
        selector: the series.
        window: of the rate that was asked for, in seconds; 0 for none.

    Raises:
        CannotMeasure: the server cannot be asked, or its answer is not understood.
    """
    if window:
        counted = api.query(f"max(count_over_time({selector}[{round(window * 1000)}ms]))")
        most = max((one.value for one in counted.samples), default=0.0)
        if 0 < most < LEAST:
            return (
                f"{selector} has only one sample in {window:g} s, and a rate needs two: the window must be several "
                "scrape intervals long"
            )
    for look in LOOKS:  # a subquery knows the time of each sample, and of series that ended, too
        ended = api.query(f"max(max_over_time(timestamp({selector})[{look}]))")
        if ended.samples:
            seen = max(one.value for one in ended.samples)
            return f"the series of {selector} are stale: the newest sample is of {_told(seen)}"
    now = time.time() + api.clock.ahead
    if api.series([selector], now - BACK, now):
        return f"the series of {selector} are stale: they ended within 6h"
    return f"no series matches {selector}, now or within 6h"


def _told(at: float) -> str:
    try:
        return f"{dt.datetime.fromtimestamp(at, dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return "no time"
