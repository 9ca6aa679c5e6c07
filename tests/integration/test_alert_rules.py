"""Rules that Prometheus of two generations has loaded, and promtool's own judgement of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from faulty_rules import GOOD, SERIES, WEAK
from healthy_rules import SHAPES
from rules_made import NEEDED, judged, recording, rule
from servers.prometheus import job
from servers.watching import program_of, until

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alerting import Demand, Given, judge_rules
from pytest_golive.observability.alerts.examining import Rules, answer, examine
from pytest_golive.observability.alerts.rules.files import read_files
from pytest_golive.observability.alerts.rules.server import read_rules
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.alerts.simulating.feeding import feed
from pytest_golive.observability.alerts.simulating.promtool import Promtool
from pytest_golive.observability.alerts.simulating.simulation import simulate
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

pytestmark = pytest.mark.integration
# What promtool is not asked about, and why; each is still parsed.
NOT_FED = {"node exporter mixin: idle cores": "it is not known how to feed"}
# Faults that no series can show: of the server, of time, or of the settings.
UNSHOWN = {
    "the smallest queue", "one status alone", "of unknown health", "never evaluated", "evaluated long ago",
    "cannot be evaluated", "the free amount",
}  # fmt: skip


def alerting(name, expression, wait="5m", **more):
    return {"alert": name, "expr": expression, "for": wait, "labels": {"severity": "page"}, **more}


def group(name, *rules):
    return {"name": name, "interval": "1s", "rules": list(rules)}


GROUPS = {"groups": [group("shop", *(alerting(signal, text) for signal, text in GOOD.items()))]}


def of_shape(number, shape):
    own = [{"record": name, "expr": text, "labels": shape.labels} for name, text in shape.recordings]
    return group(f"shape-{number}", *own, alerting(f"Shape{number}", shape.expression))


@pytest.fixture
def promtool(generation, tmp_path):
    return Promtool(program_of(generation, "promtool"), tmp_path)


def api_of(server):
    return HttpApi(Client(Api("Prometheus", server.url, "[tool.golive.targets.staging.metrics]")))


def loaded_all(api):
    """The rules, once each has been evaluated."""
    until(lambda: all(one.health == "ok" for one in read_rules(api).rules), "all rules are evaluated")
    return read_rules(api)


def test_the_shapes_of_public_projects_are_loaded_understood_and_fire(prometheus, promtool):
    prometheus.configure(rules={"groups": [of_shape(*each) for each in enumerate(SHAPES)]})
    api = api_of(prometheus)
    loaded = loaded_all(api)
    assert loaded.alerting == len(SHAPES)
    parse = Watched(api, {}).parse
    for number, shape in enumerate(SHAPES):
        rules = tuple(one for one in loaded.rules if one.group == f"shape-{number}")
        needed = NEEDED[shape.signal]
        found = answer(needed, examine(needed, Rules(rules, loaded.now, parse)), 1)
        assert found.is_covered, (shape.usual, found.doubt, found.finding)
        simulated = simulate(found.best, needed, promtool)
        expected = NOT_FED.get(shape.usual, "")
        assert simulated.ran == (not expected), (shape.usual, simulated.why)
        assert expected in simulated.why
        assert expected or not simulated.why, (shape.usual, simulated.why)


def test_what_the_analysis_takes_for_weak_does_not_fire(promtool):
    """Series that make the right rule fire leave the faulty one silent, or make it fire always."""
    tried, fires = 0, set()
    for fault in WEAK:
        needed, right = NEEDED[fault.signal], judged(NEEDED[fault.signal], rule(GOOD[fault.signal])).best
        if fault.name in UNSHOWN:
            continue
        past = feed(right.outcome, needed, needed.base * 1.015)
        wrong = replace(rule(fault.expression), **{"wait": 300.0} | fault.rule)
        steps = [(feed(right.outcome, needed, needed.base / 4), 30), (past, 20)]
        if "always" in fault.said or "wrong direction" in fault.said:
            well = [(feed(right.outcome, needed, needed.base / 4), 30)]
            assert promtool.fires([wrong], well, 60.0), fault.name
        elif "certain times" not in fault.said:  # which would depend on when they are
            if fault.signal not in fires:  # the same rule and the same series for all faults of a signal
                assert promtool.fires([right.rule], steps, 60.0), fault.name
                fires.add(fault.signal)
            assert not promtool.fires([wrong], steps, 60.0), fault.name
        tried += 1
    assert tried >= 25


def test_the_needed_alerts_of_a_service(prometheus, promtool, standing):
    standing.answer = lambda _request: (200, {"Content-Type": "text/plain"}, SERIES)
    at = standing.url.removeprefix("http://")
    prometheus.configure(job("shop", at), rules=GROUPS)
    api = api_of(prometheus)
    loaded_all(api)
    until(
        lambda: Watched(api, {}).count(f'shop_queue_length{{job="shop",instance="{at}"}}') == 1, "the shop is scraped"
    )
    written = read_files({"rules.yml": json.dumps(GROUPS).encode()})
    needed = tuple(NEEDED[signal] for signal in GOOD)
    given = Given(api, None, needed, {"job": "shop"}, written, promtool, Demand("simulated"))
    found = judge_rules(given)
    assert (found.missing, found.files, found.doubt()) == ((), (), None)
    assert {one.rung for one in found.alerts} == {"simulated"}
    assert {best.rule.name for _, best in found.chosen} == set(GOOD)
    assert dict(found.notes())["error rate > 2 %"].endswith("simulated")


def test_a_recording_rule_that_is_gone(prometheus):
    """Prometheus loads the alert all the same, and evaluates it to nothing."""
    prometheus.configure(rules={"groups": [group("shop", alerting("High", "job:http_errors:ratio5m > 0.02"))]})
    api = api_of(prometheus)
    loaded_all(api)
    found = judge_rules(Given(api, None, (NEEDED["error_rate"],), {"job": "shop"}))
    assert "no loaded recording rule records job:http_errors:ratio5m" in found.missing[0].message


def test_a_rule_that_cannot_be_evaluated(prometheus):
    """Both sides have several series for one match: the server says so only when it evaluates."""
    text = "sum by (job) (up) / ignoring(instance, job) up > 0.02 or " + GOOD["error_rate"]
    prometheus.configure(
        {"job_name": "twice", "static_configs": [{"targets": ["127.0.0.1:1", "127.0.0.1:2"]}]},
        rules={"groups": [group("shop", alerting("High", text))]},
    )
    api = api_of(prometheus)
    until(lambda: [one.health for one in read_rules(api).rules] == ["err"], "the rule is evaluated")
    found = judge_rules(Given(api, None, (NEEDED["error_rate"],), {"job": "shop"}))
    assert "cannot be evaluated: " in found.missing[0].message


def test_files_that_are_not_loaded(prometheus):
    prometheus.configure(rules=GROUPS)
    api = api_of(prometheus)
    loaded_all(api)
    other = {
        "groups": [
            group(
                "shop", alerting("error_rate", GOOD["error_rate"].replace("0.02", "0.01")), alerting("New", "up == 0")
            )
        ]
    }
    found = judge_rules(
        Given(api, None, (NEEDED["error_rate"],), {}, read_files({"a.yml": json.dumps(other).encode()}))
    )
    assert [one.message for one in found.files] == [
        "error_rate is loaded with another expr",
        "New is not loaded on the server",
    ]


def test_matchers_that_leave_out_series_of_the_service(prometheus, node_exporter):
    """The server counts the series of the service, with a further matcher and without."""
    prometheus.configure(
        {"job_name": "shop", "static_configs": [{"targets": [node_exporter.url.removeprefix("http://")]}]},
        rules={"groups": [group("shop", alerting("All", 'node_queue_memory_ratio{mode=~".*"} > 0.8'))]},
    )
    api = api_of(prometheus)
    until(lambda: prometheus.query('node_cpu_seconds_total{job="shop"}'), "scrapes")  # other tests had such a job
    watched = Watched(api, {"job": "shop"})
    series = watched.parse("node_cpu_seconds_total")
    idle, known = watched.parse('{mode="idle"}').matches, watched.parse('{mode!=""}').matches
    assert watched.covers(series, idle) is False
    assert watched.covers(series, known) is True
    assert watched.covers(watched.parse("shop_orders_total"), idle) is None
    assert watched.has_data("node_cpu_seconds_total")
    assert not watched.has_data("shop_orders_total")
    assert watched.scrape_interval() == 1.0


def test_no_rules_prove_something_only_where_rules_are_held(prometheus, victoria):
    prometheus.configure()
    assert read_rules(api_of(prometheus)).rules == ()
    with pytest.raises(CannotMeasure, match="answers with no rules at all, as one does that never has any"):
        read_rules(api_of(victoria))


def test_recordings_are_used_in_the_order_in_which_they_depend(promtool):
    shape = next(one for one in SHAPES if one.usual.startswith("Sloth"))
    found = judged(NEEDED["error_rate"], *(recording(*each) for each in shape.recordings), rule(shape.expression))
    assert simulate(found.best, NEEDED["error_rate"], promtool).ran
