"""How people speak of what the gates about metrics, traces and alerts judge; see `senses`."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense

# What an alert limits: "p95 > 500 ms alert" is about an alert, and "p95 < 500 ms" about the service.
LIMITS = "limit-% limit-ms limit-s limit- limit-item limit-items limit-min limit-x"
STATES = f"@pass @work configured defined exists exist set enabled active live firing fires fire {LIMITS}"

OBSERVED: Mapping[str, Sense] = {
    "infrastructure::alerting_configured": Sense(
        names="""
alert|alerts|alerting|alarm|alarms error|errors|5xx rate|ratio|spike|share
alert|alerts|alerting|alarm|alarms latency|p95|p99|response|slow|percentile
alert|alerts|alerting|alarm|alarms memory|ram
alert|alerts|alerting|alarm|alarms queue|backlog
alert|alerts|alerting|alarm rules|rule
""",
        states=STATES,
        goes="""
alert alerts alerting alarm alarms rule rules error errors 5xx rate ratio spike share latency p95 p99 response time
times slow percentile memory ram usage queue queues depth backlog length items messages high above over exceeds exceed
reaches reach greater higher production prod staging service prometheus alertmanager threshold thresholds if when on
""",
    ),
    "infrastructure::metrics_flow": Sense(
        names="""
metrics|metric flow|flows|flowing
monitoring active|enabled|activated
metrics|metric scraped|collected|arrive|arrives|arriving|ingested prometheus|instance|instances|service|staging
""",
        states="""
@pass @work active enabled activated flow flows flowing scraped collected arrive arrives arriving ingested
""",
        goes="""
metrics metric monitoring prometheus instance instances pod pods service staging from into new fresh data all each
""",
    ),
    "infrastructure::traces_flow": Sense(
        names="""
traces|trace|spans flow|flows|flowing
traces|trace|spans arrive|arrives|arriving|collected|ingested jaeger|tempo|zipkin|collector|backend|staging
""",
        states="@pass @work flow flows flowing arrive arrives arriving collected ingested complete",
        goes="""
traces trace spans jaeger tempo zipkin opentelemetry otel collector backend services staging from into new
""",
    ),
}
