"""A server whose latency is known, because it is made up: `python benchmarks/known_latency.py PORT SHAPE [FACTOR]`.

Every block of 1,000 answers holds the same 1,000 delays in another order, so the true percentiles are known exactly.
SHAPE `stall` also answers nothing for 500 ms, every 4 s. One real thread for each connection: their sleep is true to a
tenth of a millisecond, while an event loop's is not.
"""

from __future__ import annotations

import math
import random
import socket
import sys
import threading
import time
from statistics import NormalDist

BLOCK = 1_000
MEDIAN, SIGMA = 0.040, 0.35  # seconds; of a log-normal distribution
STALL_EVERY, STALL = 4.0, 0.5
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
LEVELS = (50, 95, 99)


def delays(factor: float = 1.0) -> list[float]:
    """The delays of one block, in seconds, in order."""
    normal = NormalDist(0, SIGMA)
    return [factor * MEDIAN * math.exp(normal.inv_cdf((place + 0.5) / BLOCK)) for place in range(BLOCK)]


def truth(factor: float = 1.0) -> dict[int, float]:
    """The percentiles of the delays, in milliseconds."""
    ordered = delays(factor)
    return {level: 1000 * ordered[math.ceil(level * BLOCK / 100) - 1] for level in LEVELS}


def truth_with_stalls(rate: float, seconds: float, phase: float = 0.0) -> dict[int, float]:
    """The percentiles that a schedule of *rate* requests a second meets, in milliseconds, by calculation."""
    found, source = [], Delays(1.0)
    for number in range(int(rate * seconds)):
        at = phase + number / rate
        found.append(1000 * (stalled(at) + source.draw()))
    found.sort()
    return {level: found[math.ceil(level * len(found) / 100) - 1] for level in LEVELS}


def stalled(at: float) -> float:
    """How long a request that arrives at *at* waits for the end of a stall."""
    into = at % STALL_EVERY
    return STALL - into if into < STALL else 0.0


class Delays:
    """Hands out delays, block by block."""

    def __init__(self, factor: float) -> None:
        self._block = delays(factor)
        self._left: list[float] = []
        self._lock = threading.Lock()
        self._shuffler = random.Random(7)

    def draw(self) -> float:
        """The next one, in seconds."""
        with self._lock:
            if not self._left:
                self._left = self._block[:]
                self._shuffler.shuffle(self._left)
            return self._left.pop()


def serve(port: int, shape: str, factor: float) -> None:
    """Answer until ended."""
    sys.setswitchinterval(0.0005)
    source, began = Delays(factor), time.monotonic()

    def answer(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            while connection.recv(65_536):
                arrived = time.monotonic()
                wait = source.draw() + (stalled(arrived - began) if shape == "stall" else 0.0)
                time.sleep(max(0.0, arrived + wait - time.monotonic()))
                connection.sendall(ANSWER)

    with socket.create_server(("127.0.0.1", port), backlog=1024) as server:
        while True:
            threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)
