"""Resolves names with a timeout, which the system's resolver does not have."""

from __future__ import annotations

import queue
import socket
import threading

from pytest_golive.service.http.unreachable import unreachable


def resolve(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of *host*, within *timeout* seconds.

    Raises:
        Unreachable: the name does not exist, or there was no answer in time.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError, ValueError) as error:
            answers.put(OSError(getattr(error, "strerror", None) or str(error)))

    threading.Thread(target=ask, name="golive-resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise unreachable("dns", f"the name {host} was not resolved within {timeout:.3g} s") from None
    if isinstance(answer, OSError) or not answer:
        raise unreachable("dns", f"the name {host} does not resolve: {answer or 'it has no address'}")
    return answer
