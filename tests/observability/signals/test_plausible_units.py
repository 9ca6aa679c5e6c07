"""Times that fit another unit than the metric says are noticed: by its buckets, and by what our own requests took."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.ours import Ours
from pytest_golive.observability.signals.wanted import Wanted

NAME = "http_request_duration_milliseconds"
WANTED = Wanted("latency", SECONDS, fewest=1)
OF_SECONDS = ("0.005", "0.1", "1", "10")
OF_MILLISECONDS = ("5", "100", "1000", "10000")


def histogram(name, mean, bounds, path="/version", n=100):
    """Requests that all took *mean*, in the metric's own unit."""
    labels = f'path="{path}"'
    lines = [f'{name}_bucket{{{labels},le="{bound}"}} {n * (float(bound) >= mean)}' for bound in bounds]
    lines += [f'{name}_bucket{{{labels},le="+Inf"}} {n}', f"{name}_sum{{{labels}}} {n * mean}"]
    return "\n".join([f"# TYPE {name} histogram", *lines, f"{name}_count{{{labels}}} {n}", ""])


def ours(*seconds):
    return Ours("/version", lambda path: 0.15, list(seconds))


def measured(text, **more):
    return measure(Recorded(text), replace(WANTED, **more), Cap("p(95)", 200.0, "<", " ms"), longest_age=60)


def test_buckets_of_seconds_in_a_metric_of_milliseconds():
    with pytest.raises(
        CannotMeasure, match=r"has buckets from 0.005 to 10, which are usual for seconds, .* is ms"
    ) as e:
        measured(histogram(NAME, 0.2, OF_SECONDS))
    assert "if it holds ms indeed, confirm it: latency = { unit = 'ms' } in [tool.golive" in e.value.cure


@pytest.mark.parametrize(
    ("name", "unit", "bounds"),
    [
        (NAME, "ms", OF_SECONDS),  # confirmed
        (NAME, "", ("0.5", *OF_MILLISECONDS)),
        (NAME, "", ("1", "10")),
        (NAME, "", ("0", "5", "100")),
        (NAME, "", ("0.5", "120.5")),
        ("http_request_duration_seconds", "", OF_SECONDS),
    ],
)
def test_buckets_that_may_be_right(name, unit, bounds):
    assert list(measured(histogram(name, 0.05, bounds), unit=unit).rows())


def test_a_unit_that_only_the_settings_say_confirms_nothing():
    with pytest.raises(CannotMeasure, match="usual for seconds") as caught:
        measured(histogram("http_request_duration", 0.2, OF_SECONDS), unit="ms")
    assert "correct latency = { unit = … }" in caught.value.cure


def test_a_proxy_has_the_unit_that_it_documents():
    text = histogram("istio_request_duration_milliseconds", 0.05, OF_SECONDS).replace(
        "path", 'reporter="destination",p'
    )
    assert list(measured(text, framework="istio", ours=ours(0.1)).rows())


@pytest.mark.parametrize("sent", [(), (0.1, 0.2)])
def test_milliseconds_of_which_our_own_requests_took_a_thousand(sent):
    with pytest.raises(CannotMeasure, match=r"for requests to /version is 0.2, so 0.2 ms, and our own requests") as e:
        measured(histogram(NAME, 0.2, OF_MILLISECONDS), ours=ours(*sent))
    assert f"took 150 ms (mean of {len(sent) or 5}): it seems to be observed in a longer unit" in e.value.what
    assert "confirm it" in e.value.cure
    assert list(measured(histogram(NAME, 0.2, OF_MILLISECONDS), ours=ours(*sent), unit="ms").rows())


@pytest.mark.parametrize(("mean", "is_noticed"), [(0.29, True), (0.31, False)])
def test_the_line_stretches_a_request_to_its_double(mean, is_noticed):
    text = histogram(NAME, mean, OF_MILLISECONDS)
    if is_noticed:
        with pytest.raises(CannotMeasure, match="longer unit"):
            measured(text, ours=ours(0.15))
    else:
        notes = dict(measured(text, ours=ours(0.15)).notes())
        assert notes["own requests"].startswith("our own requests to /version took 150 ms (mean of 1); the mean of")


@pytest.mark.parametrize(("mean", "is_noticed"), [(1.4, True), (1.6, False)])
def test_requests_to_other_paths_may_take_longer_than_ours(mean, is_noticed):
    text = histogram(NAME, mean, OF_MILLISECONDS, path="/orders")
    if is_noticed:
        with pytest.raises(CannotMeasure, match=r"for all requests is 1[.]4, so 1[.]4 ms"):
            measured(text, ours=ours(0.15))
    else:
        assert list(measured(text, ours=ours(0.15)).rows())


def test_a_summary_is_held_against_our_own_requests_too():
    text = f'# TYPE {NAME} summary\n{NAME}{{quantile="0.95"}} 0.2\n{NAME}_sum 20\n{NAME}_count 100\n'
    with pytest.raises(CannotMeasure, match="longer unit"):
        measured(text, ours=ours(0.15))


def test_milliseconds_in_a_metric_of_seconds_are_past_the_limit_and_named():
    text = histogram("http_request_duration_seconds", 150, OF_SECONDS)
    signal = measured(text, ours=ours(0.15))
    assert [row.value for row in signal.rows()] == [10_000]
    assert "so 150,000 ms, and our own requests" in dict(signal.notes())["unit in doubt"]


def test_times_in_seconds_send_no_requests():
    sent = Ours("/version", lambda path: pytest.fail("a request was sent"))
    assert list(measured(histogram("http_request_duration_seconds", 0.05, OF_SECONDS), ours=sent).rows())


@pytest.mark.parametrize(("mean", "is_noticed"), [(1.9e-6, True), (2e-6, False)])
def test_no_server_answers_in_less_than_two_microseconds(mean, is_noticed):
    text = histogram("http_request_duration_seconds", mean, OF_SECONDS)
    if is_noticed:
        with pytest.raises(CannotMeasure, match=r"is 1[.]9 µs if its unit is s, too short for HTTP"):
            measured(text)
    else:
        assert list(measured(text).rows())


def test_without_a_sum_there_is_no_mean_to_compare():
    text = histogram(NAME, 0.2, OF_MILLISECONDS)
    without = "\n".join(line for line in text.splitlines() if "_sum" not in line) + "\n"
    assert "own requests" not in dict(measured(without, ours=ours(0.15)).notes())
