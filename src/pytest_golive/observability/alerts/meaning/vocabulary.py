"""Words in names of metrics about memory, CPU and queues, and which of them leave open what a metric is.

A name is understood if each of its words is known; only what comes first, such as the name of the product, may be any
word. ``container_memory_cache_bytes`` is about memory, but nothing here says that a cache is the memory in use.
"""

from __future__ import annotations

from typing import Final


def words_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


USED: Final = words_of("used usage working set rss resident utilization utilisation util inuse")
LIMIT: Final = words_of("limit limits max maximum quota capacity total size")
FREE: Final = words_of("available avail free buffers cached reclaimable slab")
HOST: Final = frozenset({"node", "machine", "windows"})
QUEUES: Final = words_of(
    "queue queues queued backlog lag pending waiting enqueued unprocessed undelivered jobs outstanding"
)
NOT_ITEMS: Final = words_of(
    "capacity max limit seconds duration bytes latency time workers consumers threads size_limit rate retries"
)
UNITS: Final = words_of("bytes percent percentage pct ratio")
PLACES: Final = words_of(
    "container process kube pod node host machine windows spec resource resources dotnet jvm nodejs runtime system "
    "server"
)
ITEMS: Final = words_of("message messages task tasks item items unacked unacknowledged")
LATENCIES: Final = words_of("latency latencies")
STATISTICS: Final = words_of("max maximum min minimum avg average mean median p percentile quantile th upper")
COUNTERS: Final = words_of("total count sum bucket")
OF_MEMORY: Final = USED | LIMIT | FREE | UNITS | PLACES | words_of("memory mem memstats heap physical s")
OF_CPU: Final = USED | LIMIT | UNITS | (PLACES - {"system"}) | words_of("cpu cpus seconds cores count period recent")
OF_QUEUES: Final = QUEUES | words_of(
    "length len size depth message messages item items job task tasks entry entries element elements event events "
    "record records request requests number num current ready visible approximate of in value group topic sum partition"
)
# Of queues and lags: what is not waiting, or is counted in another unit.
NOT_WAITING: Final = words_of(
    "failed failing created completed done finished dead retried scheduled running active processed processing age "
    "oldest replica replication slave connection connections lock locks pod pods restart"
)


def strange_of_memory(words: list[str]) -> tuple[str, ...]:
    """The words of a name about memory that leave open which memory it is, or how much of it."""
    strange = _unknown(words[1:], OF_MEMORY)
    is_both = not strange and "max" in words and any(word in USED for word in words)  # the most that was ever used
    return ("max",) if is_both else strange


def strange_of_cpu(words: list[str]) -> tuple[str, ...]:
    """The words of a name about CPU that leave open which time it is, or whose."""
    return _unknown(words[1:], OF_CPU)


def strange_of_queue(words: list[str]) -> tuple[str, ...]:
    """The words of a name about a queue that leave open whether it is the number of what waits in it."""
    first = next((place for place, word in enumerate(words) if word in QUEUES), 0)
    if strange := [word for word in words[:first] if word in NOT_WAITING]:
        return tuple(strange)
    return _unknown(words[first:], OF_QUEUES) or (() if set(words) & (QUEUES - {"jobs"}) else ("jobs",))


def quantile_of(words: list[str]) -> float:
    """Which quantile a name says that a value is: p99 is 0.99, and a maximum is 1; 0 if it says none."""
    if set(words) & {"max", "maximum"}:
        return 1.0
    digits = next((word for word in words if word.isdigit()), "")
    return float(f"0.{digits}") if digits and set(words) & {"p", "percentile", "th", "quantile", "upper"} else 0.0


def _unknown(words: list[str], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word not in known))
