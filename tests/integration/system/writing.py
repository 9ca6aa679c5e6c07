"""Customers who buy all the while, and who remember what was acknowledged."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from typing import Self
from urllib.parse import urlsplit

EVERY = 0.16
WRITERS, READERS = 4, 8  # readers wait for what is slow; writers go on
PATIENCE = 60.0


class Customers:
    """Threads that write and read through the balancer, each request over a connection of its own.

    Attributes:
        acknowledged: the numbers of the purchases that were answered with 201.
        refused: what became of each request that was not answered as it should be, in words.
    """

    _numbers = itertools.count(1)

    def __init__(self, url: str) -> None:
        self._host = str(urlsplit(url).netloc)
        self.acknowledged: set[int] = set()
        self.refused: list[str] = []
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=does, daemon=True) for does in (*[self._buy] * WRITERS, *[self._look] * READERS)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)

    def bought(self, more: int) -> None:
        """Wait until *more* purchases than now were acknowledged."""
        wanted, end = len(self.acknowledged) + more, time.monotonic() + 2 * PATIENCE
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, f"{self.refused[-3:]}"
            time.sleep(0.05)

    def _buy(self) -> None:
        while not self._done.wait(EVERY):
            number = next(self._numbers)
            if self._asked("POST", f"/purchases/{number}", 201):
                self.acknowledged.add(number)

    def _look(self) -> None:
        while not self._done.wait(2 * EVERY):
            self._asked("GET", "/products", 200)

    def _asked(self, method: str, path: str, wanted: int) -> bool:
        connection = http.client.HTTPConnection(self._host, timeout=PATIENCE)
        try:
            connection.request(method, path, headers={"Connection": "close"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.refused.append(f"{method} {path}: {error!r}")
            return False
        finally:
            connection.close()
        if answer.status != wanted:
            self.refused.append(f"{method} {path}: {answer.status}")
        return answer.status == wanted
