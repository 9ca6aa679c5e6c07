"""The processes of a service that a server scrapes, with the state of each."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

from pytest_golive.observability.sources.metrics import Instance
from pytest_golive.observability.sources.prometheus.clock import YOUNG, running_for, too_young
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.prometheus.processes.hearing import heard_of
from pytest_golive.observability.sources.prometheus.processes.twins import merged
from pytest_golive.observability.sources.prometheus.targets import ScrapeTarget
from pytest_golive.observability.sources.selecting import Matcher, Selector, matches

UP = "up"


def instances_of(api: HttpApi, matchers: Sequence[Matcher]) -> tuple[Instance, ...]:
    """The instances with the labels of a service.

    The server's list of targets tells why a scrape fails. Servers that scrape nothing themselves have no such list;
    there the series ``up`` counts, which every scrape writes. What is pushed, or handed on by a collector, has neither:
    there its own series say of which instance they are, and when it was heard of.

    Args:
        api: the server.
        matchers: the labels of the service's series.

    Raises:
        CannotMeasure: the server cannot be asked, or its answer is not understood.
    """
    if api.server.has_targets:
        targets = api.targets()
        chosen = [target for target in targets if matches(target.labels, matchers)]
        if chosen := chosen or _with_series(api, targets, matchers):
            _check_age(api, chosen)
            now = time.time() + api.clock.ahead
            return merged((_of_target(target, now), target.address) for target in chosen)
    return merged((one, "") for one in _by_series(api, matchers)) or heard_of(api, matchers)


def _check_age(api: HttpApi, chosen: Sequence[ScrapeTarget]) -> None:
    """Refuse a server that has started just now, and has not come to scrape the service."""
    waiting = [target for target in chosen if not target.scraped]
    if waiting and (seconds := running_for(api.client)) < YOUNG:
        names = ", ".join(target.labels.get("instance") or target.url for target in waiting[:3])
        raise too_young(api.client.api.named, seconds, f"has not scraped {names} yet")


def _with_series(api: HttpApi, targets: Sequence[ScrapeTarget], matchers: Sequence[Matcher]) -> list[ScrapeTarget]:
    """The targets whose series have the labels, if the service itself writes them."""
    if not matchers:
        return []
    found = api.query(f"group by (job, instance) ({Selector('', matchers)})").whole()
    places = {(one.labels.get("job", ""), one.labels.get("instance", "")) for one in found.samples}
    return [one for one in targets if (one.labels.get("job", ""), one.labels.get("instance", "")) in places]


def _of_target(target: ScrapeTarget, now: float) -> Instance:
    return Instance(
        target.labels.get("instance") or target.url,
        up=target.health == "up",
        age=now - target.scraped if target.scraped else math.inf,
        error=target.error or ("" if target.health == "up" else "it was not scraped yet"),
        labels=target.labels,
        url=target.url,
        interval=_seconds(target.interval),
    )


def _seconds(written: str) -> float:
    """A duration as Prometheus writes it: "15s", "1m30s"; 0 if it is none."""
    import durationpy

    try:
        return float(durationpy.from_str(written).total_seconds()) if written else 0.0
    except (durationpy.DurationError, ValueError, OverflowError):
        return 0.0


def _by_series(api: HttpApi, matchers: Sequence[Matcher]) -> tuple[Instance, ...]:
    selector = Selector(UP, tuple(matchers))
    states, times = api.query(str(selector)).whole(), api.query(f"timestamp({selector})").whole()
    seen = {_place(one.labels): one.value for one in times.samples}
    now = time.time() + api.clock.ahead
    return tuple(
        Instance(
            one.labels.get("instance", "") or str(dict(one.labels)),
            up=one.value == 1,
            age=now - seen.get(_place(one.labels), -math.inf),
            error="" if one.value == 1 else "its newest scrape failed; the log of what scrapes it says why",
            labels={name: value for name, value in one.labels.items() if name != "__name__"},
        )
        for one in states.samples
    )


def _place(labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in labels.items() if name != "__name__"))
