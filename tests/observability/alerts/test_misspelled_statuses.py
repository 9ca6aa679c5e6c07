"""A rule that asks for statuses as the service does not write them is loaded and well, and never fires."""

from __future__ import annotations

import pytest
from faulty_rules import GOOD
from rules_made import LABELS, NEEDED, judged, recording, rule

from pytest_golive.observability.alerts.choosing import living
from pytest_golive.observability.alerts.rules.watching import Watched


class Told(Watched):
    """A server with one series of each name, whose statuses a test tells; it notes for which series it was asked."""

    def __init__(self, *values):
        super().__init__(None, LABELS)
        self.told = {"": values}
        self.asked = []

    def count(self, selector):
        return 0 if " > " in selector else 1

    def values(self, selector, label):
        self.asked.append((selector, label))
        found = next((self.told[key] for key in self.told if key and key in selector), self.told[""])
        return None if found == (None,) else frozenset(found)


def said(text, told, *recordings):
    found = judged(NEEDED["error_rate"], *recordings, rule(text))
    assert found.is_covered, (found.finding, found.doubt)
    answered = living(found, (found.best,), told)
    return ("never", answered.finding.message) if answered.finding else ("doubt", answered.doubt)


ERRORS = GOOD["error_rate"]
CODES = ("200", "404")


@pytest.mark.parametrize(
    ("statuses", "values", "state", "why"),
    [
        ("5..", CODES, "doubt", ""),
        ("5..", ("2xx", "Success"), "doubt", ""),
        ("5xx", ("2xx",), "doubt", ""),
        ("5..", (), "doubt", ""),
        ("5xx", CODES, "never", 'code=~"5xx" can match nothing, for the values of code are 200, 404; write'),
        ("5..", ("Success",), "never", "the only value of code is Success"),
        ("error", CODES, "doubt", "let the service export that value with 0"),
        ("5..", (None,), "doubt", "the server does not say which values"),
    ],
)
def test_the_values_of_the_label_decide(statuses, values, state, why):
    found = said(ERRORS.replace("5..", statuses), Told(*values))
    assert found[0] == state
    assert why in found[1]
    assert bool(why) == bool(found[1])


def test_it_is_seen_through_a_recording_rule():
    ratio, _, limit = ERRORS.rpartition(" > ")
    kept = recording("job:http_errors:ratio5m", ratio.replace("5..", "5xx"))
    state, why = said(f"job:http_errors:ratio5m > {limit}", Told(*CODES), kept)
    assert (state, "can match nothing" in why) == ("never", True)


def test_successes_that_leave_out_nothing_never_fall():
    good = f"1 - {ERRORS}".replace('=~"5..', '!~"5xx')
    state, why = said(good, Told(*CODES))
    assert (state, "leaves out nothing" in why) == ("never", True)
    assert said(good.replace("5xx", "5.."), Told(*CODES)) == ("doubt", "")


def test_series_of_others_count_only_if_the_service_has_none():
    told = Told(*CODES)
    text = ERRORS.replace('job="shop",', "").replace('{job="shop"}', "").replace("5..", "5xx")
    assert said(text, told)[0] == "never"
    assert told.asked == [('http_requests_total{job="shop"}', "code")]
    told.told['job="shop"'] = ()
    told.told[""] = ("5xx",)
    assert said(text, told) == ("doubt", "")
