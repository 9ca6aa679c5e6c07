"""What is written for a server to evaluate is what was parsed."""

from __future__ import annotations

import pytest
from faulty_rules import GOOD
from healthy_rules import SHAPES

from pytest_golive.observability.alerts.evaluating.writing import written
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import NotUnderstood

TEXTS = (
    *GOOD.values(),
    *(shape.expression for shape in SHAPES),
    'a{b="c\\"\\\\"} offset 5m > bool on (x, y) group_left () y * -1',
    "topk(3, x) or quantile by (a) (0.9, rate(x[90s]))",
    "max_over_time(rate(x[5m])[1h30m:] offset 1m) unless on () y == Inf",
    'label_replace(x, "a", "$1", "b", "(.*)")',
    "sum without (le, a) (x) ^ 2 - ignoring (b) y",
    "sum(x) / ignoring(a) group_right y < -Inf",
)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_is_read_as_the_same(text):
    tree = parse(text)
    assert parse(written(tree)) == tree


def test_a_moment_is_not_written():
    with pytest.raises(NotUnderstood, match="pinned to a moment by @"):
        written(parse("x @ 7 > 1"))
