"""The program that runs locust: ``python -m pytest_golive.load.child.start [locust's options]``.

Its input is the plan on one line; then the input stays open as long as its starter lives, and it exits with it.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys

LONGEST = 16_000_000


def _read_plan(source: int) -> bytes:
    line = bytearray()
    while not line.endswith(b"\n"):
        piece = os.read(source, 65_536)
        if not piece or len(line) > LONGEST:
            sys.exit("no plan was given")
        line += piece
    return bytes(line)


def _end_with(source: int) -> None:
    """Exit immediately when the other end of *source* is closed: nobody needs the load any more."""
    while os.read(source, 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Read the plan, and run locust with it."""
    source = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    line = _read_plan(source)
    # A real thread, started before locust turns threads into greenlets: it runs even while the loop is busy.
    _thread.start_new_thread(_end_with, (source,))

    import locust
    from locust.main import main as run

    from pytest_golive.load.child import setting
    from pytest_golive.load.child.conductor import Conductor
    from pytest_golive.load.child.fence import Fence
    from pytest_golive.load.child.recorder import Recorder
    from pytest_golive.load.plan import Plan

    plan = Plan.from_json(line)
    setting.plan = plan
    if "--master" in sys.argv:
        conductor = Conductor(plan)
        conductor.listen(locust.events)
        tell = conductor.remark
    else:
        setting.recorder = Recorder(plan)
        setting.recorder.listen(locust.events)
        tell = setting.recorder.trouble
    if plan.locustfile:
        Fence(plan, tell).stand()
    run()


if __name__ == "__main__":
    main()
