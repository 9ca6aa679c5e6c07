"""Units come from the metric's name and metadata, or from the settings; what could mean two things is an error."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.units import bytes_of, in_bytes, percent_in, seconds_in
from pytest_golive.observability.sources.metrics import Meta


@pytest.mark.parametrize(
    ("name", "unit", "given", "usual", "seconds"),
    [
        ("http_request_duration_seconds", "", "", "", 1),
        ("http_server_duration_milliseconds", "", "", "", 1e-3),
        ("http_request_duration_ms", "", "", "", 1e-3),
        ("http_request_duration_microseconds", "", "", "", 1e-6),
        ("http_request_duration", "seconds", "", "", 1),
        ("http_request_duration", "", "ms", "", 1e-3),
        ("http.server.request.duration", "s", "", "", 1),
        ("envoy_http_downstream_rq_time", "", "", "ms", 1e-3),
        ("django_http_requests_latency_seconds_by_view_method", "", "", "", 1),
        ("http_request_duration_seconds", "seconds", "s", "", 1),
    ],
)
def test_the_unit_of_times(name, unit, given, usual, seconds):
    assert seconds_in(name, Meta("histogram", unit), given, usual) == seconds


@pytest.mark.parametrize(
    ("name", "unit", "given", "said"),
    [
        ("http_request_duration_seconds", "milliseconds", "", "its name says seconds, its metadata say milliseconds"),
        ("http_request_duration_seconds", "", "ms", "its name says seconds, the settings say ms"),
        ("http_request_duration", "bytes", "", "'bytes' by its metadata, which is no unit of time"),
    ],
)
def test_units_that_contradict_each_other(name, unit, given, said):
    with pytest.raises(CannotMeasure, match=said):
        seconds_in(name, Meta("histogram", unit), given)


def test_times_without_a_unit_are_not_set_up():
    with pytest.raises(NotSetUp, match="may be seconds or milliseconds") as caught:
        seconds_in("http_request_duration", Meta("histogram"))
    assert "latency = { unit = 'ms' } or { unit = 's' }" in caught.value.cure
    with pytest.raises(NotSetUp, match="'hours' is no unit of time"):
        seconds_in("http_request_duration", Meta("histogram"), "hours")


@pytest.mark.parametrize(("unit", "percent"), [("ratio", 100), ("%", 1), ("percent", 1)])
def test_the_unit_of_shares(unit, percent):
    assert percent_in(unit, "error_rate") == percent


@pytest.mark.parametrize(
    ("unit", "said"), [("", "0.5 may be a half or half a percent"), ("ms", "'ms' is not understood")]
)
def test_shares_without_a_unit_are_not_set_up(unit, said):
    with pytest.raises(NotSetUp, match=said) as caught:
        percent_in(unit, "error_rate")
    assert "unit = 'ratio' }, or unit = '%'" in caught.value.cure


@pytest.mark.parametrize(("text", "size"), [("512MiB", 512 * 2**20), ("2 GiB", 2**31), ("500MB", 5e8), ("7B", 7)])
def test_sizes(text, size):
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["512", "MiB", "0MiB", "-1GiB", "1e3MB", "", "9" * 400 + "B"])
def test_sizes_without_a_unit_are_none(text):
    with pytest.raises(ValueError, match=r"write '512MiB'|more than nothing"):
        bytes_of(text)


def test_sizes_for_readers():
    assert [in_bytes(one) for one in (12, 2048, 310 * 2**20, 3 * 2**31)] == ["12 B", "2 KiB", "310 MiB", "6.00 GiB"]
