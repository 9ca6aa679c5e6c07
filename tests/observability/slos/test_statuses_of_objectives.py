"""An objective whose queries ask for statuses that nobody has counts no errors, whatever happens."""

from __future__ import annotations

import pytest
from told_objectives import Told, slos, standing
from told_series import SLOTH
from written_slos import ALPHA

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.measuring import measure


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        (SLOTH.replace("5..", "5xx"), ("200",), 'code=~"5xx" can match nothing, for the only value of code is 200'),
        (ALPHA.replace("5..", "5xx"), ("200", "404"), 'code!~"5xx" leaves out nothing, for the values of code are'),
        (ALPHA, (), "it can tell no errors, since no series of hits_total has the label code"),
    ],
)
def test_statuses_as_nobody_writes_them_count_no_errors(text, values, said):
    told = Told(bad=0.001, total=2.0)
    told.values = values
    result = measure(slos(text)[:1], told, {"job": "shop"})
    assert (result.standings, result.doubts) == ((), ())
    assert said in result.misaimed[0].message


def test_a_word_that_may_come_is_not_proven():
    told = Told(bad=0.001, total=2.0)
    told.values = ("200",)
    with pytest.raises(CannotMeasure, match="can match nothing") as caught:
        standing(SLOTH.replace("5..", "error"), told)
    assert "with 0 from its start" in caught.value.cure
