"""Whether a token that is logged out, or revoked, is refused from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_golive.service.auth.attempt import ADMITTED, REFUSED, Attempt, Seen, attempt_of
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.credentials import Carrier
from pytest_golive.service.http.asking import Answer
from pytest_golive.service.http.unreachable import Unreachable

BAD = range(400, 600)
NAME = "token after log-out"
SECOND = "set logout_token to a second valid token, which nothing else uses"
WAY_OUT = "name the path or the URL that logs a token out, and logout_method if it is not POST"


def check_log_out(prober: Prober, carrier: Carrier, token: str, leave: Callable[[], Answer]) -> Iterator[Attempt]:
    """Try a token, log it out, and try it again.

    Args:
        prober: of the protected paths, where the right credentials have been admitted.
        carrier: how tokens are carried.
        token: a valid one that nothing else needs.
        leave: logs it out.
    """
    before = [prober.admission_at(path, carrier.carrying(token)) for path in prober.admitted]
    unknown = [one for one in before if one.outcome != ADMITTED]
    if unknown:
        words = f"{unknown[0].words} before the log-out, so its refusal afterwards would prove nothing"
        yield _unknown(prober, Seen("", words, unknown[0].where, unknown[0].curl, SECOND))
        return
    try:
        left = leave()
    except Unreachable as error:
        yield _unknown(prober, Seen("", error.what, "log-out", error.curl))
        return
    said = f"{left.method} {left.path} answered {left.status}"
    if left.status in BAD:
        yield _unknown(prober, Seen("", f"{said}, so nothing was logged out", left.path, left.curl, WAY_OUT))
        return
    yield from prober.refuse([Knock(NAME, {f"after {said}": carrier.carrying(token)}, unreadable=True)])


def _unknown(prober: Prober, seen: Seen) -> Attempt:
    return attempt_of(prober.named(NAME), REFUSED, [seen])
