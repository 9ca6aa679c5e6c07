"""Have a CPU when a request is due, whatever else the machine does; but never at the cost of the service."""

from __future__ import annotations

import atexit
import contextlib
import os
import resource
import signal
import sys
import time

import gevent

# Up to this rate it usually takes less than a third of a CPU, and nobody is kept waiting for long.
MOST_RATE = 1_000.0
NICE = -10
EVERY = 0.25  # seconds between two looks at what we have used
MOST_SHARE = 0.5  # of one CPU, beyond which we would keep a service on this machine waiting
LONGEST = 0.1  # seconds without a pause: the kernel tells us, for then we could not look


def be_punctual(rate: float) -> None:
    """Go before others on this machine, where we may: as a real-time process, or at least as an important one.

    Linux gives a process that wakes its turn after some milliseconds if others are at work, and these would be charged
    to the service. Only root may ask for more; who may not is late, and told so. Large answers, TLS or a slow machine
    can take more of a CPU than the rate promises: then we wait for our turn like everybody else.

    Args:
        rate: requests a second that this process sends.
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
    """Look how much we use, and step back when it is too much; on a single CPU half as much is."""
    most = MOST_SHARE / (1 if len(os.sched_getaffinity(0)) > 1 else 2)
    while os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK == os.SCHED_RR:
        moment, used = time.perf_counter(), time.process_time()
        gevent.sleep(EVERY)
        if time.process_time() - used > most * (time.perf_counter() - moment):
            _step_back()


def _step_back(*_: object) -> None:
    # The reset on fork can be given up by root only, so it is kept.
    os.sched_setscheduler(0, os.SCHED_OTHER | os.SCHED_RESET_ON_FORK, os.sched_param(0))
