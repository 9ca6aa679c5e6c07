"""Which metrics are read, by the names that exist; families that contradict each other, and what is not understood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import SECONDS, Recorded, recorded

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Instance, Meta

CAP, TIMES = Cap("error rate", 1.0, "<", " %"), Cap("p(95)", 200.0, "<", " ms")
WANTED = Wanted("error_rate", SECONDS, fewest=1)


def counter(name, label, **statuses):
    """A counter in the text format: ``counter("x_total", "code", s200=7)``."""
    lines = [f'{name}{{{label}="{status.removeprefix("s")}"}} {value}\n' for status, value in statuses.items()]
    return f"# TYPE {name.removesuffix('_total')} counter\n" + "".join(lines)


def judged(text, wanted=WANTED, cap=CAP, **more):
    signal = measure(Recorded(text, **more), wanted, cap, longest_age=60)
    return {row.name: round(row.value, 3) for row in signal.rows()}, dict(signal.notes()), signal.doubt()


def test_a_service_without_failed_requests_has_no_series_of_them():
    rows, _, doubt = judged(counter("http_requests_total", "code", s200=500))
    assert (rows, doubt) == ({"error rate": 0}, None)


def test_requests_that_stand_still_are_no_error_rate_of_0():
    text = counter("http_requests_total", "code", s200=500)
    with pytest.raises(CannotMeasure, match="http_requests_total stood still for 100 s"):
        judged(text, before=text)


@pytest.mark.parametrize("label", ["code", "status", "status_code", "http_status"])
@pytest.mark.parametrize("failed", ["500", "5xx", "5XX", "5"])
def test_any_usual_label_and_spelling_of_the_status(label, failed):
    rows, _, _ = judged(counter("http_requests_total", label, s200=95, **{f"s{failed}": 5}))
    assert rows == {"error rate": 5}


def test_a_status_that_nobody_understands_is_no_success():
    text = counter("http_requests_total", "code", s200=95, odd=5)
    rows, _, doubt = judged(text)
    assert rows == {}
    assert "some requests have the code 'odd', and nobody knows whether those failed" in doubt.what
    rows, _, doubt = judged(text, cap=Cap("error rate", 6.0, "<", " %"))
    assert (rows, doubt) == ({"error rate": 0}, None)


def test_two_families_that_agree_are_both_named():
    text = counter("http_requests_total", "code", s200=500) + counter("istio_requests_total", "response_code", s200=500)
    text = text.replace('response_code="', 'reporter="destination",response_code="')
    rows, notes, doubt = judged(text)
    assert (rows, doubt) == ({"error rate": 0}, None)
    assert notes["also there"].startswith("Istio (0 % in total); what the service itself measures comes before")


def test_two_families_that_contradict_each_other_are_an_error():
    text = counter("http_requests_total", "code", s200=500) + counter("traefik_service_requests_total", "code", s502=9)
    _, _, doubt = judged(text)
    assert doubt.what == (
        "error rate: usual names of Prometheus clients says 0 % in total, but Traefik says 100 % in total, and the limit "
        "is < 1 %"
    )
    rows, _, doubt = judged(text, replace(WANTED, framework="traefik"))
    assert (rows, doubt) == ({"error rate": 100}, None)


def test_nginx_alone_has_no_error_rate():
    with pytest.raises(CannotMeasure, match="nobody knows which requests failed") as caught:
        judged("# TYPE nginx_http_requests counter\nnginx_http_requests_total 500\n")
    assert "counts requests without their status" in caught.value.cure
    both = "# TYPE nginx_http_requests counter\nnginx_http_requests_total 500\n"
    _, notes, _ = judged(both + counter("http_requests_total", "code", s200=500))
    assert notes["not used"].startswith("the exporter of nginx: ")


def test_a_framework_of_the_settings_must_be_there():
    with pytest.raises(NotSetUp, match="nothing of this name is known") as caught:
        judged(recorded("otel_new"), replace(WANTED, framework="opentelemtry"))
    assert caught.value.cure == "did you mean 'opentelemetry'?"
    with pytest.raises(CannotMeasure, match="none of its metrics exist"):
        judged(recorded("otel_new"), replace(WANTED, framework="micrometer"))


@pytest.mark.parametrize("text", ["", "# TYPE up gauge\nup 1\n"])
def test_nothing_about_requests(text):
    with pytest.raises(CannotMeasure, match="no metrics about requests that we know exist"):
        judged(text or "# nothing\n")


def test_incomplete_data_proves_nothing():
    metrics = Recorded(counter("http_requests_total", "code", s200=500))
    metrics.partial = True
    with pytest.raises(CannotMeasure, match="the answer is incomplete"):
        measure(metrics, WANTED, CAP, longest_age=60)


def test_one_sick_instance_of_ten_is_seen():
    well, ill = (
        counter("http_requests_total", "code", s200=990),
        counter("http_requests_total", "code", s200=970, s500=30),
    )
    texts = {f"web-{number}": well for number in range(9)} | {"web-9": ill}
    signal = measure(Recorded(texts), WANTED, CAP, longest_age=60)
    total, worst = signal.rows()
    assert (total.name, round(total.value, 2)) == ("error rate", 0.3)
    assert (worst.name, worst.value) == ("error rate of the worst instance: web-9", 3.0)
    assert [finding.message for finding in worst.where] == ["instance web-9: 3 % (30 of 1,000 requests failed)"]


@pytest.mark.parametrize(
    ("instance", "said"),
    [
        (Instance("web-2", up=False, age=1, error="connection refused"), "web-2: its scrape fails: connection refused"),
        (
            Instance("web-2", up=True, age=600),
            "web-2: it was scraped 10 min ago, and 1 min is the longest that counts as now",
        ),
    ],
)
def test_an_instance_that_nobody_sees_is_not_well(instance, said):
    seen = (Instance("shop-1", up=True, age=1), instance)
    rows, _, doubt = judged(counter("http_requests_total", "code", s200=500), instances=seen)
    assert rows == {"error rate": 0}
    assert said in doubt.what


def test_health_checks_of_grpc_do_not_drown_what_fails():
    calls = {"grpc.health.v1.Health": ("OK", 9000), "shop.Orders": ("Internal", 5)}
    text = "# TYPE grpc_server_handled counter\n" + "".join(
        f'grpc_server_handled_total{{grpc_service="{service}",grpc_code="{code}"}} {count}\n'
        for service, (code, count) in calls.items()
    )
    rows, notes, _ = judged(text)
    assert rows == {"error rate": 100}
    assert notes["left out, too"] == "calls of health checks and reflection"


@pytest.mark.parametrize("first", ["200", "success"])
def test_no_label_hides_that_another_says_failed(first):
    good = f'http_requests_total{{status="{first}",code="200"}} 50\n'
    text = f'# TYPE http_requests counter\n{good}http_requests_total{{status="{first}",code="500"}} 50\n'
    assert judged(text)[0] == {"error rate": 50}


def test_a_counter_that_is_gone_is_named_before_one_without_a_status():
    class Renamed(Recorded):
        """A server that still knows the name of a counter without recent series."""

        def names(self):
            return super().names() | {"http_requests_total": Meta("counter")}

    times = "# TYPE http_request_duration_seconds histogram\n" + "".join(
        f"http_request_duration_seconds_{name} 9\n" for name in ('bucket{le="+Inf"}', "sum", "count")
    )
    with pytest.raises(CannotMeasure) as caught:
        measure(Renamed(times), WANTED, CAP, longest_age=60)
    assert (
        "http_requests_total has no recent series, and http_request_duration_seconds_count has no label with the status"
        in caught.value.what
    )
    assert caught.value.cure.startswith(
        "see whether a release renamed or removed http_requests_total; else add a label"
    )


def test_a_breach_in_total_alone_says_of_which_requests_and_of_which_time():
    text = counter("http_requests_total", "code", s200=95, s500=5)
    signal = measure(Recorded(text), WANTED, CAP, longest_age=60)
    assert [row.where[0].message for row in signal.in_total().rows()] == [
        "5 of 100 requests failed in 100 s, all instances together"
    ]
    within = measure(Recorded(text), WANTED, replace(CAP, value=6.0), longest_age=60).in_total()
    assert [row.where for row in within.rows()] == [()]
