"""Whether an answer is the one that was expected."""

from __future__ import annotations

import json
from typing import Any, Final

from pytest_golive.load.plan import Endpoint

FAILED: Final = 400
# Errors on the way: nobody has answered.
NO_ANSWER: Final = frozenset(
    {"name not found", "no connection in time", "no connection", "connection refused", "TLS failed"}
)


def mismatch(endpoint: Endpoint, status: int, body: bytes) -> str:
    """How an answer differs from what *endpoint* expects, without quoting it; "" if it does not."""
    if status != endpoint.status and (endpoint.status or status >= FAILED):
        return f"status {status}"
    if endpoint.text and endpoint.text.encode() not in body:
        return "the expected text is missing"
    if endpoint.json is not None:
        try:
            found = json.loads(body)
        except ValueError:
            return "the body is no JSON"
        return "" if holds(found, endpoint.json) else "the expected JSON is missing"
    return ""


def holds(found: Any, wanted: Any) -> bool:
    """Whether *found* has at least what *wanted* has; lists must have the same length."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and holds(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        same = isinstance(found, list) and len(found) == len(wanted)
        return same and all(map(holds, found, wanted))
    return bool(found == wanted) and isinstance(found, bool) == isinstance(wanted, bool)
