"""The true state of a server, measured independently."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from typing import Self


class Knocker(threading.Thread):
    """Connects to a port every millisecond, and so knows from when to when nothing listened there.

    A server may listen before it answers: on a busy machine nginx takes a while to start its workers.

    Attributes:
        killed_at: when the server was ended, if a test says so: it answers no more, and may listen for a while.
        closed_at: when a knock was first refused, on the monotonic clock; 0 if none was.
        open_again_at: when one was first accepted after that.
        served_again_at: when a request was first answered after that.
        blind: the longest time between two knocks: how far all of these can be wrong.
    """

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._over = threading.Event()
        self.killed_at = self.closed_at = self.open_again_at = self.served_again_at = self.blind = 0.0

    def run(self) -> None:
        """Knock until stopped."""
        before = time.monotonic()
        while not self._over.wait(0.001):
            is_open = self._knock()
            now = time.monotonic()
            self.blind, before = max(self.blind, now - before), now
            if not is_open:
                self.closed_at = self.closed_at or now
            elif self.closed_at and not self.open_again_at:
                self.open_again_at = now
                self._ask()
                before = self.served_again_at = time.monotonic()

    def _knock(self) -> bool:
        with socket.socket() as knocking:
            return knocking.connect_ex(("127.0.0.1", self._port)) == 0

    def _ask(self) -> None:
        asking = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        asking.request("GET", "/healthz")
        asking.getresponse().read()
        asking.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    @property
    def seconds(self) -> float:
        """For how long."""
        assert self.closed_at < self.open_again_at
        return self.open_again_at - self.closed_at
