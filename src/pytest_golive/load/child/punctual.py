"""Gets a CPU when a request is due, whatever else the machine does; but never at the cost of the service."""

from __future__ import annotations

import atexit
import contextlib
import os
import resource
import signal
import sys
import time

import gevent

# Up to this rate it usually needs less than a third of a CPU, and delays nobody for long.
MOST_RATE = 1_000.0
NICE = -10
EVERY = 0.25  # seconds between two checks of our own usage
MOST_SHARE = 0.5  # of one CPU; beyond it we would delay a service on this machine
LONGEST = 0.1  # seconds without a pause: then the kernel signals us, since we cannot check


def be_punctual(rate: float) -> None:
    """Raise our priority on this machine, if allowed: as a real-time process, or at least with a better nice value.

    On a busy machine, Linux may let a waking process wait for some milliseconds, which would count as the service's.
    Only root may raise the priority; other users are late, and the report says so. Large responses, TLS or a slow
    machine may need more CPU than the rate suggests: then our priority becomes ordinary again.

    Args:
        rate: requests per second from this process.
    """
    if sys.platform == "linux" and rate <= MOST_RATE:
        with contextlib.suppress(OSError):
            signal.signal(signal.SIGXCPU, _step_back)
            resource.setrlimit(resource.RLIMIT_RTTIME, (int(LONGEST * 1e6), resource.RLIM_INFINITY))
            os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
            gevent.spawn(_stay_fair)
            atexit.register(_step_back)  # Python ends without a pause, and without the handler
            return
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)


def _stay_fair() -> None:
    """Check how much CPU we use, and become ordinary if it is too much; on a single CPU the limit is half."""
    most = MOST_SHARE / (1 if len(os.sched_getaffinity(0)) > 1 else 2)
    while os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK == os.SCHED_RR:
        moment, used = time.perf_counter(), time.process_time()
        gevent.sleep(EVERY)
        if time.process_time() - used > most * (time.perf_counter() - moment):
            _step_back()


def _step_back(*_: object) -> None:
    # Only root may remove the reset on fork, so it is kept.
    os.sched_setscheduler(0, os.SCHED_OTHER | os.SCHED_RESET_ON_FORK, os.sched_param(0))
