"""What stands beside the metric that is judged: further histograms, twins of a scrape, scrapes that fail, spellings."""

from __future__ import annotations

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Instance, Meta

ERRORS, TIMES = Cap("error rate", 1.0, "<", " %"), Cap("p(95)", 200.0, "<", " ms")
COUNTER = '# TYPE http_requests counter\nhttp_requests_total{code="200"} 500\n'


def histogram(name, fast):
    """*fast* of 500 requests took less than 0.1 s, the others more than 1 s."""
    lines = [f'{name}_bucket{{le="{edge}"}} {fast}\n' for edge in ("0.1", "1")]
    total = f'{name}_bucket{{le="+Inf"}} 500\n{name}_sum {0.06 * fast + 2 * (500 - fast)}\n{name}_count 500\n'
    return f"# TYPE {name} histogram\n{''.join(lines)}{total}"


def latency_of(text):
    return measure(Recorded(text), Wanted("latency", SECONDS, fewest=1), TIMES, longest_age=60)


@pytest.mark.parametrize("first", ["http_request_duration_seconds", "http_request_duration_highr_seconds"])
@pytest.mark.parametrize(("fast", "agree"), [(500, True), (50, False)])
def test_histograms_of_one_service_must_agree(first, fast, agree):
    signal = latency_of(COUNTER + histogram(first, 500) + histogram("http_request_latency_seconds", fast))
    assert [row.value < 200 for row in signal.rows()] == [True]
    doubt = signal.doubt()
    assert doubt is None if agree else "says 1000 ms in total" in doubt.what
    assert len(signal.readings) == 2


def test_a_histogram_that_stands_still_is_noted():
    text = histogram("http_request_duration_seconds", 500)
    still = histogram("http_request_latency_seconds", 0).replace("500", "0").replace("1000.0", "0")
    signal = latency_of(text + still)
    assert signal.doubt() is None
    assert "http_request_latency_seconds" in dict(signal.notes())["not used"]


@pytest.mark.parametrize("jobs", [("first",), ("first", "second")])
def test_requests_that_two_jobs_tell_of_are_enough_only_once(jobs):
    text = "# TYPE http_requests counter\n" + "".join(
        f'http_requests_total{{code="200",job="{job}"}} 25\n' for job in jobs
    )
    signal = measure(Recorded(text), Wanted("error_rate", SECONDS, fewest=50), ERRORS, longest_age=60)
    with pytest.raises(CannotMeasure, match="only 25 requests were counted"):
        list(signal.rows())
    assert ("scraped more than once" in dict(signal.notes())) == (len(jobs) > 1)


def test_one_address_under_two_names_counts_once():
    seen = (Instance("a", up=True, age=1.0, also=("b",), times=2),)
    source = Recorded({"a": COUNTER, "b": COUNTER}, instances=seen)
    signal = measure(source, Wanted("error_rate", SECONDS, fewest=600), ERRORS, longest_age=60)
    with pytest.raises(CannotMeasure, match="only 500 requests were counted"):
        list(signal.rows())


DOWN = Instance("a", up=False, age=1.0, error="connection refused")


@pytest.mark.parametrize("name", ["error_rate", "memory", "queue_depth"])
@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ((DOWN,), "nothing of this service is scraped now: a: its scrape fails: connection refused"),
        ((DOWN, Instance("b", up=True, age=1.0)), "of its instances, a: its scrape fails: connection refused"),
    ],
)
def test_a_scrape_that_fails_is_the_reason_that_is_told(name, seen, said):
    with pytest.raises(CannotMeasure) as caught:
        measure(Recorded({}, instances=seen), Wanted(name, SECONDS), ERRORS, longest_age=60)
    assert said in caught.value.what


def test_five_instances_of_which_nothing_tells_any_are_unknown():
    source = Recorded(COUNTER)
    source.seen = ()
    wanted = Wanted("error_rate", SECONDS, fewest=1)
    assert "none of 5 is known" in measure(source, wanted, ERRORS, longest_age=60, instances=5).doubt().what
    assert measure(source, wanted, ERRORS, longest_age=60).doubt() is None


class Dotted(Recorded):
    """Names in UTF-8, which the parser of the texts does not know."""

    def __init__(self, name, status):
        labels = ((status, "200"),)
        super().__init__("")
        edge = "100" if name.endswith("milliseconds") else "0.1"
        samples = {(f"{name}_bucket", (("le", edge), *labels)): 500.0 for edge in (edge, "+Inf")}
        samples |= {(f"{name}_count", labels): 500.0, (f"{name}_sum", labels): 20.0}
        self.after = {"shop-1": ({name: Meta("histogram")}, samples)}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("http.server.request.duration_seconds", "http.response.status_code"),
        ("http.server.request.duration", "http.response.status_code"),
        ("http_server_request_duration", "http_response_status_code"),
        ("http.server.duration_milliseconds", "http.status_code"),
    ],
)
def test_each_spelling_of_opentelemetry_is_known(name, status):
    for signal, cap in (("error_rate", ERRORS), ("latency", TIMES)):
        found = measure(Dotted(name, status), Wanted(signal, SECONDS, unit="", fewest=1), cap, longest_age=60)
        assert found.first.family.startswith("OpenTelemetry HTTP")
