"""A small HTTP/1.1 client: requests are built once, connections are kept, and redirects are not followed."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gevent
from geventhttpclient.response import HTTPParseError, HTTPResponse

from pytest_golive.load.expecting import mismatch
from pytest_golive.load.plan import SAFE, Endpoint, Plan
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.service.credentials.trust import context_of

BLOCK = 65_536
TURN = 16  # parts of a response between two checks of the time
AGENT = "pytest-golive"
# Servers close idle connections, and a request that changes something is not sent twice.
FRESH = 1.0


class TimedOut(gevent.Timeout):
    """The request timed out."""


class Answer(HTTPResponse):
    """A response that keeps its body only if the body will be checked."""

    def __init__(self, method: str, most: int) -> None:
        super().__init__(method)
        self.size = 0
        self._most = most

    def _on_body(self, buf: bytearray) -> None:
        self.size += len(buf)
        if self.size <= self._most:
            super()._on_body(buf)

    @property
    def body(self) -> bytes:
        """The body that was kept."""
        return bytes(self._body_buffer)


class Client:
    """Connections to one target; any number of greenlets may use it."""

    def __init__(self, plan: Plan) -> None:
        parts = urlsplit(plan.url)
        self._plan = plan
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._context = _trust(plan) if parts.scheme == "https" else None
        self._idle: list[tuple[Any, float]] = []
        base = parts.path.rstrip("/")
        self._requests = {endpoint.name: _request(endpoint, base, parts.netloc, plan) for endpoint in plan.endpoints}

    def send(self, endpoint: Endpoint) -> str:
        """Send one request and read the complete response.

        Returns:
            Why it failed; "" for the expected response.
        """
        limit = TimedOut(self._plan.timeout)
        limit.start()
        try:
            answer = self._exchange(endpoint)
        except TimedOut:
            return "timeout"
        except (OSError, HTTPParseError) as error:
            return _kind(error)
        finally:
            limit.close()
        if answer.size > self._plan.max_body:
            return "the body is too large"
        return mismatch(endpoint, answer.get_code(), answer.body)

    def _exchange(self, endpoint: Endpoint) -> Answer:
        while self._idle:
            # The server may have closed a kept connection; then a new one is opened, if that is safe.
            connection, used = self._idle.pop()
            if endpoint.method not in SAFE and time.monotonic() - used > FRESH:
                connection.close()
                continue
            try:
                return self._send_and_receive(connection, endpoint)
            except (ConnectionError, HTTPParseError):
                if endpoint.method not in SAFE:
                    raise
        return self._send_and_receive(self._connect(), endpoint)

    def _send_and_receive(self, connection: Any, endpoint: Endpoint) -> Answer:
        wants_body = bool(endpoint.text or endpoint.json is not None)
        answer = Answer(endpoint.method, self._plan.max_body if wants_body else 0)
        keep = False
        pieces = 0
        try:
            connection.sendall(self._requests[endpoint.name])
            while not answer.message_complete or answer.get_code() < 200:  # noqa: PLR2004 -- 1xx is not a response yet
                data = connection.recv(BLOCK)
                answer.feed(data)
                if not data and (not answer.message_complete or answer.get_code() < 200):  # noqa: PLR2004
                    raise ConnectionResetError("closed before the answer was complete")
                pieces += 1
                if not pieces % TURN:
                    gevent.sleep(0)  # a server that never stops sending must not block the timeout
                if answer.size > self._plan.max_body:
                    return answer
            keep = not answer.should_close()
        finally:
            if keep:
                self._idle.append((connection, time.monotonic()))
            else:
                connection.close()
        return answer

    def _connected(self) -> Any:
        """A connection to the first of the checked addresses that accepts."""
        trouble: OSError | None = None
        for address in self._plan.addresses or (self._host,):
            try:
                return socket.create_connection((address, self._port), self._plan.connect_timeout)
            except OSError as error:
                trouble = trouble or error
        raise trouble or ConnectionError("there is no address")

    def _connect(self) -> Any:
        connection = self._connected()
        try:
            connection.settimeout(None)  # the total time is limited
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_hostname=self._host)
        except BaseException:
            connection.close()
            raise
        return connection


def _trust(plan: Plan) -> ssl.SSLContext:
    """The trusted authorities and the client certificate, as for all our requests."""
    certificate = None
    if plan.cert_file:
        key = Path(plan.key_file) if plan.key_file else None
        certificate = ClientCertificate(Path(plan.cert_file), key, plan.passphrase)
    return context_of(Path(plan.ca_file) if plan.ca_file else None, certificate)


def _request(endpoint: Endpoint, base: str, host: str, plan: Plan) -> bytes:
    headers = {"Host": host, "User-Agent": AGENT, "Accept": "*/*", **plan.headers, **endpoint.headers}
    if endpoint.method not in SAFE:
        headers.setdefault("Content-Length", "0")
    path = f"{base}/{endpoint.path.lstrip('/')}"
    lines: Sequence[str] = [f"{endpoint.method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
    if any("\n" in line or "\r" in line for line in lines):
        raise ValueError("a header or a path holds the end of a line")
    return "\r\n".join(lines).encode("latin-1")


def _kind(error: Exception) -> str:
    """What went wrong with the connection, in a few words without quotations."""
    if isinstance(error, ssl.SSLError):
        return "TLS failed"
    if isinstance(error, socket.gaierror):
        return "name not found"
    if isinstance(error, TimeoutError):
        return "no connection in time"
    if isinstance(error, HTTPParseError):
        return "garbage instead of an answer"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return "connection closed" if isinstance(error, ConnectionError) else "no connection"
