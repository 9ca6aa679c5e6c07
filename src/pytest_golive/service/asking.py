"""The former name of `service.http.asking`."""

from __future__ import annotations

from pytest_golive.service.http.asking import SERVER_ERROR, Answer, Service, Unreachable

__all__ = ["SERVER_ERROR", "Answer", "Service", "Unreachable"]
