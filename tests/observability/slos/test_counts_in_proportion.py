"""Counts of an objective grow with the events: what caps them, or leaves some out, is no count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from told_objectives import slos
from told_series import SLOTH

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.counts.proportion import check_proportion
from pytest_golive.observability.slos.slo import Indicator

BAD, ALL = 'rate(hits_total{code=~"5.."}[{{.window}}])', "rate(hits_total[{{.window}}])"
(OBJECTIVE,) = slos(SLOTH)[:1]


def counting(part, total=f"sum({ALL})"):
    return replace(OBJECTIVE, indicator=replace(OBJECTIVE.indicator, part=part, total=total))


def valued(query, comparison="", kind="failure"):
    kind = "threshold" if comparison else kind
    return replace(OBJECTIVE, indicator=Indicator(kind, query, comparison=comparison))


@pytest.mark.parametrize(
    "part", [f"sum({BAD})", f"sum({BAD}) or vector(0)", f"sum by (job) ({BAD}) > 0", f"{BAD} + {BAD}"]
)
def test_what_adds_up_events_is_a_count(part):
    assert check_proportion(counting(part)) == ()


@pytest.mark.parametrize(
    ("part", "total"),
    [
        ("sum(increase(bad_total[{{.window}}]))", "sum(increase(hits_total[{{.window}}]))"),
        ("sum(increase(bad_total[5m]))", "sum(rate(hits_total[5m])) * 300"),
        ("sum(bad_total) or vector(0)", "sum(hits_total)"),
        ("sum(sum_over_time(failed[{{.window}}]))", "sum(count_over_time(failed[{{.window}}]))"),
        ("sum_over_time((1 - probe_success)[{{.window}}:1m])", "count_over_time(probe_success[{{.window}}:1m])"),
        (f"sum({ALL}) - (sum({ALL}) - sum({BAD}))", f"sum({ALL})"),
        (f"sum({BAD} * on (instance) group_left (version) build_info)", f"sum({ALL})"),
        (f"100 * sum({BAD})", f"sum({ALL}) / 0.01"),
    ],
)
def test_like_is_divided_by_like(part, total):
    assert check_proportion(counting(part, total)) == ()


@pytest.mark.parametrize(
    ("part", "total", "said"),
    [
        (f"sum({BAD})", f"sum(increase{ALL[4:]})", "its queries count in different units: 1 and 2.592e"),
        ("sum(rate(bad_total[5m]))", "sum(increase(hits_total[5m]))", "different units: 1 and 300"),
        ("sum(increase(bad_total[5m]))", "sum(increase(hits_total[1h]))", "different units: 1 and 12"),
        ("sum(rate(bad_total[5m]))", "sum(hits_total)", "its queries count in different units"),
        (f"sum(irate{BAD[4:]})", f"sum({ALL})", r"whether irate\(\) keeps"),
        (f"vector(0) or sum({BAD})", f"sum({ALL})", r"whether vector\(0\) before or keeps"),
        (f"sum({BAD})", f"sum({ALL}) or vector(1)", r"whether vector\(1\) after or keeps"),
        (f"sum({BAD}) - 10", f"sum({ALL})", "whether 10 that is taken away keeps"),
        (f"sum({BAD})", f"sum({ALL}) + 1e6", "whether 1e\\+06 that is added keeps"),
        (f"sum({BAD}) ^ 0.5", f"sum({ALL})", r"the operator \^ keeps"),
        (f"sum({BAD}) % 10", f"sum({ALL})", "the operator % keeps"),
        (f"sum({BAD}) * on () maintenance", f"sum({ALL})", "a product of series keeps"),
        (f"sum({BAD}) / sum({ALL})", f"sum({ALL})", "a quotient of series keeps"),
        (f"sum({BAD}) or 0.1 * sum({BAD})", f"sum({ALL})", "parts in different units, 1 and 0.1"),
        ("sum(last_over_time(bad_total[{{.window}}]))", f"sum({ALL})", "bad_total is a counter as it stands"),
        (f"sum({BAD}) + sum(bad_total)", f"sum({ALL})", "bad_total is a counter as it stands"),
    ],
)
def test_unlike_is_not_divided(part, total, said):
    with pytest.raises(CannotMeasure, match=said):
        check_proportion(counting(part, total))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (f"clamp_max(sum({BAD}), 1)", r"clamp_max\(\)"),
        (f"sum(sgn({BAD}))", r"sgn\(\)"),
        (f"min({BAD})", r"min\(\)"),
        (f"avg({BAD})", r"avg\(\)"),
        (f"sum({BAD}) < 5", "the comparison <"),
        (f"sum({BAD}) > bool 0", "the comparison >"),
        (f"sum({BAD}) unless on () maintenance", "the operator unless"),
    ],
)
def test_what_caps_the_number_of_events_is_not_proven(part, said):
    with pytest.raises(CannotMeasure, match=f"whether {said} keeps the number of events is not known"):
        check_proportion(counting(part))


def test_all_events_are_counted_as_well():
    with pytest.raises(CannotMeasure, match=r"ceil\(\)"):
        check_proportion(counting(f"sum({BAD})", f"ceil(sum({ALL}))"))


@pytest.mark.parametrize(
    ("part", "total", "said"),
    [
        (f"0 * sum({BAD})", f"sum({ALL})", "a query is multiplied by 0"),
        (f"sum({BAD} * 0.01)", f"sum({ALL})", "its queries count in different units: 1 and 100 for one event"),
        (f"sum({BAD})", f"sum({ALL}) * 300", "its queries count in different units: 1 and 300"),
        (f"sum({BAD[:-1]} offset 1d))", f"sum({ALL})", "has an offset"),
        (f"sum({BAD[:-1]} @ 1700000000))", f"sum({ALL})", "pinned to a moment"),
        (f"sum(rollup_rate({BAD[5:]})", f"sum({ALL})", "what its query counts is not understood"),
    ],
)
def test_what_makes_the_part_smaller_is_not_proven(part, total, said):
    with pytest.raises(CannotMeasure, match=said) as caught:
        check_proportion(counting(part, total))
    assert 'trust it: trusted = ["shop/availability"]' in caught.value.cure
    (note,) = check_proportion(replace(counting(part, total), trusted=True))
    assert "you answer for what it counts, by trusted" in note


@pytest.mark.parametrize(
    ("slo", "said"),
    [
        (valued("clamp_max(shop:errors:ratio, 0.001)"), "clamp_max"),
        (valued("min(shop_errors_ratio)"), r"min\(\)"),
        (valued("max(shop_success_ratio)", kind="success"), r"max\(\)"),
        (valued("max_over_time(shop_success_ratio[1h])", kind="success"), "max_over_time"),
        (valued(f"0.5 * sum({BAD}) / sum({ALL})"), "gives 0.5 where a ratio gives 1"),
        (valued(f"1 - 0.1 * sum({BAD}) / sum({ALL})", kind="success"), "gives 0.1 where a ratio gives 1"),
        (valued(f"sum({BAD}) / sum(increase{ALL[4:]})"), "where a ratio gives 1"),
        (valued(f"sum({BAD}) / sum({ALL}) - 0.01"), "0.01 that is taken away"),
        (valued(f"(sum({BAD}) / sum({ALL})) / count({ALL})"), "a quotient of series"),
        (valued(f"(sum({BAD}) / sum({ALL})) or vector(0.001)"), r"vector\(0.001\) after or"),
        (valued(f"(sum({BAD}) or vector(1)) / sum({ALL})", kind="success"), r"vector\(1\) after or"),
        (valued("sum(bad_total) / sum(hits_total)"), "is a counter as it stands"),
        (valued(f"sum(irate{BAD[4:]}) / sum(irate{ALL[4:]})"), r"irate\(\)"),
        (valued("vector(0) or max(latency_seconds)", "< 0.5"), r"vector\(0\) before or"),
        (valued("0 * max(latency_seconds)", "< 0.5"), "is multiplied by 0"),
        (valued("min(latency_seconds)", "< 0.5"), r"min\(\)"),
        (valued("max(latency_seconds) < 0.5", "< 0.5"), "the comparison <"),
        (valued("rollup(latency_seconds[1m])", "< 0.5"), "is not understood"),
    ],
)
def test_a_ratio_and_a_value_that_may_hide_failures_are_not_proven(slo, said):
    with pytest.raises(CannotMeasure, match=said):
        check_proportion(slo)


@pytest.mark.parametrize(
    "slo",
    [
        valued(f"1 - (sum({BAD}) / sum({ALL}))"),
        valued(f"(sum({BAD}) or vector(0)) / (sum({ALL}) > 0)"),
        valued(f"(sum({BAD}) / sum({ALL})) or vector(0)"),
        valued(f"1 - ((sum({BAD}) / sum({ALL})) or on () vector(1))"),
        valued(f"(100 - 100 * sum({BAD}) / sum({ALL})) / 100", kind="success"),
        valued("sum_over_time(slo:errors:ratio5m[{{.window}}]) / count_over_time(slo:errors:ratio5m[{{.window}}])"),
        valued("sum(rate(x_seconds_sum[5m])) / sum(rate(x_seconds_count[5m]))", "< 0.5"),
        valued("1 - avg(avg_over_time(probe_success[5m]))"),
        valued("min(avg_over_time(probe_success[5m]))", kind="success"),
        valued("slo:sli_error:ratio_rate30d"),
        valued("max by (pod) (histogram_quantile(0.95, sum by (le, pod) (rate(x_seconds_bucket[5m]))))", "< 0.5"),
        valued("1000 * max(latency_seconds)", "< 500"),
        valued("time() - max(backup_last_success_timestamp_seconds)", "<= 86400"),
        valued("min(free_ratio)", "> 0.1"),
        counting(f"sum({ALL}) * 300 - sum({BAD}) * 300", f"sum({ALL}) * 300"),
    ],
)
def test_usual_ratios_and_values_are_taken(slo):
    assert check_proportion(slo) == ()
