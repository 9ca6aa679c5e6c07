"""What the name of a metric says: what it counts, and in which unit.

The names follow Prometheus' conventions (https://prometheus.io/docs/practices/naming/): the unit stands at the end,
before ``_total``, ``_bucket``, ``_sum`` and ``_count``. A name that says neither is not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.observability.alerts.meaning.vocabulary import (
    COUNTERS,
    FREE,
    HOST,
    LATENCIES,
    LIMIT,
    NOT_ITEMS,
    QUEUES,
    STATISTICS,
    USED,
    quantile_of,
    strange_of_cpu,
    strange_of_memory,
    strange_of_queue,
    words_of,
)
from pytest_golive.observability.alerts.needed import CPU, ERROR_RATE, LATENCY, MEMORY, QUEUE_DEPTH, Needed

WORD: Final = re.compile(r"[1-5][xX]{2}|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# How many of the unit make a second.
PER_SECOND: Final = {
    **dict.fromkeys(("seconds", "second", "s", "sec", "secs"), 1.0),
    **dict.fromkeys(("milliseconds", "millisecond", "ms", "millis", "msec"), 1e3),
    **dict.fromkeys(("microseconds", "microsecond", "us", "micros", "usec"), 1e6),
    **dict.fromkeys(("nanoseconds", "nanosecond", "ns", "nanos"), 1e9),
}
SHARES: Final = {"ratio": 1.0, "percent": 100.0, "percentage": 100.0, "pct": 100.0}


# A part of the time of a request, or of something else.
PARTS: Final = words_of("queue queued wait waiting connect connection dns tls handshake first header headers size")
REQUESTS: Final = words_of(
    "request requests req http rpc rpcs grpc handled response responses calls call transactions transaction "
    "web api server servers hits messages processed invocations rq upstream downstream spans span"
)
ERRORS: Final = words_of("error errors err errs fail failed fails failure failures exception exceptions 5xx faults bad")
OUTGOING: Final = words_of("client outgoing outbound egress webclient")
TIMES: Final = words_of("duration durations latency latencies time times elapsed seconds delay processing")
MEMORIES: Final = words_of("memory mem heap rss swapless")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name says.

    Attributes:
        kind: "requests", "errors", "times" (a histogram's, a summary's), "memory", "cpu", "queue"; "" if nothing known.
        part: of a histogram "bucket", "sum", "count", or "value" of what is computed already, such as a maximum; of
            memory and CPU "used", "limit", "free", "share", and "" if nothing says which; of the CPU of a machine
            "time", by its mode; of errors "share", if the settings say so.
        scale: the value in base units (seconds, ratios) times this is what the metric holds; 0 if nothing says it.
        is_sure: whether the name says that it is about requests to this service.
        of_host: whether it is about a whole machine.
        strange: words of which it is not known what they make of it.
        quantile: of times, which one a value is, if the settings name it; 0 for none.
    """

    kind: str
    part: str = ""
    scale: float = 1.0
    is_sure: bool = True
    of_host: bool = False
    strange: tuple[str, ...] = ()
    quantile: float = 0.0


UNKNOWN: Final = Meaning("", is_sure=False)
# Micrometer's names for the JVM, which the rows about memory and CPU read as well; what it calls percent is a ratio.
OF_JAVA: Final = {
    "jvm_memory_usage_after_gc": Meaning("memory", "share"),
    "jvm_memory_usage_after_gc_percent": Meaning("memory", "share"),
    "jvm_gc_live_data_size_bytes": Meaning("memory", "used"),
    "jvm_gc_max_data_size_bytes": Meaning("memory", "limit"),
    "process_cpu_usage": Meaning("cpu", "share"),
}


def meaning(name: str, needed: Needed | None = None) -> Meaning:
    """What the metric *name* is, where the settings' own names come first."""
    words = [word.lower() for word in WORD.findall(name)]
    if needed is not None and any(
        fnmatchcase(base_of(name), glob) or fnmatchcase(name, glob) for glob in needed.metrics
    ):
        return _of_settings(needed.signal, words)
    return OF_JAVA.get(name) or _by_words(words)


def base_of(name: str) -> str:
    """The name of a histogram or a summary, without that of one of its parts."""
    return name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count")


def _of_settings(signal: str, words: list[str]) -> Meaning:
    if signal == ERROR_RATE:
        scale = _scale(words, SHARES)
        kind = "errors" if scale or _has(words, ERRORS) else "requests"
        return Meaning(kind, "share" if scale else "", scale or 1.0)
    if signal == LATENCY:
        return replace(_times(words, is_sure=True), quantile=quantile_of(words))
    if signal == QUEUE_DEPTH:
        return Meaning("queue")
    kind = {MEMORY: "memory", CPU: "cpu"}[signal]
    # If the settings name it, the machine is this service's, and its words mean what they must.
    found = replace(_by_words(words), of_host=False, strange=())
    return found if found.kind == kind and found.part else Meaning(kind, "share", _scale(words, SHARES))


def _by_words(words: list[str]) -> Meaning:
    last = words[-1] if words else ""
    if "cpu" in words:
        return _cpu(words)
    if _has(words, MEMORIES):
        return _memory(words)
    if _is_queue(words):
        return Meaning("queue", strange=strange_of_queue(words))
    return _of_requests(words, last)


def _is_queue(words: list[str]) -> bool:
    return _has(words, QUEUES) and not _has(words, NOT_ITEMS) and words[-1] not in COUNTERS


def _of_requests(words: list[str], last: str) -> Meaning:
    if last in {"bucket", "sum"} or (_has(words, TIMES) and last in {"count", *PER_SECOND}):
        if _has(words, TIMES) or _scale(words, PER_SECOND):
            return _times(words, is_sure=_has(words, REQUESTS) and not _has(words, OUTGOING | PARTS))
        return UNKNOWN
    is_sure = _has(words, REQUESTS) and not _has(words, OUTGOING)
    is_computed = _has(words, LATENCIES) or (_has(words, TIMES) and _has(words, STATISTICS))
    if is_computed and last not in COUNTERS:
        return Meaning("times", "value", _scale(words, PER_SECOND), is_sure and not _has(words, PARTS))
    if _has(words, ERRORS):
        return Meaning("errors", is_sure=is_sure)
    return Meaning("requests", is_sure=is_sure) if is_sure or last in {"total", "count"} else UNKNOWN


def _times(words: list[str], *, is_sure: bool) -> Meaning:
    part = words[-1] if words[-1] in {"bucket", "sum", "count"} else ""
    return Meaning("times", part, _scale(words, PER_SECOND), is_sure)


def _scale(words: list[str], units: dict[str, float]) -> float:
    """By the last word that is a unit; 0 without one."""
    return next((units[word] for word in reversed(words) if word in units), 0.0)


def _memory(words: list[str]) -> Meaning:
    of_host, strange = bool(HOST & set(words)), strange_of_memory(words)
    if scale := _scale(words, SHARES):
        return Meaning("memory", "share", scale, of_host=of_host, strange=strange)
    if "bytes" not in words and "limits" not in words and words[-1] not in USED | LIMIT | FREE:
        return UNKNOWN if words[-1] in COUNTERS else Meaning("memory", of_host=of_host, strange=strange or (words[-1],))
    part = "limit" if words == ["machine", "memory", "bytes"] else _part(words)
    strange = strange if part or strange else (words[-1],)
    return Meaning("memory", part or "used", of_host=of_host, strange=strange)


def _cpu(words: list[str]) -> Meaning:
    of_host, strange = bool(HOST & set(words)) or words[0] == "system", strange_of_cpu(words)
    if scale := _scale(words, SHARES):
        return Meaning("cpu", "share", scale, of_host=of_host, strange=strange)
    if words[-1] in {"quota", "period"}:
        return Meaning("cpu", words[-1], of_host=of_host, strange=strange)
    if "seconds" in words and words[-1] in {"total", "seconds", "count"}:
        return Meaning("cpu", "time" if of_host else "used", of_host=of_host, strange=strange)
    if _has(words, USED):
        return Meaning("cpu", "share", 0.0, of_host=of_host, strange=strange)
    is_limit = _has(words, LIMIT | {"cores", "count"})
    if is_limit or words[-1] in COUNTERS:
        return Meaning("cpu", "limit", of_host=of_host, strange=strange) if is_limit else UNKNOWN
    return Meaning("cpu", of_host=of_host, strange=strange or (words[-1],))


def _part(words: list[str]) -> str:
    """What of a memory it is; "" if its words do not say that."""
    if _has(words, FREE):
        return "free"
    if any(word in USED for word in words):
        return "used"
    is_limit = any(word in LIMIT - {"total", "size"} for word in words) or (_has(words, HOST) and "total" in words)
    return "limit" if is_limit else ""


def _has(words: list[str], known: frozenset[str]) -> bool:
    return any(word in known for word in words)
