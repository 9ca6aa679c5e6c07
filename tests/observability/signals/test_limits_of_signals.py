"""A limit reaches the judge as it was written, and few requests prove nothing about it."""

from __future__ import annotations

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted


def rows(n, operator):
    metrics = Recorded(f'# TYPE http_requests_total counter\nhttp_requests_total{{status="200"}} {n}\n')
    cap = Cap("error rate", 1.0, operator, " %")
    return list(measure(metrics, Wanted("error_rate", SECONDS), cap, longest_age=60).rows())


@pytest.mark.parametrize(("operator", "bound"), [("<", {"below": 1.0}), ("<=", {"at_most": 1.0})])
def test_the_limit_of_a_row(operator, bound):
    assert [(row.name, row.bound, row.unit, row.n) for row in rows(50, operator)] == [("error rate", bound, " %", 50)]


def test_few_requests_prove_nothing():
    with pytest.raises(CannotMeasure, match=r"error rate: only 49 requests were counted in 100 s, and nothing follows"):
        rows(49, "<")
