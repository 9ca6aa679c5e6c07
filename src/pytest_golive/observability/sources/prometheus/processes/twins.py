"""One process that is scraped more than once: by two jobs, or by both servers of a pair."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from pytest_golive.observability.sources.metrics import Instance

# Labels that tell processes apart where several have one name.
PLACE: Final = ("pod", "kubernetes_pod_name", "pod_name", "service_instance_id", "exported_instance", "container")


def merged(scraped: Iterable[tuple[Instance, str]]) -> tuple[Instance, ...]:
    """Each process once, in its worst state: a scrape that fails is seen, whichever it is.

    Args:
        scraped: each target, and the whole address that is scraped; "" if unknown.
    """
    found: list[tuple[Instance, str]] = []
    for one, address in scraped:
        twin = next((n for n, known in enumerate(found) if _is_one(known, (one, address))), None)
        if twin is None:
            found.append((one, address))
        else:
            known, place = found[twin]
            # Another path of the same process usually says something else.
            found[twin] = _together(known, one, known.times + (bool(address) and address == place)), place
    return tuple(one for one, _ in found)


def _is_one(known: tuple[Instance, str], other: tuple[Instance, str]) -> bool:
    (one, address), (two, second) = known, other
    if address and address == second:
        return True
    names = {one.name, *one.also}
    is_near = not (one.url and two.url) or urlsplit(one.url).netloc == urlsplit(two.url).netloc
    return two.name in names and is_near and _may_be_one(one.labels, two.labels)


def _may_be_one(labels: Mapping[str, str], others: Mapping[str, str]) -> bool:
    both = (label for label in PLACE if labels.get(label) and others.get(label))
    return all(labels[label] == others[label] for label in both)


def _together(one: Instance, two: Instance, times: int) -> Instance:
    worst = max(one, two, key=lambda each: (not each.up, math.inf if math.isnan(each.age) else each.age))
    names = dict.fromkeys((*one.also, two.name))
    names.pop(one.name, None)
    return replace(
        worst,
        name=one.name,
        also=tuple(names),
        times=times,
        interval=max(one.interval, two.interval),
    )
