"""The program that becomes locust: ``python -m pytest_golive.load.child.start [locust's options]``.

Its input is the plan on one line, then nothing until whoever started it is gone. Then it is gone, too.
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
    """End at once when the other end of *source* is closed: nobody is left to want the load."""
    while os.read(source, 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Read the plan, and run locust by it."""
    source = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    line = _read_plan(source)
    # A real thread, started before locust makes greenlets of threads: it hears even while the loop is busy.
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
