"""The table of a target's metrics: where they are read, and how often they are scraped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.observability.flow.looking import MINUTE
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live

if TYPE_CHECKING:
    from pytest_golive.observability.sources.metrics import Metrics

OF_SCRAPES: Final = ("metrics", "prometheus")
OWN_PATH: Final = "/metrics"


def table_of(live: Live) -> Table:
    """The table of the target's metrics.

    Raises:
        NotSetUp: there is none.
    """
    table = live.table.metrics
    if table is None:
        raise NotSetUp(
            f"{live.place} does not say where its metrics are",
            f"describe them in [tool.golive.targets.{live.target.name}.metrics]: url and selector of a Prometheus, or "
            "path, if each instance is to be scraped",
        )
    return table


def source_of(run: Run, live: Live, table: Table) -> Metrics:
    """Where the metrics of the target are read.

    Raises:
        NotSetUp: the settings do not say which series are the service's.
    """
    from pytest_golive.targets.reaching.metric_sources import metrics_of

    if is_asked(table) and not table.selector:
        raise NotSetUp(
            f"[tool.golive.targets.{live.target.name}.metrics] does not say which series are those of this service",
            "name their labels: selector = { job = 'shop' }",
        )
    return metrics_of(run, live)


def is_asked(table: Table) -> bool:
    """Whether a Prometheus is asked, and nothing scraped by ourselves."""
    return table.url is not None or table.url_env is not None


def scraped_path(table: Table) -> str:
    """The path whose requests are scrapes.

    With a Prometheus nobody here requests *path*, so that it is taken only if it is plainly one of metrics: customers
    may request any other.
    """
    is_plain = any(word in table.path.rstrip("/").rpartition("/")[2] for word in OF_SCRAPES)
    return table.path if not is_asked(table) or is_plain else OWN_PATH


def interval_of(table: Table, metrics: Metrics) -> float:
    """Seconds between two scrapes, of the instance that is scraped least."""
    known = [instance.interval for instance in metrics.instances() if instance.interval]
    return max(known) if known else given_interval(table) or MINUTE


def given_interval(table: Table) -> float:
    """Seconds between two scrapes by the settings; 0 if they leave it to the server."""
    if not is_asked(table):
        return seconds(table.scrape_every)
    return seconds(table.scrape_interval) if table.scrape_interval else 0.0
