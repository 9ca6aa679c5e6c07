"""The settings about the objectives that a watch measures: true, false or a table, and what they refuse."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.watching.objectives import Burn, Objectives


def test_defaults_are_those_of_the_workbook_that_page():
    found = {name: (one.rate, one.long, one.short) for name, one in Watch().objectives.burns.items()}
    assert found == {"fast": (14.4, "1h", "5m"), "slow": (6.0, "6h", "30m")}
    assert Watch(objectives=True).objectives == Objectives()
    assert not Watch(objectives=False).objectives.watched
    assert Watch(objectives={"fewest_bad": 10}).objectives.watched


@pytest.mark.parametrize(
    "keys",
    [
        {"burns": {}},
        {"burns": {"fast": {"rate": 14.4, "long": "1h"}}},
        {"burns": {"fast": {"rate": 0, "long": "1h", "short": "5m"}}},
        {"burns": {"fast": {"rate": 2, "long": "5m", "short": "5m"}}},
        {"fewest_events": 0},
        {"fewest_bad": 0},
        {"only": [""]},
        {"else": 1},
        "true",
        1,
    ],
)
def test_what_is_refused(keys):
    with pytest.raises(ValidationError):
        Watch(objectives=keys)


def test_an_objective_may_do_what_every_signal_may_unless_it_is_named():
    name = "objectives::shop/availability"
    assert Watch(inconclusive_limit=2).policy.tolerates(name).inconclusive_limit == 2
    assert Watch().policy.of_signals == {}
    table = Watch(signals={name: {"failure_limit": 2, "inconclusive_limit": 60}})
    assert table.policy.tolerates(name).inconclusive_limit == 60
    with pytest.raises(ValidationError, match="which is no signal of this watch"):
        Watch(objectives=False, signals={name: {"failure_limit": 2}})
    assert Burn(rate=2, long="1h", short="1m").rate == 2
