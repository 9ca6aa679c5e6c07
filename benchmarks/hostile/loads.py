"""What the load's own client says to hostile answers: ``python -m hostile.loads [how many]``, in ``benchmarks``.

In a process of its own: gevent replaces the sockets of the whole process, as in a load.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import faulthandler  # noqa: E402
import sys  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Iterator  # noqa: E402

from hostile.answers import Hostile  # noqa: E402
from hostile.contents import contents  # noqa: E402
from hostile.framing import frames  # noqa: E402
from hostile.serving import staged  # noqa: E402
from pytest_golive.load.child.client import Client  # noqa: E402
from pytest_golive.load.plan import Endpoint, Plan  # noqa: E402

PATIENCE = 120  # seconds for one answer, of which a client that hangs would need more
ENDPOINTS = (Endpoint("GET /a", "GET", "/a"), Endpoint("GET /b", "GET", "/b", json={"status": "ok"}))
# A client that waits for the answer after an informational one, or for the end of all of them, waits for ever.
NASTY = (
    Hostile("102 and closed", b"HTTP/1.1 102 Processing\r\n\r\n"),
    Hostile("000 and closed", b"HTTP/1.1 000 None\r\n\r\n"),
    Hostile("102 for ever", b"", "repeat", b"HTTP/1.1 102 Processing\r\nX: y\r\n\r\n" * 100),
    Hostile("a field without an end", b"HTTP/1.1 200 OK\r\nX: ", "repeat", b"x" * 10_000),
    Hostile("deep nesting", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"[" * 5000),
)


def chosen(most: int) -> Iterator[Hostile]:
    """The nastiest, and *most* of all; 0 for all."""
    found = [*frames(), *contents()]
    yield from NASTY
    yield from found[:: max(1, len(found) // most)] if most else found


def main() -> None:
    """Print how often the client said what; an exception or a hang ends it with its traceback."""
    said: Counter[str] = Counter()
    with staged("http://127.0.0.1:9") as stage:
        for answer in chosen(int(sys.argv[1]) if len(sys.argv) > 1 else 0):
            stage.set(answer, None)
            faulthandler.dump_traceback_later(PATIENCE, exit=True)
            for one in ENDPOINTS:
                plan = Plan(stage.url, rate=1, duration=1, warm_up=0, timeout=0.5, max_body=1_000_000, endpoints=(one,))
                said[Client(plan).send(one) or "good"] += 1
            faulthandler.cancel_dump_traceback_later()
    print(", ".join(f"{words} x{count}" for words, count in said.most_common()))


if __name__ == "__main__":
    main()
