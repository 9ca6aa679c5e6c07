"""An identity that can log in but lacks rights. Its rejection counts only if it is known to be logged in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_golive.service.auth.attempt import (
    ACCEPTED,
    REJECTED,
    WITH_DATA,
    Attempt,
    Observation,
    attempt_of,
    wanted_refusal,
)
from pytest_golive.service.auth.knock import Headers
from pytest_golive.service.auth.probing import Prober

READS, FORBIDDEN = "lesser identity on what it may read", "lesser identity on what is forbidden to it"
CURE = (
    "check the credentials of lesser, and name a path that it may read, and strangers may not, in its allowed, such as "
    "allowed = ['/account']"
)


def check_lesser(prober: Prober, headers: Headers) -> Iterator[Attempt]:
    """Try the lesser identity on the paths that it may read, and on those that it must not."""
    protected = prober.protected
    paths = [path for path in prober.accepted if path not in protected.forbidden]
    paths += [path for path in protected.allowed if path not in paths]
    strangers = [_stranger(prober, path) for path in protected.allowed]
    if any(not observed.outcome for observed in strangers):
        yield attempt_of(prober.named(READS), REJECTED, strangers)
        return
    alone = [page for page in prober.pages_at(protected.forbidden) if page.path not in protected.paths]
    if anybody := [prober.rejected(page, {}, hides=True, status=protected.status) for page in alone]:
        name = "no credentials on what is forbidden to the lesser identity"
        yield attempt_of(prober.named(name), wanted_refusal(protected.status), anybody)
    reads = [prober.admission_at(path, headers) for path in paths]
    pages = prober.pages_at(protected.forbidden)
    expected = wanted_refusal(protected.lesser_status)
    rejected = [prober.rejected(page, headers, hides=True, status=protected.lesser_status) for page in pages]
    other_words = {observed.words for observed in (*anybody, *strangers)} | prober.rejections
    if _is_nobody([*reads, *rejected], other_words):
        yield attempt_of(prober.named(FORBIDDEN), expected, [_unproven(observed) for observed in (*reads, *rejected)])
        return
    if reads:
        yield attempt_of(prober.named(READS), ACCEPTED, reads)
    if rejected:
        yield attempt_of(prober.named(FORBIDDEN), expected, rejected)
    unknown = [observed.where for observed in rejected if observed.words == "401" and not protected.lesser_status]
    if unknown:
        words = "which means 'not logged in', but the user is logged in; 403 is the status for a missing right"
        prober.notes.append(
            (prober.named(FORBIDDEN), f"401 at {', '.join(unknown)}, {words}; demand it by status = 403 of lesser")
        )


def _is_nobody(observations: Sequence[Observation], other_words: set[str]) -> bool:
    """Whether nothing shows that it is logged in: accepted nowhere, and treated like strangers."""
    if any(observed.outcome in {"", ACCEPTED, WITH_DATA} for observed in observations):
        return False
    return bool(observations) and all(observed.words in other_words for observed in observations)


def _stranger(prober: Prober, path: str) -> Observation:
    """A request without credentials to a path that distinguishes the lesser identity from strangers."""
    observed = prober.admission_at(path, {})
    if observed.outcome != ACCEPTED:
        return replace(observed, outcome=observed.outcome and REJECTED)
    words = f"{observed.words} without any credentials, so a success there proves nothing about the lesser identity"
    return replace(
        observed, outcome="", words=words, cure="name a path in allowed of lesser that strangers may not read"
    )


def _unproven(observed: Observation) -> Observation:
    words = f"{observed.words}, as strangers get it, so it is unknown whether the lesser identity is logged in at all"
    return replace(observed, outcome="", words=words, cure=CURE)
