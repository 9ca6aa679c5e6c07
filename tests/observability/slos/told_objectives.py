"""Objectives that are measured by answers that a test tells."""

from __future__ import annotations

import re

from pytest_golive.observability.slos.formats.loading import load
from pytest_golive.observability.slos.measuring import measure
from pytest_golive.observability.sources.metrics import Sample, Values

NOW = 1_800_000_000.0


def slos(text):
    found = load([("slo.yml", text.encode())], sloth_days=30, now=NOW)
    assert found.faults == ()
    return found.slos


class Told:
    """Answers queries that begin in a way: by a number, or by pairs of labels and numbers."""

    said = "Prometheus 3.5.3 at metrics.example"

    def __init__(self, *, partial=False, **answers) -> None:
        self.answers = answers
        self.values = ("200", "404", "500", "ok")
        self.owners = {"": [{"job": "shop"}]}  # whose series a selection finds, by a part of its text
        self.partial = partial
        self.asked = []

    def ask(self, query):
        self.asked.append(query)
        if query.startswith(("count by (job", "count by (team")):
            part = max((part for part in self.owners if part in query), key=len)
            found = self.owners[part] if self.answers.get("series") != [] else []
            return Values(tuple(Sample(each, 1, NOW) for each in found), NOW)
        if label := re.match(r"count by \((\w+)\)", query):  # the values that a label has
            return Values(tuple(Sample({label[1]: each}, 1, NOW) for each in self.values), NOW)
        kind = (
            "steps"
            if query.startswith(("count_over_time", "max(count_over_time"))
            else "series"
            if query.startswith("count(")
            else "bad"
            if "5.." in query
            else "total"
        )
        found = self.answers.get(kind, 1 if kind == "series" else 10_000 if kind == "steps" else [])
        pairs = found if isinstance(found, list) else [({}, found)]
        samples = tuple(Sample(labels, value, NOW) for labels, value in pairs)
        return Values(samples, NOW, partial=self.partial)


def standing(text, told, labels=None):
    result = measure(slos(text)[:1], told, labels or {})
    if result.doubts:
        raise result.doubts[0].error
    return result.standings[0] if result.standings else result.misaimed[0]
