"""Resolves names with a timeout, which the system's resolver does not have."""

from __future__ import annotations

import queue
import socket
import threading

from pytest_golive.service.addresses.hosts import address_of
from pytest_golive.service.http.unreachable import unreachable


def resolve(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of *host*, within *timeout* seconds.

    Raises:
        Unreachable: the name does not exist, or there was no answer in time.
    """
    if address_of(host) is not None:  # nobody is asked for what is an address already, so that it takes no time
        answer: list[str] | Exception = _asked(host, port)
    else:
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()
        ask = threading.Thread(target=lambda: answers.put(_ended(host, port)), name="golive-resolver", daemon=True)
        ask.start()
        try:
            answer = answers.get(timeout=timeout)
        except queue.Empty:
            raise unreachable("dns", f"the name {host} was not resolved within {timeout:.3g} s") from None
    if isinstance(answer, Exception) and not isinstance(answer, OSError):
        raise answer
    if isinstance(answer, OSError) or not answer:
        raise unreachable("dns", f"the name {host} does not resolve: {answer or 'it has no address'}")
    return answer


def _ended(host: str, port: int) -> list[str] | Exception:
    """How asking ended: what ends it by an error of its own (``golive doctor``) must not look like silence."""
    try:
        return _asked(host, port)
    except Exception as error:  # noqa: BLE001 -- raised again by the caller
        return error


def _asked(host: str, port: int) -> list[str] | OSError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))
    except (OSError, UnicodeError, ValueError) as error:
        return OSError(getattr(error, "strerror", None) or str(error))
