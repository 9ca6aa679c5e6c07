"""What the status of a response means, as exporters spell it: "503", "5xx", "5", "SERVER_ERROR", "Unavailable"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

CODE: Final = re.compile(r"([1-5])(?:\d\d|[xX]{2})?", re.ASCII)
SERVER_ERROR: Final = "5"
# Micrometer's outcomes, and codes of gRPC; those that mean that the server failed, as OpenTelemetry has them.
GOOD_WORDS: Final = frozenset(
    {
        *("informational", "success", "redirection", "client_error", "ok", "cancelled", "canceled", "invalidargument"),
        *("notfound", "alreadyexists", "permissiondenied", "resourceexhausted", "failedprecondition", "aborted"),
        *("outofrange", "unauthenticated"),
    }
)
BAD_WORDS: Final = frozenset(
    ("server_error", "unknown", "deadlineexceeded", "unimplemented", "internal", "unavailable", "dataloss")
)
# What a cache says of itself: no status of a response.
OF_CACHES: Final = frozenset(
    ("hit", "miss", "expired", "bypass", "stale", "updating", "revalidated", "dynamic", "none", "pass")
)


class Meaning(StrEnum):
    """What a status means for the error rate."""

    GOOD = "good"
    FAILED = "failed"
    NOT_UNDERSTOOD = "not understood"


def meaning_of(status: str, label: str) -> Meaning:
    """What *status* means, as the value of *label*.

    "Unknown" is a code of gRPC and means a failure there; elsewhere nobody knows.
    """
    if found := CODE.fullmatch(status):
        return Meaning.FAILED if found[1] == SERVER_ERROR else Meaning.GOOD
    word = status.lower().replace("-", "_")
    if label == "grpc_code":
        word = word.replace("_", "")
    if word == "unknown" and label != "grpc_code":
        return Meaning.NOT_UNDERSTOOD
    return Meaning.GOOD if word in GOOD_WORDS else Meaning.FAILED if word in BAD_WORDS else Meaning.NOT_UNDERSTOOD


def meaning_of_all(series: Mapping[str, str], labels: Sequence[str]) -> Meaning:
    """What the *labels* of a series mean together: the first decides, but no other may say that it failed."""
    if any(meaning_of(series[label], label) is Meaning.FAILED for label in labels if series.get(label)):
        return Meaning.FAILED
    first = next((label for label in labels if series.get(label)), labels[0])
    return meaning_of(series.get(first, ""), first)
