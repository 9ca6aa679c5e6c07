"""The former name of `service.http.unreachable`."""

from __future__ import annotations

from pytest_golive.service.http.unreachable import CURES, Unreachable, unreachable

__all__ = ["CURES", "Unreachable", "unreachable"]
