"""A doubt alone is an error; beside a breach it is reported, too."""

from __future__ import annotations

import pytest
from alone import Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.gates import infrastructure


@pytest.mark.parametrize("value", [9.0, 11.0])
def test_what_could_not_be_told_is_an_error_or_stands_beside_a_breach(value):
    row = Seen(name="p(95)", value=value, limit=Seen(bound={"below": 10}, unit=" ms"), n=60)
    seen = Seen(
        show=lambda _judge: None, in_total=lambda: [row], source="load", endpoints=list, baseline="then", regressions=list,
        compared="then", result=Seen(names=["a"]), doubt=lambda: CannotMeasure("this machine was busy"),
        no_baseline=(),
    )  # fmt: skip
    if value < 10:
        with pytest.raises(CannotMeasure, match="busy"):
            told(infrastructure.performance_acceptable, performance=seen)
    else:
        said, _ = told(infrastructure.performance_acceptable, performance=seen)
        assert said[-1] == ("not judged", "", "this machine was busy", None)
