"""Queries changed in their text: only the series change, and what is not understood is refused."""

from __future__ import annotations

import pytest

from pytest_golive.observability.queries.rewriting import (
    are_counters,
    escaped,
    increased,
    narrowed,
    within,
    without_outcomes,
)
from pytest_golive.observability.queries.selecting import Matcher, NotUnderstood, selections

SHOP = {"job": "sh.op"}
OWN = r'job=~"sh\\.op|"'


@pytest.mark.parametrize(
    ("query", "changed"),
    [
        ("up", f"up{{{OWN}}}"),
        ("sum(up) by (job)", f"sum(up{{{OWN}}}) by (job)"),
        ("sum by (job, code) (rate(a[5m]))", f"sum by (job, code) (rate(a{{{OWN}}}[5m]))"),
        ('a{x="1"}', f'a{{x="1",{OWN}}}'),
        ('a{x="}\\"",}', f'a{{x="}}\\"",{OWN}}}'),
        ("a{ }", f"a{{ {OWN}}}"),
        ('{__name__="a",b!~"c"}', f'{{__name__="a",b!~"c",{OWN}}}'),
        ("a / on (x) group_left (y) b", f"a{{{OWN}}} / on (x) group_left (y) b{{{OWN}}}"),
        ("a offset 5m - a", f"a{{{OWN}}} offset 5m - a{{{OWN}}}"),
        ("rate(a[5m] offset 1d)", f"rate(a{{{OWN}}}[5m] offset 1d)"),
        ("a @ 1609746000", f"a{{{OWN}}} @ 1609746000"),
        ("max_over_time(rate(a[5m])[1h:1m])", f"max_over_time(rate(a{{{OWN}}}[5m])[1h:1m])"),
        ("a > bool 5 # b\n or vector(0)", f"a{{{OWN}}} > bool 5 # b\n or vector(0)"),
        ('label_replace(a, "d", "$1", "s", "(.*)")', f'label_replace(a{{{OWN}}}, "d", "$1", "s", "(.*)")'),
        ("job:a:rate5m and a unless b", f"job:a:rate5m{{{OWN}}} and a{{{OWN}}} unless b{{{OWN}}}"),
        ("topk(3, a) + 1e-3 * Inf", f"topk(3, a{{{OWN}}}) + 1e-3 * Inf"),
        ("by + on", f"by{{{OWN}}} + on{{{OWN}}}"),
        ("time()", "time()"),
    ],
)
def test_a_query_for_one_service(query, changed):
    try:
        assert within(query, SHOP) == changed
    except NotUnderstood:
        assert query == "by + on", "words of the language as names are not understood, and so refused"
    assert within("a", {}) == "a"


@pytest.mark.parametrize(
    "query",
    ["", "foo{", "rate(a)", "vector(1)[5m]", "a[5m+1m]", "x" * 30_000, "$x", r"a{b=`c\d`}", '{job="a" or x="b"}'],
)
def test_what_is_not_understood_is_refused(query):
    with pytest.raises(NotUnderstood):
        within(query, SHOP)


def test_conditions_for_an_outcome_are_taken_out():
    query = 'sum(rate(http_requests_total{job="shop",code=~"5..",path!="/x"}[5m])) / sum(rate(http_requests_total[5m]))'
    expected = 'sum(rate(http_requests_total{job="shop",path!="/x"}[5m])) / sum(rate(http_requests_total[5m]))'
    assert without_outcomes(query) == expected
    assert without_outcomes('a{job="shop"}') == 'a{job="shop"}'
    assert without_outcomes('{code="500"}') == '{code="500"}', "it would select every series there is"


def test_counters_are_increased_each_by_itself():
    assert increased('sum(a_total{x="1"}) - sum(b_total)', "60s") == (
        'sum(increase(a_total{x="1"}[60s])) - sum(increase(b_total[60s]))'
    )
    for query in ("rate(a_total[5m])", "a_total offset 5m"):
        with pytest.raises(NotUnderstood, match="over a range or of another time"):
            increased(query, "60s")
    assert are_counters("a_total / b_count")
    assert not are_counters("a_total / b")


def test_the_series_of_a_selection_can_be_asked_for():
    (found,) = selections(r'rate(a{b="x\"y",c=~"d\\.e"}[5m])')
    assert (found.name, found.is_range, found.matchers) == (
        "a",
        True,
        (Matcher("b", "=", 'x"y'), Matcher("c", "=~", r"d\.e")),
    )
    assert narrowed(found, {"job": "shop", "b": 'x"y'}) == 'a{b="x\\"y",c=~"d\\\\.e",job="shop"}'
    assert escaped("a.b(c)") == r"a\.b\(c\)"


@pytest.mark.parametrize(
    ("matcher", "absent"),
    [
        (Matcher("x", "=", ""), True),
        (Matcher("x", "=", "a"), False),
        (Matcher("x", "!=", "a"), True),
        (Matcher("x", "!=", ""), False),
        (Matcher("x", "=~", "a|"), True),
        (Matcher("x", "=~", "5.."), False),
        (Matcher("x", "=~", ".*"), True),
        (Matcher("x", "!~", "5.."), True),
        (Matcher("x", "!~", ".*"), False),
        (Matcher("x", "=~", "(?i:a\\C)"), False),
    ],
)
def test_whether_a_series_without_the_label_is_selected(matcher, absent):
    assert matcher.accepts_absent is absent
