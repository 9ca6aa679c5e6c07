"""Whether a response is the expected one."""

from __future__ import annotations

from typing import Final

from pytest_golive.load.plan import Endpoint
from pytest_golive.service.answers.expecting import differences
from pytest_golive.service.bodies.json_reading import NotJson, read_json

# Errors without a response.
NO_ANSWER: Final = frozenset(
    {"name not found", "no connection in time", "no connection", "connection refused", "TLS failed"}
)


def mismatch(endpoint: Endpoint, status: int, body: bytes) -> str:
    """How a response differs from what *endpoint* expects, without quoting it; "" if it does not."""
    if status not in endpoint.status:
        return f"status {status}"
    if any(text.encode() not in body for text in endpoint.text):
        return "the expected text is missing"
    if endpoint.json is not None:
        try:
            found = read_json(body)
        except NotJson:
            return "the body is no JSON"
        missing = next(differences(endpoint.json, found), None)
        return "" if missing is None else "the expected JSON is missing"
    return ""
