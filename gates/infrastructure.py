"""Infrastructure Gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.judging.doubting import tell

if TYPE_CHECKING:
    from pytest_golive.forge.pipeline.judging import Pipeline
    from pytest_golive.load.results.acceptance import Performance
    from pytest_golive.observability.alerts.proven import Alerting
    from pytest_golive.observability.alerts.reaching.result import Routing
    from pytest_golive.observability.flow.result import Flow
    from pytest_golive.observability.traces.flows import TraceFlows
    from pytest_golive.service.release.stability import Stability

pytestmark = pytest.mark.pre_deploy
KIND = "service"


@gate("CI/CD pipeline green", kind="")
def pipeline_green(pipeline: Pipeline, judge: Judge) -> None:
    """What passed on another commit says nothing about this one."""
    for name, value in pipeline.notes():
        judge.note(name, value)
    judge("checks not green", pipeline.not_green, at_most=0, n=pipeline.total, source=pipeline.source)
    if (doubt := pipeline.doubt()) and not judge.breaches():
        raise doubt


@gate("Staging deployment successful")
def staging_deployed(stability: Stability, judge: Judge) -> None:
    """A release that has not run in staging runs for the first time in front of customers."""
    judge("samples healthy and of this release", stability.good, at_least=stability.required, source=stability.source)
    judge("samples that were not", stability.ill_or_unanswered, at_most=0, n=stability.samples, where=stability.bad)
    seen = stability.releases
    missing = seen.missing(stability.instances)
    judge("instances that answered", seen.instances, at_least=stability.instances, where=missing)
    judge.note("instances seen", seen.seen)


@gate("Performance benchmarks acceptable")
def performance_acceptable(performance: Performance, judge: Judge) -> None:
    """Customers leave when requests are slow, and a service that gets 10 % slower each release gets slow unnoticed."""
    performance.show(judge)
    for row in performance.in_total():
        judge(row.name, row.value, **row.limit.bound, unit=row.limit.unit, n=row.n, source=performance.source)
    judge("endpoints past a limit", performance.endpoints(), at_most=0, n=len(performance.result.names))
    missing = [performance.no_baseline] if performance.no_baseline else []
    if judge.waivers.sort(missing).waived:
        judge("baselines that are missing", missing, at_most=0)
    elif performance.baseline or not judge.breaches():  # a breach is told before a baseline that is missing
        judge("slower than the baseline", performance.regressions(), at_most=0, source=performance.compared)
    if doubt := performance.doubt():
        if not judge.breaches():
            raise doubt
        judge.note("not judged", doubt.what)


@gate("Metrics flow from every instance")
def metrics_flow(flow_of_metrics: Flow, judge: Judge) -> None:
    """A dashboard that shows nothing looks like a quiet night."""
    flow, source = flow_of_metrics, flow_of_metrics.source
    for name, value in flow.notes():
        judge.note(name, value)
    judge("instances that are scraped", flow.seen, at_least=flow.instances, source=source, where=flow.lost)
    judge("scrapes that fail or are old", flow.unfit, at_most=0, n=flow.seen, source=source)
    judge("metrics that are missing", flow.missing, at_most=0, n=flow.checked, source=source)
    if flow.is_decided:
        judge("requests that the metrics count", flow.counted, at_least=flow.sent, source=source, where=flow.uncounted)
    tell(flow.doubt, judge)


@gate("Observability verified (traces)")
def traces_flow(trace_flows: TraceFlows, judge: Judge) -> None:
    """A trace that ends halfway hides the service that is to blame, and it is first needed at night."""
    sent, spans = trace_flows.asked, trace_flows.spans
    for name, value in trace_flows.notes():
        judge.note(name, value)
    where = trace_flows.absent
    judge("traces found of the requests", trace_flows.found, at_least=sent, source=trace_flows.source, where=where)
    if trace_flows.found:
        judge("services without a span", trace_flows.missing, at_most=0, n=trace_flows.services)
        judge("spans whose parent is missing", trace_flows.orphans, at_most=0, n=spans)
        judge("wrong beginnings", trace_flows.beginnings, at_most=0, n=spans)
        judge("spans with impossible ids", trace_flows.tangled, at_most=0, n=spans)
    tell(trace_flows.doubt(), judge)


@gate("Alerting configured")
def alerting_configured(alerting: Alerting, alert_routing: Routing, judge: Judge) -> None:
    """An alert that would not fire, or that reaches nobody, looks healthy until the night it is needed."""
    for name, value in (*alerting.notes(), *alert_routing.notes()):
        judge.note(name, value)
    needed = len(alerting.alerts)
    judge("needed alerts that would not fire", alerting.missing, at_most=0, n=needed, source=alerting.source)
    judge("faults of rules in files", alerting.files, at_most=0)
    if alert_routing.source:
        judge("faults on the way to somebody", alert_routing.faults, at_most=0, source=alert_routing.source)
    for doubt in (alerting.doubt(), alert_routing.doubt()):
        tell(doubt, judge)
