"""What instances answer to a scrape, in each format, whole and broken."""

from __future__ import annotations

import math

import pytest

from pytest_golive.observability.sources.scraping.bounds import formatted_bound
from pytest_golive.observability.sources.scraping.exposition import (
    LONGEST_LINE,
    MOST_LINES,
    NotMetrics,
    Read,
    read_exposition,
)

CLASSIC = "text/plain; version=0.0.4; charset=utf-8"
UTF8 = "text/plain; version=1.0.0; escaping=allow-utf-8"
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"
TEXT = """\
# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{code="200"} 3
# TYPE old_name counter
old_name 4
# TYPE lat_seconds histogram
lat_seconds_bucket{le="0.5"} 1
lat_seconds_bucket{le="1"} 2
lat_seconds_bucket{le="+Inf"} 2
lat_seconds_sum 0.9
lat_seconds_count 2
# TYPE rpc summary
rpc{quantile="0.5"} 7
rpc_sum 7
rpc_count 1
untyped_thing NaN
"""
OPENED = """\
# TYPE http_requests counter
# HELP http_requests Requests.
http_requests_total{code="200"} 3 # {trace_id="abc"} 0.5 1700000000.0
http_requests_created{code="200"} 1700000000.5
# TYPE lat_seconds histogram
# UNIT lat_seconds seconds
lat_seconds_bucket{le="0.5"} 1 # {trace_id="def"} 0.2
lat_seconds_bucket{le="+Inf"} 2
lat_seconds_sum 0.9
lat_seconds_count 2
# TYPE build info
build_info{version="1"} 1
# EOF
"""


def read(text, content_type=CLASSIC):
    return read_exposition(text if isinstance(text, bytes) else text.encode(), content_type)


def fault_of(text, content_type=CLASSIC):
    with pytest.raises(NotMetrics) as caught:
        read(text, content_type)
    return str(caught.value)


def test_the_classic_format_keeps_the_names_that_prometheus_keeps():
    found = read(TEXT)
    assert {name: meta.kind for name, meta in found.families.items()} == {
        "http_requests_total": "counter",
        "old_name": "counter",
        "lat_seconds": "histogram",
        "rpc": "summary",
        "untyped_thing": "unknown",
    }
    assert found.series["http_requests_total", (("code", "200"),)] == Read(3)
    assert found.series["old_name", ()] == Read(4)
    assert found.series["lat_seconds_bucket", (("le", "1.0"),)] == Read(2)
    assert math.isnan(found.series["untyped_thing", ()].value)
    assert found.families["http_requests_total"].help == "Requests."


def test_openmetrics_with_exemplars_units_and_times_of_creation():
    found = read(OPENED, OPEN)
    assert found.series["http_requests_total", (("code", "200"),)] == Read(3)
    assert found.series["lat_seconds_bucket", (("le", "0.5"),)] == Read(1)
    assert found.families["lat_seconds"].unit == "seconds"
    assert (found.families["http_requests_total"].kind, found.families["build"].kind) == ("counter", "gauge")
    assert found.created == {("http_requests_total", (("code", "200"),)): 1700000000.5}


@pytest.mark.parametrize("content_type", [UTF8, OPEN])
def test_names_in_utf8(content_type):
    text = '# TYPE "größe.bytes" gauge\n{"größe.bytes","ort.name"="München"} 5\n'
    found = read(text + ("# EOF\n" if content_type == OPEN else ""), content_type)
    assert found.series == {("größe.bytes", (("ort.name", "München"),)): Read(5)}
    assert found.families["größe.bytes"].kind == "gauge"


def test_escaped_labels():
    found = read('x{path="C:\\\\new\\n\\"quoted\\"",other="{a,b}=#"} 1\n')
    assert found.series == {("x", (("other", "{a,b}=#"), ("path", 'C:\\new\n"quoted"'))): Read(1)}


def test_times_of_the_exporter_are_milliseconds_in_text_and_seconds_in_openmetrics():
    assert read("x 1 1700000000500\n").series["x", ()].at == 1700000000.5
    assert read("# TYPE x gauge\nx 1 1700000000.5\n# EOF\n", OPEN).series["x", ()].at == 1700000000.5


def test_infinities():
    assert [read(f"x {text}\n").series["x", ()].value for text in ("+Inf", "-Inf")] == [math.inf, -math.inf]


def test_what_is_left_of_a_native_histogram_in_text_is_called_so():
    text = '# TYPE lat histogram\nlat_bucket{le="+Inf"} 2\nlat_sum 1\nlat_count 2\n'
    assert read(text).families["lat"].kind == "native histogram"


@pytest.mark.parametrize(
    ("text", "content_type", "why"),
    [
        (OPENED[:-6], OPEN, "cut off"),
        (OPENED[:200], OPEN, "cut off"),
        (TEXT[:-3], CLASSIC, "cut off"),
        (b"x 1\n\xff\xfe 2\n", CLASSIC, "not UTF-8: byte 4"),
        (b"\x00\x01\x02\n", CLASSIC, "not valid"),
        ("", CLASSIC, "it is empty"),
        ("\n\n", CLASSIC, "it is empty"),
        ("# only a comment\n", CLASSIC, "no series"),
        ("<html><body>log in</body></html>\n", "text/html", "HTML"),
        ("<html>\n", CLASSIC, "HTML"),
        ('{"a": 1}\n', "application/json", "application/json, neither"),
        ("\x12\x05abc\n", "application/vnd.google.protobuf", "protobuf, neither"),
        ('x{a="1} 2\n', CLASSIC, "not valid"),
        ("x\n", CLASSIC, "not valid"),
        ("x one\n", CLASSIC, "not valid"),
        ("x 1_000\n", CLASSIC, "not valid"),
        ("9x 1\n", CLASSIC, "not valid"),
        ('x{a="1",a="2"} 1\n', CLASSIC, "not valid"),
        ("x " + "9" * 400 + "\n", CLASSIC, "too large"),
        ("x 1\nx 2\n", CLASSIC, "twice, with the values 1 and 2"),
        ('x{a="1",b="2"} 1\nx{b="2",a="1"} 3\n', CLASSIC, "twice"),
        ("x" * (LONGEST_LINE + 1) + " 1\n", CLASSIC, "characters"),
        ("x 1\n" * (MOST_LINES + 1), CLASSIC, "lines, more than"),
    ],
)
def test_what_cannot_be_believed_is_no_metric(text, content_type, why):
    assert why in fault_of(text, content_type)


def test_repeated_series_are_noted_if_they_agree():
    found = read("x 1\nx 1\ny NaN\ny NaN\n")
    assert found.series["x", ()] == Read(1)
    assert found.notes == ("it repeats series, such as x",)


def test_without_a_content_type_it_is_noted_that_prometheus_rejects_it():
    assert read("x 1\n", "").notes == ("it has no Content-Type, so that Prometheus 3 rejects it",)
    assert read("x 1\n", "text/plain").notes == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "1.0"), ("1.0", "1.0"), ("0.50", "0.5"), (".05", "0.05"), ("0", "0.0"), ("-2", "-2.0"), ("+Inf", "+Inf"),
        ("-inf", "-Inf"), ("NaN", "NaN"), ("100000", "100000.0"), ("1000000", "1e+06"), ("1234567", "1.234567e+06"),
        ("0.0001", "0.0001"), ("0.00001", "1e-05"), ("2.5e-7", "2.5e-07"), ("1e100", "1e+100"), ("wide", "wide"),
    ],
)  # fmt: skip
def test_bounds_are_written_as_prometheus_writes_them(text, expected):
    assert formatted_bound(text) == expected
