"""A server that records each request, and the curl lines that repeat them."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import socket
import subprocess
import threading

import pytest

BODY = gzip.compress(b"hello from the service")
ANSWER = b"HTTP/1.1 %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
# What says nothing of a request.
NOISE = {"connection"}


class Recorder:
    """A server that records every request as received, and its sender; over TLS if it has a context."""

    def __init__(self, host="127.0.0.1", context=None, status=b"200 OK\r\nLocation: /elsewhere"):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.requests, self.context, self.status = [], context, status
        self._listener = socket.create_server((host, 0), family=family)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                connection, address = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError):
                self._serve(connection, address[0])

    def _serve(self, connection, address):
        connection.settimeout(20)
        with self.context.wrap_socket(connection, server_side=True) if self.context else connection as open_:
            data = b""
            while b"\r\n\r\n" not in data:
                data += open_.recv(65_536)
            head, _, body = data.partition(b"\r\n\r\n")
            line, *fields = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
            while len(body) < int(headers.get("content-length", 0)):
                body += open_.recv(65_536)
            shown = open_.getpeercert() if self.context else None
            kept = tuple(sorted((name, value) for name, value in headers.items() if name not in NOISE))
            self.requests.append((line, kept, body, address, shown))
            open_.sendall(ANSWER % (self.status, len(BODY)) + (b"" if line.startswith("HEAD") else BODY))

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def run(line, **variables):
    """The output of curl, run as a reader would run it: in a shell that has the variables."""
    if shutil.which("curl") is None:
        pytest.fail("curl is not installed: apt-get install curl", pytrace=False)
    done = subprocess.run(
        ["sh", "-c", line], env={**os.environ, **variables}, capture_output=True, timeout=600, check=False
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode()


def repeats(server, answer, **variables):
    """Run the line of *answer*, and compare its request with ours, as the server received them."""
    before = len(server.requests)
    assert before
    status, said, trouble = run(answer.curl, **variables)
    assert status == 0, (answer.curl, trouble)
    assert len(server.requests) == before + 1, "one request, no redirect followed"
    assert server.requests[-1] == server.requests[before - 1], answer.curl
    return said
