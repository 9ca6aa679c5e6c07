"""Requests of the service to others on this machine: to another service, and to the collector of traces."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

TIMEOUT = 10.0


def ask(method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> int:
    """The status of the answer, 503 if there is none; redirects are not followed, and proxies not used."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection

    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.request(method, parts.path or "/", body, dict(headers))
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return HTTPStatus.SERVICE_UNAVAILABLE
    finally:
        connection.close()
    return answer.status
