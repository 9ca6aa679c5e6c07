"""Rules that see only some of the failed requests do not cover all of them."""

from __future__ import annotations

import pytest
from faulty_rules import GOOD
from rules_made import NEEDED, judged, rule

RATE = 'sum(rate(http_requests_total{job="shop",code=~"5.."}[5m])) > 0'
SOME = "it counts only some of the server's errors (5xx)"
NONE = "it counts statuses that no error of the server has"


@pytest.mark.parametrize("text", [RATE, GOOD["error_rate"]])
@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ('code="500"', SOME),
        ('code=~"500|502"', SOME),
        ('code=~"5..",code!="503"', SOME),
        ('code="404"', NONE),
        ('code=~"4.."', NONE),
        ('code="500",route="/health"', SOME),
    ],
)
def test_a_rule_for_some_errors_does_not_cover_all(text, condition, why):
    assert judged(NEEDED["error_rate"], rule(text)).is_covered
    found = judged(NEEDED["error_rate"], rule(text.replace('code=~"5.."', condition)))
    assert why in found.finding.message


def test_one_route_is_not_the_service():
    found = judged(NEEDED["error_rate"], rule(RATE.replace("5..", '5..",route="/health')))
    assert 'nobody says that {route="/health"} are all series of this service' in found.doubt


@pytest.mark.parametrize(
    ("condition", "state"),
    [
        ('code=~"2.."', ""),
        ('code!~"5.."', ""),
        ('code="404"', "sure"),
        ('code=~"5.."', "sure"),
        ('code="200"', "doubt"),
    ],
)
def test_times_of_some_statuses_are_not_those_of_all_requests(condition, state):
    text = GOOD["latency"].replace("{", f"{{{condition},")
    found = judged(NEEDED["latency"], rule(text))
    said = {"sure": found.finding and found.finding.message, "doubt": found.doubt}.get(state)
    assert found.is_covered == (not state)
    assert not state or f"it measures only requests with {{{condition}}}" in said
