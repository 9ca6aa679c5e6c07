"""Follows traces of the target of a run: turns its settings into a request, and a backend."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.readings import Early, TooFew
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.traces import flow, flows, success
from pytest_golive.observability.traces.backends.backend import Backend
from pytest_golive.observability.traces.backends.detecting import open_backend
from pytest_golive.observability.traces.delivery import Collector
from pytest_golive.observability.traces.following import Request, follow
from pytest_golive.observability.traces.plain import send_plain
from pytest_golive.service.http.asking import Service
from pytest_golive.settings.targets.endpoints import Endpoint
from pytest_golive.settings.targets.metrics import Metrics as MetricsTable
from pytest_golive.settings.targets.observed.traces import Traces
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.access import headers_for
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.apis import api_of
from pytest_golive.targets.reaching.metric_sources import metrics_of

KEY = "traces"
READING = frozenset({"GET", "HEAD"})
# How many requests go to a service whose instances have no addresses in the settings; by chance, one of three is passed
# over by 24 requests once in 5,000 times.
EACH, MOST = 8, 100


def traces_of(live: Live) -> Traces:
    """The settings about traces.

    Raises:
        NotSetUp: there are none.
    """
    if live.table.traces is None:
        place = f"[tool.golive.targets.{live.target.name}.{KEY}]"
        raise NotSetUp(
            f"the settings do not say where the traces of {live.target.name} are",
            f"write {place} with url (where Jaeger, Tempo or Zipkin is queried) and services (the first receives the "
            "request)",
        )
    return live.table.traces


def measure_flow(run: Run, live: Live, table: Traces) -> flows.TraceFlows:
    """Send requests, and find their traces.

    Raises:
        NotSetUp: the settings do not say which request, or where traces are.
        CannotMeasure: there is no usable answer of the service or of the backend.
    """
    backend = backend_of(run, live, table)
    request, collector = _request(live, table), _collector(run, live, table)
    wanted, named = live.table.instances, _instances(live, table)
    if named:
        services = [Service(replace(live.target, url=url)) for url in named]
    else:
        sent = min(EACH * wanted, MOST) if request.method in READING else 1
        services = [Service(live.target)] * sent
    followed = follow(services, backend, request, run.progress)
    found = flows.TraceFlows(flow.judged(followed, backend, request, collector), wanted, bool(named))
    if found.absent or request.method not in READING:
        return found
    return replace(found, plain=send_plain(services[0], backend, request, found.seconds, run.progress))


def _instances(live: Live, table: Traces) -> tuple[str, ...]:
    """The addresses of all instances.

    Raises:
        NotSetUp: the settings name fewer than there are.
    """
    named = tuple(dict.fromkeys(table.instances or (live.table.metrics.instances if live.table.metrics else ())))
    if named and len(named) < live.table.instances:
        raise NotSetUp(
            f"{live.place} has {live.table.instances} instances, and the settings name the addresses of {len(named)}",
            f"name the address of each in [tool.golive.targets.{live.target.name}.{KEY}] instances",
        )
    return named


def measure_success(run: Run, live: Live, table: Traces) -> success.TraceSuccess:
    """The share of traces that succeed, or of spans that are delivered.

    Raises:
        NotSetUp: the settings do not say where they are counted.
        CannotMeasure: there are too few, or nobody can be asked.
    """
    rules = table.success
    if rules.of == "spans":
        collector = _collector(run, live, table)
        if collector is None:
            raise _no_collector(live, f"the settings do not name the collector of {live.target.name}")
        return success.of_spans(collector, rules.least)
    backend = backend_of(run, live, table)
    service, customers, whole = table.services[0], live.target.production, seconds(rules.window)
    moment = deployed(run)
    window = min(whole, max(time.time() - moment.seconds, 1.0)) if moment else whole  # traces of this release alone
    try:
        return success.of_traces(backend, service, window, rules.most, rules.least, customers=customers)
    except TooFew as few:
        raise Early(f"{few.what}; the deployment is no older", few.cure) if window < whole else few from None


def backend_of(run: Run, live: Live, table: Traces) -> Backend:
    """The backend of traces, which has answered."""
    return open_backend(lambda kind: Client(api_of(run, live, table, KEY, kind)), table.kind)


def _collector(run: Run, live: Live, table: Traces) -> Collector | None:
    """The metrics of the collector; None if the settings name none.

    Credentials of the Prometheus go to no instance of a collector.
    """
    wanted, known = table.collector, live.table.metrics
    if wanted is None:
        return None
    if wanted.instances:
        times = known or MetricsTable()
        metrics = MetricsTable(
            instances=wanted.instances,
            path=wanted.path,
            scrape_for=times.scrape_for,
            scrape_every=times.scrape_every,
        )
        window = metrics.scrape_for
    elif wanted.selector and known is not None and (known.url is not None or known.url_env is not None):
        metrics = known.model_copy(update={"selector": wanted.selector})
        window = metrics.window
    else:
        raise _no_collector(live, f"the settings do not say where the collector of {live.target.name} is measured")
    described = replace(live, table=live.table.model_copy(update={"metrics": metrics}))
    return Collector(metrics_of(run, described), seconds(window))


def _no_collector(live: Live, what: str) -> NotSetUp:
    return NotSetUp(
        what,
        f"write [tool.golive.targets.{live.target.name}.{KEY}.collector] with selector (labels of its series in the "
        "Prometheus of metrics, which has a url), or with instances (to scrape it)",
    )


def _request(live: Live, table: Traces) -> Request:
    place = f"[tool.golive.targets.{live.target.name}.{KEY}]"
    endpoint = table.request(live.table.endpoints)
    if endpoint is None:
        raise NotSetUp(
            f"the settings name no request to {live.target.name} whose trace could be followed",
            f"set path in {place}, such as '/orders': a path that all of services have a part in",
        )
    statuses = table.status if table.path is not None else endpoint.status
    headers = _headers(live, endpoint)
    return Request(endpoint.path, endpoint.method, statuses, headers, table.services, seconds(table.wait), place)


def _headers(live: Live, endpoint: Endpoint) -> Mapping[str, str]:
    headers = headers_for(live, endpoint)
    if any(name.lower() == "traceparent" for name in live.target.headers):
        raise CannotMeasure(
            f"the headers of {live.target.name} name a traceparent, and the request needs one of its own",
            f"remove it from headers in {live.place}",
        )
    return headers
