"""Whether a token is rejected after it has been logged out or revoked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_golive.service.auth.attempt import ACCEPTED, REJECTED, Attempt, Observation, attempt_of, wanted_refusal
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.seeing.telling import tell_headers
from pytest_golive.service.credentials.reading import Carrier
from pytest_golive.service.http.asking import Answer
from pytest_golive.service.http.unreachable import Unreachable

BAD = range(400, 600)
NAME = "token after log-out"
SECOND = "set logout_token to a second valid token, which nothing else uses"
WAY_OUT = "name the path or the URL that logs a token out, and logout_method if it is not POST"


def check_log_out(prober: Prober, carrier: Carrier, token: str, leave: Callable[[], Answer]) -> Iterator[Attempt]:
    """Try a token, log it out, and try it again.

    Args:
        prober: of the protected paths, where the right credentials have been accepted.
        carrier: how tokens are sent.
        token: a valid one that nothing else needs.
        leave: logs it out.
    """
    headers = carrier.carrying(token)
    before = {path: prober.admission_at(path, headers) for path in prober.accepted}
    paths = [path for path, observations in before.items() if observations.outcome == ACCEPTED]
    if not paths:
        first = next(iter(before.values()))
        words = f"{first.words} before the log-out, so its rejection afterwards would prove nothing"
        yield _unknown(prober, Observation("", words, first.where, first.curl, SECOND))
        return
    try:
        log_out_answer = leave()
    except Unreachable as error:
        yield _unknown(prober, Observation("", error.what, "log-out", error.curl))
        return
    logged_out = f"{log_out_answer.method} {log_out_answer.path} answered {log_out_answer.status}"
    if log_out_answer.status in BAD:
        yield _unknown(
            prober,
            Observation(
                "", f"{logged_out}, so nothing was logged out", log_out_answer.path, log_out_answer.curl, WAY_OUT
            ),
        )
        return
    status = prober.protected.status
    pages = prober.pages_at(paths)
    tell_headers(headers, NAME)
    observations = [
        prober.rejected(page, headers, f"after {logged_out}", unreadable=True, status=status) for page in pages
    ]
    yield attempt_of(prober.named(NAME), wanted_refusal(status), observations)


def _unknown(prober: Prober, observed: Observation) -> Attempt:
    return attempt_of(prober.named(NAME), REJECTED, [observed])
