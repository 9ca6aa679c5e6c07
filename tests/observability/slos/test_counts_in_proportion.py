"""Counts of an objective grow with the events: what caps them, or leaves some out, is no count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from told_objectives import slos
from told_series import SLOTH

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.proportion import check_proportion

BAD, ALL = 'rate(hits_total{code=~"5.."}[{{.window}}])', "rate(hits_total[{{.window}}])"
(OBJECTIVE,) = slos(SLOTH)[:1]


def counting(part, total=f"sum({ALL})"):
    return replace(OBJECTIVE, indicator=replace(OBJECTIVE.indicator, part=part, total=total))


@pytest.mark.parametrize(
    "part", [f"sum({BAD})", f"sum({BAD}) or vector(0)", f"sum by (job) (increase({BAD[5:-1]})) > 0", f"{BAD} + {BAD}"]
)
def test_what_adds_up_events_is_a_count(part):
    check_proportion(counting(part))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (f"clamp_max(sum({BAD}), 1)", r"clamp_max\(\)"),
        (f"sum(sgn({BAD}))", r"sgn\(\)"),
        (f"min({BAD})", r"min\(\)"),
        (f"avg({BAD})", r"avg\(\)"),
        (f"sum({BAD}) < 5", "the comparison <"),
        (f"sum({BAD}) > bool 0", "the comparison >"),
    ],
)
def test_what_caps_the_number_of_events_is_not_proven(part, said):
    with pytest.raises(CannotMeasure, match=f"whether {said} keeps the number of events is not known"):
        check_proportion(counting(part))


def test_all_events_are_counted_as_well():
    with pytest.raises(CannotMeasure, match=r"ceil\(\)"):
        check_proportion(counting(f"sum({BAD})", f"ceil(sum({ALL}))"))
