"""A webhook receiver of ours, on this machine alone, that notes which alerts Alertmanager delivers."""

from __future__ import annotations

import ipaddress
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from pytest_golive.errors import CannotMeasure

LARGEST: Final = 5_000_000
MOST: Final = 10_000  # notes that are kept
TIMEOUT: Final = 10.0  # seconds for one request


@dataclass(frozen=True, slots=True)
class Delivered:
    """One alert in one notification: "firing" or "resolved", and the receiver for which it was sent."""

    labels: Mapping[str, str]
    status: str
    receiver: str


class Listener:
    """Listens while it is entered.

    Args:
        host: an address of this machine, such as "127.0.0.1".
        port: the port that Alertmanager's webhook names; 0 for a free one.

    Raises:
        CannotMeasure: the address is not one of this machine's loopback, or is in use.
    """

    def __init__(self, host: str, port: int) -> None:
        if not _is_loopback(host):
            raise CannotMeasure(
                f"the fire drill would listen at {host}, which others can reach",
                "name an address such as 127.0.0.1:9099",
            )
        self._changed = threading.Condition()
        self._delivered: list[Delivered] = []
        try:
            self._server = _Server((host, port), self._note)
        except OSError as error:
            raise CannotMeasure(
                f"the fire drill cannot listen at {host}:{port}: {error.strerror or error}",
                "free the port, or name another one for the drill and in Alertmanager's webhook",
            ) from None
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(TIMEOUT)

    def wait(self, name: str, value: str, status: str, until: float) -> Delivered | None:
        """The first alert that comes with this label and status; None if none has come by *until*, of `monotonic`."""
        with self._changed:
            while True:
                for one in self._delivered:
                    if one.labels.get(name) == value and one.status == status:
                        return one
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(min(left, 1.0))

    def _note(self, found: list[Delivered]) -> None:
        with self._changed:
            self._delivered.extend(found[: max(0, MOST - len(self._delivered))])
            self._changed.notify_all()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], note: Any) -> None:
        self.note = note
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What breaks off is no notification."""


class _Handler(BaseHTTPRequestHandler):
    timeout = TIMEOUT
    server: _Server

    def do_POST(self) -> None:
        """A notification."""
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            length = -1
        found = read_notification(self.rfile.read(length)) if 0 <= length <= LARGEST else None
        self.send_response(400 if found is None else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if found is not None:
            self.server.note(found)

    def log_message(self, *_: Any) -> None:
        """Nothing is written."""


def read_notification(body: bytes) -> list[Delivered] | None:
    """The alerts of a webhook's body; None if it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    alerts = found.get("alerts") if isinstance(found, dict) else None
    if not isinstance(alerts, list):
        return None
    receiver = str(found.get("receiver", ""))
    return [
        Delivered({str(name): str(value) for name, value in one["labels"].items()}, str(one.get("status")), receiver)
        for one in alerts
        if isinstance(one, dict) and isinstance(one.get("labels"), dict)
    ]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
