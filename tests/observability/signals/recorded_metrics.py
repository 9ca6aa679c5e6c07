"""Metrics of a service from two texts that its exporter wrote: what was counted between them is the window."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Instance, Meta, Sample, Values

DATA = Path(__file__).parents[2] / "data" / "metrics"
SECONDS = 100.0
HOW = {"max": max, "min": min, "sum": sum, "count": len, "avg": lambda values: sum(values) / len(values)}
OPS = {
    "=": lambda value, wanted: value == wanted,
    "!=": lambda value, wanted: value != wanted,
    "=~": lambda value, wanted: re.fullmatch(wanted, value) is not None,
    "!~": lambda value, wanted: re.fullmatch(wanted, value) is None,
}


class Recorded:
    """A source of metrics, by instance: the text at the end, and the text before (nothing, if there was none)."""

    said = "two texts"

    def __init__(self, after, before=None, asked=None, instances=None):
        self.after = {name: parsed(text) for name, text in by_instance(after).items()}
        self.before = {name: parsed(text) for name, text in by_instance(before or {}).items()}
        self.asked = asked or {}
        self.seen = instances or tuple(Instance(name, up=True, age=1.0) for name in self.after)
        self.partial = False
        self.absent = ()  # metrics that a query names, but nobody exports
        self.all_failed = (100.0,)
        self.questions = []
        self.old = {}  # seconds since the newest sample, by the value of any of its labels, or by its name

    def names(self):
        found = {}
        for families, _ in self.after.values():
            found |= families
        return found

    def values(self, selector, by=(), how="max"):
        return self._grouped(selector, by, HOW[how], lambda instance, key, value: value)

    def rates(self, selector, window, by=()):
        def rate(instance, key, value):
            earlier = self.before.get(instance, ({}, {}))[1].get(key, 0.0)
            return (value if value < earlier else value - earlier) / window

        return self._grouped(selector, by, sum, rate)

    growth = rates

    def series(self, selector):
        labels = {label for _, samples in self.after.values() for _, key in samples for label, _ in key}
        return self.values(selector, (*sorted(labels), "instance"))

    def ages(self, selector, by=()):
        found = self.values(selector, by, "count")
        aged = [
            replace(one, value=max(self.old.get(each, 1.0) for each in (selector.name, *one.labels.values())))
            for one in found.samples
        ]
        return replace(found, samples=tuple(aged))

    def instances(self):
        return self.seen

    def ask(self, expression):
        self.questions.append(expression)
        if found := re.fullmatch(r"count\(last_over_time\((.+)\[\d+s\]\)\)", expression):
            exists = found[1] in self.names() or any(found[1] in query for query in self.asked)
            return Values((Sample({}, 1.0, 0.0),) if exists and found[1] not in self.absent else (), 0.0)
        if expression not in self.asked and (found := re.fullmatch(r"count(?: by \((\w+)\))? ?\((.+)\)", expression)):
            is_there = found[2] not in self.absent and not found[1]
            return Values((Sample({}, 1.0, 0.0),) if is_there else (), 0.0)
        if expression not in self.asked and " / " in expression:  # a share, had all requests failed
            return Values(tuple(Sample({}, value, 0.0) for value in self.all_failed), 0.0)
        if expression not in self.asked:
            raise CannotMeasure(f"no PromQL here: {expression}")
        return Values(tuple(Sample(labels, value, 0.0) for labels, value in self.asked[expression]), 0.0)

    def _grouped(self, selector, by, how, value_of):
        groups = defaultdict(list)
        for instance, (_, samples) in self.after.items():
            for (name, labels), value in samples.items():
                known = dict(labels) | {"instance": instance}
                if name == selector.name and all(OPS[m.op](known.get(m.label, ""), m.value) for m in selector.matchers):
                    group = tuple((label, known[label]) for label in by if known.get(label))
                    groups[group].append(value_of(instance, (name, labels), value))
        samples = tuple(Sample(dict(group), how(values), 0.0) for group, values in groups.items())
        return Values(samples, 0.0, partial=self.partial)


def by_instance(texts):
    return texts if isinstance(texts, dict) else {"shop-1": texts}


def parsed(text):
    families, samples = {}, {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            samples[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
            is_part = family.type in {"histogram", "summary"} and sample.name.startswith(family.name)
            families[family.name if is_part else sample.name] = Meta(family.type, family.unit, family.documentation)
    return families, samples


def recorded(name):
    """What a real exporter wrote."""
    return (DATA / f"{name}.txt").read_text(encoding="utf-8")
