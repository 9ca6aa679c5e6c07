"""Where the metrics of a target are read: from a server with the API of Prometheus, or from its instances."""

from __future__ import annotations

import dataclasses
from urllib.parse import urlsplit

from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.sources.scraping.source import ScrapedMetrics
from pytest_golive.observability.sources.selecting import Matcher
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.apis import api_of

KEY = "metrics"


def metrics_of(run: Run, live: Live) -> Metrics:
    """The source of the metrics of a target.

    Raises:
        NotSetUp: the settings do not say where the metrics are, or an environment variable is not set.
        CannotMeasure: a file does not exist, or a command failed.
    """
    table, place = live.table.metrics, f"[tool.golive.targets.{live.target.name}.{KEY}]"
    if table is None:
        raise NotSetUp(
            f"{live.place} does not say where its metrics are",
            f"set {place} url to the Prometheus that scrapes it, or without one instances to the addresses to scrape",
        )
    if table.url is not None or table.url_env is not None:
        matchers = [Matcher(label, "=", value) for label, value in table.selector.items()]
        return PrometheusMetrics(Client(api_of(run, live, table, KEY, "Prometheus")), matchers)
    return _scraped(run, live, table, place)


def _scraped(run: Run, live: Live, table: Table, place: str) -> ScrapedMetrics:
    if not table.instances and live.table.instances > 1:
        raise NotSetUp(
            f"{live.place} has {live.table.instances} instances behind one address, which cannot be scraped apart",
            f"name the address of each in {place} instances, or set url to the Prometheus that scrapes them",
        )
    clients = {}
    for url in table.instances or (live.target.url,):
        api = api_of(run, live, table.model_copy(update={"url": url}), KEY, "the instance")
        if not table.instances:  # the target itself, which settings may already say how to reach
            api = dataclasses.replace(
                api,
                ca_file=api.ca_file or live.target.ca_file,
                client_certificate=api.client_certificate or live.target.client_certificate,
            )
        clients[urlsplit(url).netloc] = Client(api, patience=0)
    return ScrapedMetrics(clients, table.path, span=seconds(table.scrape_for), every=seconds(table.scrape_every))
