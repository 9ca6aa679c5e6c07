"""Instances that nobody scrapes: they push their series, or a collector that is scraped hands them on."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pytest_golive.observability.sources.metrics import Instance
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.selecting import Matcher, Selector

NAME: Final = "__name__"
INFO: Final = "target_info"  # what OpenTelemetry writes of each process
LABELS: Final = ("instance", "pod", "service_instance_id", "exported_instance")
# What rules of the server make of series is heard of although the service is gone.
OF_THE_SERVICE: Final = Matcher(NAME, "!~", "ALERTS.*|.*:.*")
ENDED: Final = 150.0  # seconds: pushes come once a minute, and series live on for five minutes
MOST_NAMES: Final = 5
Place = tuple[str, ...]


def heard_of(api: HttpApi, matchers: Sequence[Matcher]) -> tuple[Instance, ...]:
    """The instances by the labels of the series with the labels of a service, and the age of their newest sample.

    One that was not heard of for minutes was replaced, if others were heard of since.

    Args:
        api: the server.
        matchers: the labels of the service's series.

    Raises:
        CannotMeasure: the server cannot be asked, or its answer is not understood.
    """
    if not matchers:
        return ()
    chosen = Selector("", (*matchers, OF_THE_SERVICE))
    known = api.query(f"count by ({NAME}, {', '.join(LABELS)}) ({chosen})").whole().samples
    names: dict[Place, set[str]] = defaultdict(set)
    for one in known:
        if any(_place(one.labels)):
            names[_place(one.labels)].add(one.labels.get(NAME, ""))
    asked = dict.fromkeys(INFO if INFO in found else min(found) for _, found in sorted(names.items()))
    seen: dict[Place, float] = {}
    for name in list(asked)[:MOST_NAMES]:
        times = api.query(f"max by ({', '.join(LABELS)}) (timestamp({Selector(name, tuple(matchers))}))")
        for one in times.whole().samples:
            seen[_place(one.labels)] = max(one.value, seen.get(_place(one.labels), one.value))
    now = time.time() + api.clock.ahead
    found = tuple(_instance(place, now - seen.get(place, -math.inf)) for place in sorted(names))
    return tuple(one for one in found if one.age <= ENDED) or found


def _place(labels: Mapping[str, str]) -> Place:
    return tuple(labels.get(label, "") for label in LABELS)


def _instance(place: Place, age: float) -> Instance:
    labels = {label: value for label, value in zip(LABELS, place, strict=True) if value}
    return Instance(next(iter(labels.values())), up=True, age=age, labels=labels)
