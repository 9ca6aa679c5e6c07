"""Times, matchers, trees of routes and rules that inhibit: as Alertmanager decides, without a server."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.matchers import Matcher, read_matcher
from pytest_golive.observability.alerts.routing.routes import cases
from pytest_golive.observability.alerts.routing.suppressing import inhibited

FRIDAY = dt.datetime(2026, 2, 27, 23, 30, tzinfo=dt.UTC)  # the last but one day of its month


def interval(**parts):
    shown = ", ".join(f"{name}: {value}" for name, value in parts.items())
    text = f"route: {{receiver: a}}\ntime_intervals: [{{name: x, time_intervals: [{{{shown}}}]}}]"
    return read_config(text).intervals["x"][0]


@pytest.mark.parametrize(
    ("parts", "inside"),
    [
        ({}, True),
        ({"times": "[{start_time: '23:30', end_time: '24:00'}]"}, True),
        ({"times": "[{start_time: '23:00', end_time: '23:30'}]"}, False),  # up to before the end
        ({"weekdays": "['monday:friday']"}, True),
        ({"weekdays": "[saturday, sunday]"}, False),
        ({"days_of_month": "['-2']"}, True),
        ({"days_of_month": "['-1']"}, False),
        ({"days_of_month": "['27:31']"}, True),
        ({"days_of_month": "['30:31']"}, False),  # after the end of this month
        ({"months": "['january:march']"}, True),
        ({"months": "['3', 'december']"}, False),
        ({"years": "['2020:2026']"}, True),
        ({"years": "['2027']"}, False),
        ({"weekdays": "[friday]", "months": "['3']"}, False),  # all conditions must hold
        ({"weekdays": "[saturday]", "location": "Europe/Berlin"}, True),  # it is half past midnight there
        ({"times": "[{start_time: '00:00', end_time: '01:00'}]", "location": "'Europe/Berlin'"}, True),
        ({"weekdays": "[friday]", "location": "America/New_York"}, True),
    ],
)
def test_a_moment_lies_in_an_interval_as_alertmanager_counts(parts, inside):
    assert interval(**parts).contains(FRIDAY) is inside


@pytest.mark.parametrize(
    ("text", "name", "op", "value"),
    [
        ('a="b"', "a", "=", "b"),
        ("a=b", "a", "=", "b"),
        ('a=~"b\\"c\\\\d\\ne\\w"', "a", "=~", 'b"c\\d\ne\\w'),
        ('größe!="ü"', "größe", "!=", "ü"),
        ('"with space"!~"a\\tb\\u00fc\\x41\\\\"', "with space", "!~", "a\tbüA\\"),
        ('"a\\"b"="\\xc3\\xbc\\U0001f642\\101"', 'a"b', "=", "ü🙂A"),
        ('a=""', "a", "=", ""),
        ('a="x=~\\"y\\""', "a", "=", 'x=~"y"'),
    ],
)
def test_a_matcher_is_read_as_it_is_printed(text, name, op, value):
    assert read_matcher(text) == Matcher(name, op, value)


@pytest.mark.parametrize("text", ["a", "=b", 'a="b', '{a="b"}', 'a="b", c="d"', '"a=b'])
def test_what_is_no_matcher_is_said(text):
    with pytest.raises(ValueError, match="is no matcher"):
        read_matcher(text)


def test_labels_that_are_not_known_split_the_world_consistently():
    """One that is "db" in a world is nothing else there, and a matcher answers the same twice."""
    config = read_config(
        "route: {receiver: z, routes: [{receiver: a, matchers: ['t=\"db\"'], continue: 'true'},"
        " {receiver: b, matchers: ['t=\"web\"']}, {receiver: c, matchers: ['t=~\"d.*\"']}, {receiver: d, matchers: ['t!~\"d.*\"']}]}"
    )
    worlds = cases(config.route, Labels.of({"t": "{{ $labels.t }}"}))
    assert sorted([route.receiver for route in hits] for _, hits in worlds) == [["a", "c"], ["b"], ["c"], ["d"]]
    assert [[route.receiver for route in hits] for _, hits in cases(config.route, Labels.of({"t": ""}))] == [["d"]]


def test_too_many_unknown_labels_prove_nothing():
    routes = ", ".join(f"{{receiver: r{n}, matchers: ['l{n}=~\"a.*\"'], continue: 'true'}}" for n in range(12))
    config = read_config(f"route: {{receiver: z, routes: [{routes}]}}")
    with pytest.raises(CannotMeasure, match="depends in more than 256 ways"):
        cases(config.route, Labels.of({}, is_open=True))


def test_a_tree_of_thousands_of_routes_is_walked():
    routes = ", ".join(f"{{receiver: r{n}, matchers: ['l=\"{n}\"']}}" for n in range(5_000))
    config = read_config(f"route: {{receiver: z, routes: [{routes}]}}")
    ((_, hits),) = cases(config.route, Labels.of({"l": "4999"}))
    assert hits[0].receiver == "r4999"


def test_what_is_on_both_sides_of_a_rule_is_not_inhibited_by_its_like():
    rules = read_config(
        "route: {receiver: z}\ninhibit_rules: [{source_matchers: ['s=\"1\"'], target_matchers: ['t=\"1\"'], equal: [x, y]}]"
    ).inhibitions
    both = {"s": "1", "t": "1", "x": "1"}
    assert inhibited(Labels.of(both), rules, [both]) == ([], [])
    assert inhibited(Labels.of({"t": "1", "x": "1"}), rules, [both]) == (
        ["an alert without a name, by inhibit_rules[0]"],
        [],
    )
    assert inhibited(Labels.of({"t": "1", "x": "2"}), rules, [both]) == ([], [])
    surely, maybe = inhibited(Labels.of({"t": "1", "x": "{{ $labels.x }}"}), rules, [{**both, "alertname": "Down"}])
    assert (surely, maybe) == ([], ["Down, by inhibit_rules[0]"])
