"""A resolver for tests: what names lead to."""

from __future__ import annotations

import socket


class Resolver:
    """The addresses of names; each answer of a list is given once, the last one repeatedly."""

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    def __call__(self, host, port, *_, **__):
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            return self.real(host, port, type=socket.SOCK_STREAM)
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        if not addresses:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]
