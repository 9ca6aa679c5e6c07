"""What the series themselves say: limits that are none, and buckets of seconds under the name of milliseconds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faulty_rules import GOOD
from rules_made import LABELS, NEEDED, judged, rule

from pytest_golive.observability.alerts.choosing import living
from pytest_golive.observability.alerts.rules.watching import Watched

SECONDS = ("0.005", "0.5", "10.0", "+Inf")
IN_MS = GOOD["latency"].replace("_seconds_", "_milliseconds_").replace("> 0.5", "> 6")


class Told(Watched):
    """A server with one series of each name; a test tells how many of its limits are limits, and its buckets."""

    def __init__(self, limits=1.0, buckets=SECONDS):
        super().__init__(None, LABELS)
        self.limits, self.buckets = limits, frozenset(buckets)

    def count(self, selector):
        return self.limits if " > 0 < " in selector else 0.0 if " > " in selector else 1.0

    def values(self, selector, label):
        return self.buckets if label == "le" else frozenset({"200"})


def said(signal, text, told, **more):
    needed = replace(NEEDED[signal], **more)
    found = judged(needed, rule(text))
    assert found.is_covered, (found.finding, found.doubt)
    answered = living(found, (found.best,), told)
    return ("never", answered.finding.message) if answered.finding else ("doubt", answered.doubt)


@pytest.mark.parametrize(("limits", "state", "why"), [
    (1.0, "doubt", ""), (0.0, "never", "there is no limit"), (None, "doubt", "does not say whether")])  # fmt: skip
def test_a_limit_of_nothing_is_none(limits, state, why):
    found = said("memory", GOOD["memory"], Told(limits))
    assert (found[0], bool(found[1])) == (state, bool(why))
    assert why in found[1]


def test_buckets_of_seconds_are_none_of_milliseconds():
    state, why = said("latency", IN_MS, Told())
    assert (state, "are 0.005 to 10, which are usual for seconds, and not for its unit" in why) == ("doubt", True), why
    assert said("latency", IN_MS, Told(buckets=("1", "10", "500", "+Inf"))) == ("doubt", "")
    assert said("latency", IN_MS, Told(), metrics=("http_request_duration_*",)) == ("doubt", "")  # the settings say so
    assert said("latency", GOOD["latency"], Told()) == ("doubt", "")
