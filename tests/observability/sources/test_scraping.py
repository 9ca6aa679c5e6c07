"""Our own scrapes: every instance counts, a failed one is never passed over, and what ended is no value."""

from __future__ import annotations

import math
import time

import pytest
from metric_instances import TEXT, Instance, scraped

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.scraping.exposition import ACCEPT
from pytest_golive.observability.sources.scraping.history import History
from pytest_golive.observability.sources.selecting import Matcher, Selector

X = Selector("x_total")
BROKEN = (500, {}, b"broken")


def counter(value, name="x_total", labels=""):
    return f"# TYPE {name} counter\n{name}{labels} {value}\n"


def values_of(found):
    return {tuple(one.labels.values()): one.value for one in found.samples}


def test_it_asks_as_prometheus_asks_and_reads_gzip(serve):
    one = Instance(serve, counter(3))
    one.packed = True
    assert values_of(scraped(one).values(X)) == {(): 3}
    _, url, headers, _ = one.server.requests[0]
    assert (url, headers["Accept"]) == ("/metrics", ACCEPT)


def test_every_instance_counts(serve):
    source = scraped(Instance(serve, counter(3)), Instance(serve, counter(4)))
    assert values_of(source.values(X, ("instance",))) == {("a",): 3, ("b",): 4}
    hows = {how: source.values(X, how=how).samples[0].value for how in ("max", "min", "sum", "avg", "count")}
    assert hows == {"max": 4, "min": 3, "sum": 7, "avg": 3.5, "count": 2}
    assert source.said == "own scrapes of 2 instances: a, b"
    assert [(one.name, one.up, one.error) for one in source.instances()] == [("a", True, ""), ("b", True, "")]


def test_one_failed_instance_makes_all_partial_and_is_named(serve):
    source = scraped(Instance(serve, counter(3)), Instance(serve, BROKEN))
    found = source.values(X)
    assert (found.partial, values_of(found)) == (True, {(): 3})
    assert any(text.startswith("b: ") and "answers 500" in text for text in found.warnings)
    down = source.instances()[1]
    assert (down.up, "answers 500" in down.error) == (False, True)


def test_without_any_instance_there_is_no_value(serve):
    source = scraped(Instance(serve, BROKEN))
    with pytest.raises(CannotMeasure, match="no instance can be scraped") as caught:
        source.values(X)
    assert "log of" in caught.value.cure
    assert not source.instances()[0].up
    with pytest.raises(CannotMeasure, match="0 instances to scrape"):
        scraped()


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "text/html"}, b"<html>log in</html>"),
        (302, {"Location": "/login"}, b""),
        (200, TEXT, b"x_total 3"),
        (200, TEXT, b"x_total 3\nx_total 4\n"),
        (200, {"Content-Type": "application/openmetrics-text"}, b"# TYPE x counter\nx_total 3\n"),
        (200, {**TEXT, "Content-Encoding": "gzip"}, b"x_total 3\n"),
        (404, {}, b"x_total 3\n"),
    ],
)
def test_what_is_not_whole_is_no_scrape(serve, answer):
    with pytest.raises(CannotMeasure, match="no instance can be scraped"):
        scraped(Instance(serve, answer)).values(X)


def test_a_body_shorter_than_its_length_is_no_scrape(speak):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nx_total 3\n"

    class Cut:
        class server:  # noqa: N801
            url = speak(lambda connection: connection.sendall(head))

    with pytest.raises(CannotMeasure, match="no instance can be scraped"):
        scraped(Cut).values(X)


def test_samples_from_the_future_are_no_scrape_and_old_ones_no_values(serve):
    with pytest.raises(CannotMeasure, match="s in the future"):
        scraped(Instance(serve, f"x_total 3 {(time.time() + 600) * 1000:.0f}\n")).values(X)
    source = scraped(Instance(serve, f"x_total 3 {(time.time() - 400) * 1000:.0f}\n"))
    assert source.values(X).samples == ()
    assert "ended: the newest sample is of" in source.why_empty(X)


def test_a_series_that_ended_is_no_value_and_one_that_returns_goes_on(serve):
    source = scraped(Instance(serve, counter(3), "y 1\n", counter(5)))
    source.values(X)
    source.history.last = 0
    assert source.values(X).samples == ()
    assert "ended" in source.why_empty(X)
    assert source.why_empty(Selector("z")) == "no instance exports z"
    source.history.last = 0
    assert values_of(source.values(X)) == {(): 5}
    (track,) = source.history.chosen(X)
    assert [value for _, value in track.points] == [3, 5]


def test_rates_are_measured_over_what_was_scraped(serve):
    source = scraped(Instance(serve, *(counter(100 + 10 * number) for number in range(200))))
    found = source.rates(X, 300)
    (track,) = source.history.chosen(X)
    seconds = (track.points[-1][0] - track.points[0][0]) / 1000
    assert seconds >= 0.3
    assert found.samples[0].value == pytest.approx((track.points[-1][1] - track.points[0][1]) / seconds)
    assert "instances were scraped for no longer" in found.warnings[0]


def test_an_instance_that_restarts_meanwhile_goes_on_and_one_that_is_gone_does_not(serve):
    source = scraped(Instance(serve, counter(3), BROKEN, *(counter(4 + number) for number in range(200))))
    assert source.rates(X, 60).samples[0].value > 0
    with pytest.raises(CannotMeasure, match="no instance can be scraped"):
        scraped(Instance(serve, counter(3), BROKEN)).rates(X, 60)
    with pytest.raises(CannotMeasure, match="no instance can be scraped"):
        scraped(Instance(serve, BROKEN), span=600, every=0.1).rates(X, 60)


def test_a_counter_that_stands_still_has_a_rate_of_zero_and_a_missing_one_has_none(serve):
    source = scraped(Instance(serve, counter(3, labels='{code="200"}')))
    assert values_of(source.rates(X, 60, ("code",))) == {("200",): 0}
    assert source.rates(Selector("x_total", (Matcher("code", "=~", "5.."),)), 60).samples == ()


def test_what_is_no_number_in_one_instance_is_none_in_all(serve):
    source = scraped(Instance(serve, "m NaN\n"), Instance(serve, "m 5\n"))
    for how in ("max", "min", "sum", "avg"):
        assert math.isnan(source.values(Selector("m"), how=how).samples[0].value)


def test_a_restart_that_no_fall_of_the_counter_shows_is_noted(serve):
    text = "# TYPE x counter\nx_total {}\nx_created {}\n# EOF\n"
    media = {"Content-Type": "application/openmetrics-text; version=1.0.0"}
    turns = [(200, media, text.format(value, at).encode()) for value, at in ((3, 1000.0), (9, 2000.0))]
    found = scraped(Instance(serve, *turns)).rates(X, 60)
    assert "a: x_total began anew between two scrapes; what it counted before is lost" in found.warnings


def test_workers_behind_one_address_are_not_one_instance(serve):
    texts = [f"process_start_time_seconds {at}\n{counter(9)}" for at in (2000, 1000)]
    source = scraped(Instance(serve, *texts))
    with pytest.raises(CannotMeasure, match="several processes answer in turn at a") as caught:
        source.rates(X, 60)
    assert "multiprocess" in caught.value.cure


def test_native_histograms_are_left_to_the_api(serve):
    source = scraped(Instance(serve, '# TYPE lat histogram\nlat_bucket{le="+Inf"} 2\nlat_sum 1\nlat_count 2\n'))
    assert source.names()["lat"].kind == "native histogram"
    assert values_of(source.values(Selector("lat_count"))) == {(): 2}
    with pytest.raises(CannotMeasure, match="lat is a native histogram at a") as caught:
        source.rates(Selector("lat_bucket"), 60, ("le",))
    assert "Prometheus" in caught.value.cure


def test_promql_needs_a_server(serve):
    with pytest.raises(
        CannotMeasure, match="queries need a Prometheus, and these metrics are from own scrapes of 1 instance"
    ) as caught:
        scraped(Instance(serve, counter(1))).ask("sum(x_total)")
    assert "url of a Prometheus" in caught.value.cure


def test_a_label_called_instance_gives_way(serve):
    source = scraped(Instance(serve, 'm{instance="mine",zone="z"} 1\n'))
    found = source.values(Selector("m"), ("instance", "exported_instance", "zone", "missing"))
    assert found.samples[0].labels == {"instance": "a", "exported_instance": "mine", "zone": "z"}


def test_instances_that_disagree_about_a_type_leave_it_unknown(serve):
    source = scraped(Instance(serve, counter(1)), Instance(serve, "# TYPE x_total gauge\nx_total 1\n"))
    assert source.names()["x_total"].kind == "unknown"
    assert source.ages(X).samples[0].value < 60


def test_a_history_without_scrapes_holds_nothing():
    assert list(History().chosen(X)) == []


def test_a_wrong_path_is_corrected_by_the_settings_that_own_scrapes_have(serve):
    with pytest.raises(CannotMeasure, match=r"answers 404 to GET .*/metrics") as caught:
        scraped(Instance(serve, (404, {}, b"no"))).values(X)
    assert caught.value.cure.startswith("correct path in ")
    with pytest.raises(CannotMeasure) as other:
        scraped(Instance(serve, (400, {}, b"no"))).values(X)
    assert " instances: is it really" in other.value.cure
