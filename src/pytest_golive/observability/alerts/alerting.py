"""Whether alerts would fire: each needed alert is held against the rules that a server has loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.choosing import living
from pytest_golive.observability.alerts.evaluating.capacities import memory_metric
from pytest_golive.observability.alerts.examining import Rules, answer, examine
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.proven import PARSED, SIMULATED, Alerting, Proven
from pytest_golive.observability.alerts.rules.comparing_files import file_findings
from pytest_golive.observability.alerts.rules.files import Written
from pytest_golive.observability.alerts.rules.health import check_age
from pytest_golive.observability.alerts.rules.offsetting import offset, offset_of_server
from pytest_golive.observability.alerts.rules.offsetting import said as said_of_offsets
from pytest_golive.observability.alerts.rules.server import Loaded, read_rules, shown_warnings
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.alerts.simulating.promtool import INSTALL, Promtool
from pytest_golive.observability.alerts.simulating.simulation import Simulated, simulate
from pytest_golive.observability.alerts.strictness.comparing import Service
from pytest_golive.observability.alerts.strictness.constants import LIMIT_UNKNOWN
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

PROVE: Final = (
    "write the rule more simply; a metric that is the signal under another name can be named in metrics of its table, "
    "such as alerts.memory.metrics"
)
OF_MEMORY: Final = (
    'tell the limit by a metric, or in the settings: memory_limit = "512MiB" in the metrics of the target'
)
RENDER: Final = "name manifests that `helm template` has rendered in rules of [tool.golive.targets.NAME.alerts]"


@dataclass(frozen=True, slots=True)
class Demand:
    """What the settings demand beyond the alerts themselves.

    Attributes:
        rung: the rung that each alert must reach.
        without: signals without an alert, and why.
    """

    rung: str = PARSED
    without: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """What the settings say, as clients and objects of this package.

    Attributes:
        rules: evaluates the rules.
        queries: holds the series; None if only *rules* can be asked.
        needed: the alerts that must exist.
        labels: of this service's series.
        written: the rules of the repository; None if the settings name none.
        promtool: for simulations; None without one.
        demand: what else must be.
    """

    rules: HttpApi
    queries: HttpApi | None
    needed: tuple[Needed, ...]
    labels: Mapping[str, str]
    written: Written | None = None
    promtool: Promtool | None = None
    demand: Demand = field(default_factory=Demand)


def judge_rules(given: Given) -> Alerting:
    """Examine the loaded rules for each needed alert.

    Raises:
        CannotMeasure: the server's rules cannot be read.
    """
    of_server = offset_of_server(given.rules.client)
    loaded = read_rules(given.rules)
    loaded = replace(loaded, rules=offset(loaded.rules, given.written, of_server))
    watched = Watched(given.queries or given.rules, given.labels)
    service = Service(
        watched.covers, watched.scrape_interval(), lambda needed: memory_metric(needed, watched), watched.count
    )
    rules = Rules(loaded.rules, loaded.now, watched.parse, watched.has_data, service)
    proven = tuple(_proven(needed, rules, loaded, given, watched) for needed in given.needed)
    if any(one.answer.finding for one in proven):
        check_age(loaded.rules, given.rules)
    files = file_findings(given.written, loaded.rules, watched.parse) if given.written is not None else ()
    return Alerting(
        loaded.source,
        proven,
        files,
        loaded.rules,
        tuple(_doubts(proven, loaded, given)),
        (*_facts(loaded, given), ("how far rules look back (query_offset)", said_of_offsets(of_server, given.written))),
        watched,
    )


def _proven(needed: Needed, rules: Rules, loaded: Loaded, given: Given, watched: Watched) -> Proven:
    candidates = examine(needed, rules)
    answered = living(answer(needed, candidates, loaded.alerting), candidates, watched)
    if answered.best is None or not answered.is_covered:
        return Proven(answered)
    if given.promtool is None:
        return Proven(answered, PARSED, Simulated(ran=False, why="there is no promtool"))
    simulated = simulate(answered.best, needed, given.promtool)
    if not simulated.ran:
        return Proven(answered, PARSED, simulated)
    if simulated.why:
        text = f"that {answered.best.rule.name} fires at {needed.title} is not proven: {simulated.why}"
        return Proven(replace(answered, doubt=text), PARSED, simulated)
    return Proven(answered, SIMULATED, simulated)


def _doubts(proven: tuple[Proven, ...], loaded: Loaded, given: Given) -> Iterator[CannotMeasure]:
    for one in proven:
        if one.answer.doubt:
            yield CannotMeasure(one.answer.doubt, OF_MEMORY if LIMIT_UNKNOWN in one.answer.doubt else PROVE)
        elif one.rung == PARSED and given.demand.rung != PARSED and one.simulated is not None:
            what = f"the alert for {one.answer.needed.title} is parsed, and must be {given.demand.rung}"
            yield CannotMeasure(f"{what}: {one.simulated.why}", INSTALL if given.promtool is None else PROVE)
    if loaded.partial:
        what = f"{loaded.source} says that not all of its rules are there: {shown_warnings(loaded)}"
        yield CannotMeasure(what, "see the server's log")
    for path in given.written.templates if given.written is not None else ():
        yield CannotMeasure(f"{path} is a template of Helm, whose rules are not known before it is rendered", RENDER)


def _facts(loaded: Loaded, given: Given) -> Iterator[tuple[str, str]]:
    yield "rules", f"{loaded.alerting:,} alerting and {len(loaded.rules) - loaded.alerting:,} recording, loaded"
    if given.written is not None:
        many = given.written.files
        yield "rules in files", f"{len(given.written.rules):,} in {many:,} {'file' if many == 1 else 'files'}"
    for signal, reason in given.demand.without.items():
        yield f"no alert for {signal}", reason
    if loaded.warnings:
        yield "warnings", shown_warnings(loaded)
