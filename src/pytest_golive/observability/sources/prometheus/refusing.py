"""Errors that the API reports, and what to do about each."""

from __future__ import annotations

from typing import Final, Literal

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.trouble import clean

Reason = Literal["syntax", "limit", "timeout", "execution", "tenant", "not found", "server"]
SYNTAX: Final = ("parse error", "singleexpr", "unknown function", "unexpected token", "cannot parse", "unparsed data")
LIMITS: Final = (
    "exceeded maximum resolution",
    "too many samples",
    "too many points",
    "too many series",
    "max-series",
    "maximum number of",
    "exceeds the limit",
    "the query exceeded",
    "max_samples",
    "limit",
)
TIMEOUTS: Final = ("timed out", "timeout", "deadline exceeded")
SERVER_ERROR: Final = 500
BAD_REQUEST: Final = 400
NOT_FOUND: Final = 404


class Refused(CannotMeasure):
    """The server reports an error, whatever its HTTP status.

    Attributes:
        reason: "syntax", "limit", "timeout", "execution", "tenant", "not found" or "server".
    """

    def __init__(self, what: str, cure: str = "", *, path: str = "", line: int = 0) -> None:
        super().__init__(what, cure, path=path, line=line)
        self.reason: Reason = "server"

    def __reduce__(self) -> tuple[object, ...]:
        # Pickled for other workers, including the reason.
        return (_rebuild, (self.what, self.cure, self.reason))


def _rebuild(what: str, cure: str, reason: Reason) -> Refused:
    error = Refused(what, cure)
    error.reason = reason
    return error


def refusal(api: Api, status: int, kind: str, said: str, expression: str) -> Refused:
    """The error for a reported error.

    Args:
        api: the server.
        status: of HTTP; also 200.
        kind: its ``errorType``.
        said: its message.
        expression: what was asked; "" if it was no query.
    """
    reason = reason_of(status, kind, said)
    asked = f" for {clean(expression)}" if expression else ""
    with_status = "" if status == BAD_REQUEST else f" (status {status})"
    what = f"{api.named} reports an error{asked}{with_status}: {said or kind or 'without a message'}"
    return _rebuild(what, _cure(api, reason), reason)


def reason_of(status: int, kind: str, said: str) -> Reason:
    """Which sort of error it is; servers agree on no words, so that both are looked at."""
    words = said.lower()
    tests: dict[Reason, bool] = {
        "tenant": "no org id" in words,
        "timeout": kind == "timeout" or any(word in words for word in TIMEOUTS),
        "syntax": any(word in words for word in SYNTAX),
        "limit": any(word in words for word in LIMITS),
        "not found": status == NOT_FOUND or kind == "not_found",
        "server": status >= SERVER_ERROR or kind == "internal",
    }
    return next((reason for reason, holds in tests.items() if holds), "execution")


def _cure(api: Api, reason: Reason) -> str:
    cures: dict[Reason, str] = {
        "syntax": "correct the expression; promtool and the server's own page show where it breaks",
        "limit": "ask for less: a selector with the labels of this service, a shorter window, or a larger step; or "
        "raise that limit of the server",
        "timeout": "ask for less: a selector with the labels of this service, or a shorter window; or see what the "
        "server is busy with",
        "execution": "correct the expression: the server understands it, but cannot compute it on these series",
        "tenant": f"name the tenant whose data is meant: {api.place} tenant",
        "not found": f"check {api.place} url: the address of {api.kind} itself, without /api",
        "server": f"see the log of {api.named}, and run it again when it works",
    }
    return cures[reason]
