"""A server whose latency is known, because it is made up.

    python benchmarks/known_latency.py PORT plain|stall|random [FACTOR]

`plain`: every block of 200 answers holds the same 200 delays in another order, so the true percentiles are known.
`stall`: the same, but every 4 s nothing is answered for 500 ms. `random`: each delay is drawn anew, as in life.
FACTOR makes all of them longer. One real thread for each connection: their sleep is true to a tenth of a millisecond,
while an event loop's is not.
"""

from __future__ import annotations

import contextlib
import math
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from statistics import NormalDist

BLOCK = 200
MEDIAN, SIGMA = 0.040, 0.35  # seconds; of a log-normal distribution
STALL_EVERY, STALL = 4.0, 0.5
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
PRIORITY = -10  # only root may
LEVELS = (50, 95, 99)


def delays(factor: float = 1.0) -> list[float]:
    """The delays of one block, in seconds, in order."""
    normal = NormalDist(0, SIGMA)
    return [factor * MEDIAN * math.exp(normal.inv_cdf((place + 0.5) / BLOCK)) for place in range(BLOCK)]


def truth(shape: str, rate: float, seconds: float) -> dict[int, float]:
    """The percentiles that a schedule of *rate* requests a second meets, in milliseconds, by calculation.

    Of stalls, over so many as to leave nothing to chance: few requests meet one, and which delay each has is chance.
    """
    source, often = Delays(1.0, shape), 50 if shape == "stall" else 1
    due = (number / rate for number in range(int(rate * seconds * often)))
    found = sorted(source.draw() + (stalled(at) if shape == "stall" else 0.0) for at in due)
    return {level: 1000 * found[math.ceil(level * len(found) / 100) - 1] for level in LEVELS}


def stalled(at: float) -> float:
    """How long a request that arrives at *at* waits for the end of a stall."""
    into = at % STALL_EVERY
    return STALL - into if into < STALL else 0.0


class Delays:
    """Hands out delays, in seconds."""

    def __init__(self, factor: float, shape: str) -> None:
        self._block, self._shape = delays(factor), shape
        self._left: list[float] = []
        self._lock = threading.Lock()
        self._random = random.Random(7 if shape != "random" else None)
        self._factor = factor

    def draw(self) -> float:
        """The next one."""
        with self._lock:
            if self._shape == "random":
                return self._factor * MEDIAN * self._random.lognormvariate(0, SIGMA)
            if not self._left:
                self._left = self._block[:]
                self._random.shuffle(self._left)
            return self._left.pop()


def serve(port: int, shape: str, factor: float) -> None:
    """Answer until ended."""
    sys.setswitchinterval(0.0005)
    with contextlib.suppress(OSError):  # what else runs here must not add to what is known
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
    source, began = Delays(factor, shape), time.monotonic()

    def answer(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, contextlib.suppress(OSError):
            while connection.recv(65_536):
                arrived = time.monotonic()
                wait = source.draw() + (stalled(arrived - began) if shape == "stall" else 0.0)
                time.sleep(max(0.0, arrived + wait - time.monotonic()))
                connection.sendall(ANSWER)

    with socket.create_server(("127.0.0.1", port), backlog=1024) as server:
        while True:
            threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()


@contextlib.contextmanager
def running(shape: str, factor: float = 1.0) -> Iterator[str]:
    """Such a server in a process of its own; its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, __file__, str(port), shape, str(factor)])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)
