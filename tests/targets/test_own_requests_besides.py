"""Requests that we have sent ourselves make up no minimum of customers' requests; what is not known counts as ours."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_golive.collecting.evaluating.evaluated import Evaluated
from pytest_golive.collecting.evaluating.measurements import measurement_of
from pytest_golive.judging.judge import Judge
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.readings import OWN, Part, Reading, TooFew
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Selector
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.service.asking import Service
from pytest_golive.service.sent import MOST, SENT, Sent
from pytest_golive.service.target import Target
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.targets.observing.own_requests import besides_own

PROBES = ("/metrics", "/healthz")


@pytest.fixture
def live(serve):
    """A service below a path, of which a health check was asked 40 times, and a page 10 times."""
    SENT.forget()
    target = Target("staging", f"{serve().url}/shop")
    service = Service(target)
    for _ in range(40):
        service.ask("/healthz")
    for _ in range(10):
        service.ask("/products")
    yield SimpleNamespace(target=target, table=SimpleNamespace(health="/healthz"))
    SENT.forget()


def signal(count, *, names_paths=False, fewest=50.0):
    conditions = Wanted("error_rate", 300.0, probes=PROBES).without_probes(("route",) if names_paths else ())
    part = Part.exact("in total", 0.0, count)
    reading = Reading("own", "", part, (), made_of=((Selector("http_requests_total", conditions), ("instance",)),))
    return Signal(Cap("error rate", 1.0, "<", " %"), [reading], "Prometheus", fewest=fewest, window=300.0)


def test_all_of_them_may_count_where_metrics_name_no_paths(live):
    with pytest.raises(TooFew, match=r"90 requests were counted in 5 min, of which 50 may be our own, and nothing"):
        besides_own(live, Table(), signal(90.0))
    assert (OWN, "50") in besides_own(live, Table(), signal(100.0)).further


def test_those_that_the_metrics_leave_out_do_not_count(live):
    assert (OWN, "10") in besides_own(live, Table(), signal(90.0, names_paths=True)).further
    with pytest.raises(TooFew, match="of which 10 may be our own"):
        besides_own(live, Table(), signal(59.0, names_paths=True))


def test_the_settings_may_want_them_to_count(live):
    assert not besides_own(live, Table(own_requests=100), signal(60.0)).further


def test_too_few_of_all_are_told_as_ever(live):
    with pytest.raises(TooFew, match="only 40 requests were counted"):
        list(besides_own(live, Table(), signal(40.0)).rows())


def test_another_service_has_got_none(live):
    live.target = Target("other", "http://127.0.0.1:9")
    assert not besides_own(live, Table(), signal(60.0)).further


@pytest.mark.parametrize(("own", "phase"), [(0, Phase.GOOD), (20, Phase.GOOD), (21, Phase.INCONCLUSIVE)])
def test_they_do_not_make_up_the_fewest_requests_of_a_watch(own, phase):
    judge = Judge(())
    judge("error rate", 0.0, below=1, n=120)
    judge.note(OWN, f"{own}")
    found = measurement_of(Evaluated("monitoring::error_rate", "Errors", tuple(judge.evidence)), 100)
    assert found.phase is phase
    assert ("of which 21 may be our own" in found.said) == (phase is Phase.INCONCLUSIVE)


def test_a_count_is_bounded_and_forgets_the_oldest():
    now = [0.0]
    sent = Sent(lambda: now[0])
    for second in range(MOST + 10):
        now[0] = second / 10
        sent.add("http://shop", f"/{second}?page=2")
    assert sent.count("http://shop", 1e9) <= MOST
    assert sent.count("http://shop", 2.0) >= 20
    assert sent.count("http://shop", 1e9, (f"/{MOST + 9}/",)) == sent.count("http://shop", 1e9) - 1
