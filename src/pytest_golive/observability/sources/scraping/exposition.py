"""Reads what an instance answers to a scrape: OpenMetrics, or the text formats of Prometheus, by its content type."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.sources.metrics import INSTALL, Kind, Meta
from pytest_golive.observability.sources.scraping.bounds import formatted_bound
from pytest_golive.observability.sources.scraping.untyped import typed
from pytest_golive.observability.sources.trouble import clean

if TYPE_CHECKING:
    from prometheus_client import Metric

# As Prometheus asks, without the binary format.
ACCEPT: Final = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
)
OPENMETRICS: Final = "application/openmetrics-text"
CLASSIC: Final = frozenset({"text/plain", ""})
MOST_LINES: Final = 200_000
LONGEST_LINE: Final = 65_536
TYPE_LINE: Final = re.compile(r"^#[ \t]{1,9}TYPE[ \t]{1,9}(\S{1,400})[ \t]{1,9}counter", re.MULTILINE)
TOTAL, BUCKET, COUNT, CREATED = "_total", "_bucket", "_count", "_created"
KINDS: Final[Mapping[str, Kind]] = {
    "counter": "counter",
    "gauge": "gauge",
    "info": "gauge",
    "stateset": "gauge",
    "histogram": "histogram",
    "gaugehistogram": "histogram",
    "summary": "summary",
}
BOUNDED: Final = ("le", "quantile")
Key = tuple[str, tuple[tuple[str, str], ...]]


class NotMetrics(ValueError):
    """What was sent cannot be believed as metrics; the message says why."""


@dataclass(frozen=True, slots=True)
class Read:
    """The value of one series in a scrape.

    Attributes:
        value: NaN and infinities are kept.
        at: time in seconds since 1970 that the exporter itself gives; None for the time of the scrape.
    """

    value: float
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Exposition:
    """One scrape of one instance.

    Attributes:
        families: its metrics by the name of the family; those of counters end as their series do.
        series: its series: name and sorted labels.
        created: when counters began to count, by the name of the series that counts, and its labels.
        notes: what strict readers would reject.
    """

    families: Mapping[str, Meta]
    series: Mapping[Key, Read]
    created: Mapping[Key, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_exposition(body: bytes, content_type: str) -> Exposition:
    """The metrics in *body*.

    Args:
        body: decompressed.
        content_type: the header, which chooses the format.

    Raises:
        NotMetrics: it is none, cut off, or holds a series twice with different values.
        NotSetUp: prometheus-client is not installed.
    """
    media = _media(content_type, body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotMetrics(f"it is not UTF-8: byte {error.start:,}") from None
    _check_size(text)
    is_open = media == OPENMETRICS
    if not is_open and not text.endswith("\n"):
        raise NotMetrics("it is cut off: its last line has no end")
    bare = frozenset() if is_open else frozenset(name for name in TYPE_LINE.findall(text) if not name.endswith(TOTAL))
    notes = ("it has no Content-Type, so that Prometheus 3 rejects it",) if not media else ()
    return _collected(_parsed(text, is_open=is_open), bare, notes)


def _media(content_type: str, body: bytes) -> str:
    message = Message()
    message["content-type"] = content_type
    media = message.get_content_type() if content_type.strip() else ""
    if body[:100].lstrip()[:1] == b"<":
        raise NotMetrics("it is an HTML page")
    if not body.strip():
        raise NotMetrics("it is empty")
    if media != OPENMETRICS and media not in CLASSIC:
        raise NotMetrics(f"its Content-Type is {clean(media)}, neither text/plain nor {OPENMETRICS}")
    return media


def _check_size(text: str) -> None:
    lines = text.count("\n")
    if lines > MOST_LINES:
        raise NotMetrics(f"it has {lines:,} lines, more than {MOST_LINES:,}: an instance should not export so much")
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE:
        raise NotMetrics(f"one of its lines has {longest:,} characters")


def _parsed(text: str, *, is_open: bool) -> Iterator[Metric]:
    try:
        from prometheus_client.openmetrics import parser as openmetrics
        from prometheus_client.parser import text_string_to_metric_families
    except ImportError:
        raise NotSetUp("prometheus-client, which reads metrics, is not installed", INSTALL) from None
    parse = openmetrics.text_string_to_metric_families if is_open else text_string_to_metric_families
    try:
        yield from parse(text)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        said = clean(str(error)) or "a line cannot be read"
        if is_open and not text.rstrip("\n").endswith("# EOF"):
            raise NotMetrics("it is cut off: it does not end with # EOF") from None
        raise NotMetrics(f"it is not valid: {said}") from None


def _collected(metrics: Iterable[Metric], bare: frozenset[str], notes: tuple[str, ...]) -> Exposition:
    families: dict[str, Meta] = {}
    series: dict[Key, Read] = {}
    created: dict[Key, float] = {}
    repeated: set[str] = set()
    for metric in metrics:
        kind = KINDS.get(metric.type, "unknown")
        is_bare = metric.type == "counter" and metric.name in bare
        family = metric.name if kind != "counter" or is_bare else metric.name + TOTAL
        native = False
        for sample in metric.samples:
            # The parser gives counters of the classic format a suffix that they do not have.
            name = sample.name.removesuffix(TOTAL) if is_bare else sample.name
            native = native or getattr(sample, "native_histogram", None) is not None
            if _number(sample.value) is None:  # a native histogram
                continue
            key = name, tuple(sorted((label, _bound(label, value)) for label, value in sample.labels.items()))
            _put(series, key, Read(_number(sample.value), _number(sample.timestamp)), repeated)
            if name == metric.name + CREATED:
                created[family if kind == "counter" else metric.name + COUNT, key[1]] = _number(sample.value)
        only = kind == "histogram" and _has_only_infinity(metric.samples)
        shown: Kind = "native histogram" if native or only else kind
        families.setdefault(family, Meta(shown, clean(metric.unit or ""), clean(metric.documentation or "")))
    if not series:
        raise NotMetrics("it holds no series")
    again = (f"it repeats series, such as {clean(min(repeated))}",) if repeated else ()
    return Exposition(typed(families, series), series, created, (*notes, *again))


def _put(series: dict[Key, Read], key: Key, read: Read, repeated: set[str]) -> None:
    before = series.get(key)
    if before is None or (before.at is not None and read.at is not None and before.at < read.at):
        series[key] = read
    elif before.at == read.at:
        if before.value != read.value and not (math.isnan(before.value) and math.isnan(read.value)):
            shown = clean(f"{key[0]}{dict(key[1])}")
            raise NotMetrics(f"it holds {shown} twice, with the values {before.value:g} and {read.value:g}")
        repeated.add(key[0])


def _has_only_infinity(samples: Iterable[Any]) -> bool:
    """Whether a histogram has no bucket but the last: in text, that is what is left of a native one."""
    bounds = {sample.labels.get("le") for sample in samples if sample.name.endswith(BUCKET)}
    return bounds == {"+Inf"}


def _bound(label: str, value: str) -> str:
    return formatted_bound(value) if label in BOUNDED else value


def _number(value: Any) -> Any:
    try:
        return None if value is None else float(value)
    except OverflowError:
        raise NotMetrics("it holds a number that is too large") from None
