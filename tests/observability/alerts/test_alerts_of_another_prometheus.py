"""An alert with the right name and labels may be of another Prometheus: of staging, with the rules of production."""

from __future__ import annotations

import pytest
from faked_prometheus import Prometheus

from pytest_golive.observability.alerts.alertmanager import origin
from pytest_golive.observability.alerts.alertmanager.manager import alerts_of, ask_manager
from pytest_golive.observability.alerts.alertmanager.sending import ask_sender
from pytest_golive.observability.alerts.reaching.watchdog import judge_switch
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

SWITCH = Rule("Watchdog", "vector(1)", group="shop")
FLAGS = "/api/v1/status/flags"
DEFAULT = {"web.external-url": "", "web.listen-address": "[0.0.0.0:9090]"}
OURS = {**DEFAULT, "web.external-url": "https://metrics.shop.example/prom/"}
OTHER = "http://prometheus-of-staging:9090/graph?g0.expr=vector%281%29&g0.tab=1"
SINCE = "2026-11-27T09:25:42.467Z"


@pytest.fixture
def prometheus(serve, monkeypatch):
    """One that sends elsewhere than to the Alertmanager that is asked, which has a switch of another one."""
    monkeypatch.setattr(origin, "EACH", 0.0)
    made = Prometheus(serve)
    sends_to(made, "http://alertmanager-of-shop:9093/api/v2/alerts")
    has(made, link=OTHER)
    made.answers["/api/v1/alerts"]["alerts"][0]["activeAt"] = "2026-11-20T09:25:42.467893Z"
    made.answers[FLAGS] = OURS
    return made


def sends_to(made, *urls):
    active = [{"url": url} for url in urls]
    made.answers["/api/v1/alertmanagers"] = {"activeAlertmanagers": active, "droppedAlertmanagers": []}


def has(made, link, since=SINCE):
    made.manager.answers["/api/v2/alerts"][0].update(generatorURL=link, startsAt=since)


def judged(made, again=None):
    sender = ask_sender(Client(Api("Prometheus", made.url, "[metrics]")))
    works, found = judge_switch([SWITCH], "", sender, ask_manager(made.manager.client), again)
    return works.notes[0] if works else "", "; ".join(getattr(one, "what", str(one)) for one in found)


def test_what_another_prometheus_sent_proves_nothing(prometheus):
    seen, said = judged(prometheus)
    assert not seen
    assert "its Watchdog may be of another one, for its link leads to http://prometheus-of-staging:9090/graph, " in said
    assert (
        "those of this Prometheus to https://metrics.shop.example/prom/, and it sends to http://alertmanager-of-shop:9093"
        in said
    )


@pytest.mark.parametrize(
    ("changed", "link"),
    [
        (OURS, "https://metrics.shop.example/prom/graph?g0.expr=vector%281%29"),
        ({**DEFAULT, "hostname": "shop-1"}, "http://shop-1:9090/graph?g0.expr=vector%281%29"),
        ({**DEFAULT, "web.listen-address": "127.0.0.1:9090", "hostname": "shop-1"}, "http://shop-1:9090/graph?x"),
    ],
)
def test_a_link_to_this_prometheus_shows_whose_it_is(prometheus, monkeypatch, changed, link):
    """Under another name than people use it is known by its external URL, or by the host that it tells."""
    prometheus.answers[FLAGS] = changed
    monkeypatch.setattr("pytest_golive.observability.alerts.alertmanager.identity.RUNTIME", FLAGS)
    has(prometheus, link)
    assert judged(prometheus) == ("the link of the alert leads to this Prometheus", "")


@pytest.mark.parametrize(
    "link",
    [
        "https://metrics.shop.example/graph",
        "https://metrics.shop.example/prom-of-staging/graph",
        "http://metrics.shop.example/prom/graph",
        "https://metrics.shop.example:9090/prom/graph",
        "/prom/graph",
        "",
    ],
)
def test_a_link_that_leads_elsewhere_shows_nothing(prometheus, link):
    has(prometheus, link)
    assert not judged(prometheus)[0]


def test_the_address_that_prometheus_sends_to_shows_it_whatever_the_link_says(prometheus):
    """Of a pair behind two external URLs, either may have sent last."""
    sends_to(prometheus, "http://10.0.0.5:9093/api/v2/alerts", f"{prometheus.manager.url}/api/v2/alerts")
    assert judged(prometheus) == ("its address is one that Prometheus sends to", "")
    sends_to(prometheus, prometheus.manager.url.replace("127.0.0.1", "localhost"))
    assert judged(prometheus)[0]


def test_a_member_of_the_cluster_that_prometheus_sends_to_shows_it(prometheus):
    """The settings name the balancer before the members."""
    cluster = prometheus.manager.answers["/api/v2/status"]["cluster"]
    cluster["peers"] = [{"name": "a", "address": "10.0.0.5:9094"}, {"name": "b", "address": "10.0.0.6:9094"}]
    sends_to(prometheus, "http://10.0.0.6:9093/api/v2/alerts")
    assert judged(prometheus)[0] == "its host, or that of a peer, is one that Prometheus sends to"
    sends_to(prometheus, "http://10.0.0.7:9093/api/v2/alerts")
    assert not judged(prometheus)[0]


def test_peers_of_one_machine_show_nothing(prometheus):
    sends_to(prometheus, "http://127.0.0.1:1/api/v2/alerts")
    assert not judged(prometheus)[0]


def test_what_fires_since_the_same_moment_is_the_same(prometheus):
    has(prometheus, OTHER, since="2026-11-20T09:25:42.467Z")
    assert judged(prometheus)[0] == "the alert has fired since the same moment"


def test_a_prometheus_that_does_not_tell_its_host_is_known_by_its_port(prometheus):
    prometheus.answers[FLAGS] = DEFAULT
    seen, said = judged(prometheus)
    assert (seen[:31], said) == ("not proven beyond the port in i", "")
    has(prometheus, OTHER.replace("9090", "9091"))
    assert not judged(prometheus)[0]


def test_a_prometheus_that_tells_nothing_of_itself_is_not_taken_for_the_sender(prometheus):
    del prometheus.answers[FLAGS]
    assert "is not proven" in judged(prometheus)[1]


def test_one_of_a_pair_is_known_when_it_sends_again(prometheus):
    """Both send the same alert, each with a link of its own, and Alertmanager has that of the last."""
    asked = []

    def again():
        asked.append(1)
        has(prometheus, "https://metrics.shop.example/prom/graph" if len(asked) > 2 else OTHER)
        return alerts_of(prometheus.manager.client)

    assert judged(prometheus, again)[0] == "the link of the alert leads to this Prometheus"
    assert len(asked) == 3
