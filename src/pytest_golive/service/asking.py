"""What `service.http.asking` was called before it moved there."""

from __future__ import annotations

from pytest_golive.service.http.asking import SERVER_ERROR, Answer, Service, Unreachable

__all__ = ["SERVER_ERROR", "Answer", "Service", "Unreachable"]
