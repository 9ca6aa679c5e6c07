"""Two counters of one service that disagree: one may count successes alone."""

from __future__ import annotations

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

TIMES = "http_request_duration_seconds"


def service(label, **others):
    """A counter of successes, and a histogram with other statuses."""
    lines = [f'{TIMES}_count{{{label}="{status.removeprefix("s")}"}} {count}\n' for status, count in others.items()]
    lines += [line.replace("_count{", '_bucket{le="+Inf",') for line in lines]
    counter = '# TYPE http_requests counter\nhttp_requests_total{code="200"} 500\n'
    return f"{counter}# TYPE {TIMES} histogram\n{''.join(lines)}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (service("code", s200=500, s500=500), "but http_request_duration_seconds (usual names of Prometheus clients)"),
        (service("status", s200=500), None),
        (service("method", GET=500), None),
    ],
)
def test_counters_of_one_family_must_agree(text, said):
    cap = Cap("error rate", 1.0, "<", " %")
    signal = measure(Recorded(text), Wanted("error_rate", SECONDS, fewest=1), cap, longest_age=60)
    doubt = signal.doubt()
    assert said in doubt.what if said else doubt is None


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ("traefik_service_requests_total", "traefik_entrypoint_requests_total"),
        ("haproxy_backend_http_responses_total", "haproxy_frontend_http_responses_total"),
    ],
)
@pytest.mark.parametrize("failed", [0, 500])
def test_requests_that_come_no_farther_than_the_proxy_count(nearer, farther, failed):
    text = f'# TYPE {nearer} counter\n{nearer}{{code="200"}} 500\n'
    text += f'# TYPE {farther} counter\n{farther}{{code="200"}} 500\n{farther}{{code="503"}} {failed}\n'
    cap = Cap("error rate", 1.0, "<", " %")
    doubt = measure(Recorded(text), Wanted("error_rate", SECONDS, fewest=1), cap, longest_age=60).doubt()
    assert f"but {farther} (" in doubt.what if failed else doubt is None


def test_a_counter_that_can_say_nothing_is_noted():
    cap = Cap("error rate", 1.0, "<", " %")
    text = service("method", GET=500)
    signal = measure(Recorded(text), Wanted("error_rate", SECONDS, fewest=1), cap, longest_age=60)
    assert any(name == "not used" and TIMES in said for name, said in signal.notes()), list(signal.notes())
