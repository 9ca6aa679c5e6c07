"""Where a service is down, its series are gone, and that says nothing of the rules about them."""

from __future__ import annotations

import pytest
from faulty_rules import GOOD
from rules_made import LABELS, NEEDED, judged, rule

from pytest_golive.observability.alerts.choosing import living
from pytest_golive.observability.alerts.rules.watching import Watched


class Ended(Watched):
    """A server without series of the service but for ``up``."""

    def __init__(self, up):
        super().__init__(None, LABELS)
        self.up = up

    def count(self, selector):
        if not selector.startswith("up"):
            return 0
        return len(self.up) if " == 1" not in selector else self.up.count(1)

    def values(self, selector, label):
        return frozenset()


@pytest.mark.parametrize(("up", "is_never"), [([0, 0], False), ([0, 1], True), ([], True)])
def test_series_that_ended_with_their_service_are_not_proven_to_be_gone(up, is_never):
    found = judged(NEEDED["queue_depth"], rule(GOOD["queue_depth"]))
    answered = living(found, (found.best,), Ended(up))
    assert bool(answered.finding) is is_never
    if not is_never:
        assert "nothing of this service is up now (up{" in answered.doubt
