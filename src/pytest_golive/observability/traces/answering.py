"""Whether the spans of a trace are those of our request: one serves it, at its time, and at its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pytest_golive.findings import Finding
from pytest_golive.observability.traces.spans import Span
from pytest_golive.observability.traces.wholeness import Wholeness

SECOND: Final = 1_000_000_000
SKEW: Final = 600 * SECOND  # clocks that are further apart make a trace useless, or it is of another request
TEMPLATES: Final = frozenset("{<*:[")  # a route with one of them stands for many paths


def unanswered(whole: Wholeness) -> Iterator[Finding]:
    """That the service which received the request has spans, and none that serves it."""
    if whole.is_answered or not whole.roots or whole.services[0] in whole.missing:
        return
    service = whole.services[0]
    kinds = ", ".join(sorted({span.kind for span in whole.trace.spans if span.service == service}))
    cure = (
        "let its HTTP server be instrumented, and not its clients alone; or name first in services the service that "
        "receives the request"
    )
    what = f"{service} has no span of kind server or consumer in it, only {kinds}: none of its spans serves the request"
    yield Finding("", 0, "root", what, key=f"unanswered {service}", cure=cure)


def untimely(whole: Wholeness, since: int, until: int) -> Iterator[Finding]:
    """The spans that answer our request, and began at quite another time.

    Args:
        whole: the trace.
        since: when the request was sent, in nanoseconds since 1970.
        until: when its answer was there.
    """
    cure = "set the clock of that service, or see what sends old spans under the ids of new requests"
    for span in whole.roots:
        apart = min(span.start - since, 0) or max(span.start - until, 0)
        if span.start and abs(apart) > SKEW:
            when = "before the request was sent" if apart < 0 else "after it was answered"
            what = f"{span.words}: it began {abs(apart) // SECOND:,} s {when}, so it is not of this request"
            yield Finding("", 0, "time", what, key=f"time {span.service} {span.name}", cure=cure)


def elsewhere(whole: Wholeness, path: str) -> str:
    """Which path the spans that answer name, if it certainly is not that of the request; "" if it may be.

    A proxy may take a prefix away, or add one.
    """
    served = [found for span in whole.roots if (found := _path(span))]
    asked = path.partition("?")[0].rstrip("/")
    if not served or any(asked.endswith(one) or one.endswith(asked) for one in served):
        return ""
    return f"the request was for {path}, and the span that answers it names {served[0]}; a proxy may have rewritten it"


def named_only(whole: Wholeness, path: str) -> str:
    """That no attribute of the spans that answer names a path; whether their names do; "" if an attribute does.

    Some instrumentation, and some backends, keep the path in the name of the operation alone: "GET /version".
    """
    if not whole.roots or any(span.address for span in whole.roots):
        return ""
    asked = path.partition("?")[0].rstrip("/") or "/"
    for span in whole.roots:
        words = span.name.split()
        if any(word == asked or (word.startswith("/") and asked.endswith(word.rstrip("/") or "/")) for word in words):
            return f"only in the name of the operation, {span.name!r}: no attribute of the span (url.path) says it"
    return "not proven: neither name nor attributes of the span that answers say it; its id alone does"


def _path(span: Span) -> str:
    """The path that a span names, without a slash at its end; "" for a route with variables, or none."""
    try:
        path = urlsplit(span.address).path.rstrip("/")
    except ValueError:
        return ""
    return "" if TEMPLATES & set(path) else path
