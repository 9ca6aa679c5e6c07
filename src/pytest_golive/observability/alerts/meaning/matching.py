"""What the matchers of a selector let through: the labels of this service, and the statuses that are errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from pytest_golive.observability.alerts.meaning.vocabulary import words_of
from pytest_golive.observability.alerts.promql.tree import Match, NotUnderstood
from pytest_golive.observability.alerts.regexp.matching import Regexp
from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood as Unreadable

# By which exporters, frameworks and meshes tell what became of a request.
STATUSES: Final = words_of(
    "status code status_code http_status http_status_code http_response_status_code response_code statuscode "
    "http_code response_status status_class code_class response_code_class status_family outcome grpc_code "
    "grpc_status grpc_status_code rpc_grpc_status_code result envoy_response_code_class envoy_response_code "
    "exported_status sc response success error"
)
BAD_CODES: Final = ("500", "502", "503", "504")
GOOD_CODES: Final = ("200", "201", "204")
# The worst answers and the best, in each spelling that a label may have.
SPELLINGS: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (BAD_CODES, GOOD_CODES),
    (("5xx",), ("2xx",)),
    (("5XX",), ("2XX",)),
    (("5",), ("2",)),
    (("SERVER_ERROR",), ("SUCCESS",)),
    (("Internal", "Unavailable", "Unknown"), ("OK",)),
    (("INTERNAL", "UNAVAILABLE", "UNKNOWN"), ("OK",)),
    (("13", "14", "2"), ("0",)),
    (("error",), ("success",)),
    (("failure",), ("success",)),
    (("failed",), ("succeeded",)),
    (("false",), ("true",)),
)
OF_ERRORS: Final = ((("true",), ("false",)), (("1",), ("0",)))  # of labels such as error="true"


def accepts(match: Match, value: str) -> bool:
    """Whether a label of this *value* passes.

    Raises:
        NotUnderstood: its regular expression is one of Go's that Python does not know, or is very long.
    """
    if match.op in {"=", "!="}:
        return (match.value == value) == (match.op == "=")
    return _compiled(match.value).matches(value) == (match.op == "=~")


@lru_cache(maxsize=2_000)
def _compiled(expression: str) -> Regexp:
    try:
        return Regexp(expression, dot_all=True)
    except Unreadable as error:
        raise NotUnderstood(f"the matcher {expression[:40]!r} is not understood: {error}") from None


def share_of(matches: Iterable[Match]) -> str:
    """Which requests the matchers of a status select: "errors", "success", or "all" without any.

    More than the server's errors, such as 4xx too, is "errors". Less, such as 500 alone, is "some errors";
    "no errors" are statuses such as 4xx, which no server error has.

    Raises:
        NotUnderstood: they select something else.
    """
    own = [match for match in matches if match.label.lower() in STATUSES]
    if not own:
        return "all"
    for bad, good in spellings_of(own[0].label):
        bads = [all(accepts(match, value) for match in own) for value in bad]
        goods = [all(accepts(match, value) for match in own) for value in good]
        if all(bads) and all(goods):
            continue
        if all(bads) and not any(goods):
            return "errors"
        if all(goods) and not any(bads):
            return "success"
        if any(bads) and not any(goods):
            return "some errors"
    shown = ",".join(map(str, own))
    if all(accepts(match, value) for match in own for pair in SPELLINGS[:1] for value in (*pair[0], *pair[1])):
        return "all"
    if any(all(accepts(match, code) for match in own) for code in ("400", "404", "429", "4xx", "CLIENT_ERROR", "4")):
        return "no errors"
    raise NotUnderstood(f"it is not known which requests {{{shown}}} selects")


def spellings_of(label: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The worst and the best values that a label of statuses may have."""
    return OF_ERRORS if label.lower() == "error" else SPELLINGS


def not_covering(matches: Iterable[Match], labels: Mapping[str, str]) -> Match | None:
    """The first matcher that rejects the *labels* of this service; None if all let it through."""
    return next((one for one in matches if one.label in labels and not accepts(one, labels[one.label])), None)


def narrowing(matches: Iterable[Match], labels: Mapping[str, str], free: frozenset[str]) -> tuple[Match, ...]:
    """The matchers that may leave out series of this service, for nothing is known of their labels.

    Args:
        matches: of one selector.
        labels: those of this service.
        free: labels that make a quantity what it is: the status, the boundary of a bucket.
    """
    found = []
    for one in matches:
        is_known = one.label in labels or one.label.lower() in free
        is_open = (not one.is_positive and not one.value) or (one.op == "=~" and one.value in {".*", ".+"})
        if not is_known and not is_open:
            found.append(one)
    return tuple(found)
