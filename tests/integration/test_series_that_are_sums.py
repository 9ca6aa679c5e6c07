"""Rules that read the containers of a service, beside which cAdvisor has sums of whole pods, and their pauses."""

from __future__ import annotations

import pytest
from rules_made import NEEDED, judged, rule
from servers.prometheus import job
from servers.watching import until

from pytest_golive.observability.alerts.promql.tree import NotUnderstood
from pytest_golive.observability.alerts.reaching.series import Reader
from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.routes import cases
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.alerts.strictness.comparing import Service
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

pytestmark = pytest.mark.integration
USED, LIMIT = "container_memory_working_set_bytes", "container_spec_memory_limit_bytes"
PAGE = f"""\
{USED}{{container="shop",pod="shop-1",id="/k/a"}} 1e8
{USED}{{container="",pod="shop-1",id="/k"}} 9e8
{USED}{{container="POD",pod="shop-1",id="/k/p"}} 1e6
{USED}{{container="",id="/"}} 9e9
{LIMIT}{{container="shop",pod="shop-1",id="/k/a"}} 2e8
{LIMIT}{{container="",pod="shop-1",id="/k"}} 0
container_memory_usage_bytes{{name="shop",id="/docker/a"}} 1e8
container_memory_usage_bytes{{id="/docker"}} 1e8
container_memory_rss{{container="shop",pod="shop-1"}} 1e8
container_memory_rss{{container="proxy",pod="shop-1"}} 1e8
container_memory_rss{{container="",pod="shop-1"}} 2e8
""".encode()


@pytest.fixture
def watched(prometheus, standing):
    standing.answer = lambda _request: (200, {"Content-Type": "text/plain"}, PAGE)
    at = standing.url.removeprefix("http://")
    prometheus.configure(job("shop", at), rules={"groups": []})
    prometheus.forget(f'{{job="shop",instance!="{at}"}}')
    made = Watched(HttpApi(Client(Api("Prometheus", prometheus.url))), {"job": "shop"})
    until(lambda: Watched(made.api, {}).count(f'{USED}{{job="shop",instance="{at}"}}') == 4, "it is scraped")
    return made


def test_sums_of_containers_are_no_series_that_a_rule_may_not_leave_out(watched):
    service = Service(covers=watched.covers)
    for left, right, said in (
        ('{job="shop",container="shop"}', '{job="shop",container="shop"}', ""),
        ('{job="shop",container!~"POD|"}', '{job="shop",container!=""}', ""),
        ('{job="shop",container="proxy"}', "", 'container="proxy"'),
        ('{job="shop",container=""}', "", 'container=""'),
    ):
        text = f"{USED}{left} / {LIMIT}{right or left} > 0.8"
        found = judged(NEEDED["memory"], rule(text), service=service)
        if said:
            assert f"{{{said}}} leaves out series of this service" in found.finding.message, text
        else:
            assert found.is_covered, (text, found.doubt, found.finding)
    parse = watched.parse
    for name, matches, covers in (
        ("container_memory_usage_bytes", '{name="shop"}', True),  # of an engine without pods
        ("container_memory_usage_bytes", '{name="other"}', False),
        ("container_memory_rss", '{container="shop"}', False),  # the other container is one of the service
        ("container_memory_rss", '{container=~"shop|proxy"}', True),
    ):
        assert watched.covers(parse(name), parse(matches).matches) is covers, (name, matches)


def test_what_the_server_does_not_say_is_no_breach(watched, monkeypatch):
    """Nor is it none: a question that fails proves nothing of the series that a matcher leaves out."""
    series, further = watched.parse("shop_queue_length"), watched.parse('shop_queue_length{queue!="dead"}').matches
    whole = 'shop_queue_length{job="shop"}'
    monkeypatch.setattr(watched, "count", lambda selector: 2.0 if selector == whole else None)
    with pytest.raises(NotUnderstood, match="the server does not say how many series shop_queue_length"):
        watched.covers(series, further)


def test_a_route_by_a_label_that_no_series_has_is_not_taken(watched):
    """The route for the team db would call nobody: the server says that the memory of the service has no team."""
    text = "route: {receiver: pager, routes: [{receiver: nobody, matchers: ['LABEL=\"shop\"']}]}"
    reader = Reader((), {"job": "shop"}, watched.parse, watched.lacks)
    for expression, label, receivers in (
        (f"{USED} > 1", "team", ["pager"]),
        (f'{USED}{{job="shop",pod=~"shop.*"}} / {LIMIT} > 0.8', "team", ["pager"]),
        (f"{USED} > 1", "container", ["nobody", "pager"]),
        ("shop_memory_bytes > 1", "team", ["nobody", "pager"]),  # nobody knows what labels it will have
    ):
        route = read_config(text.replace("LABEL", label)).route
        worlds = cases(route, reader.labels(rule(expression)))
        assert sorted({hit.receiver for _, hits in worlds for hit in hits}) == receivers, (expression, label)
