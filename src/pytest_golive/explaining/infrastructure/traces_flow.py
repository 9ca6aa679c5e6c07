"""What the gate about traces measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "traces_flow": Explanation(
        "Requests to each instance that the settings name, else several to the target, each with a W3C traceparent of "
        "its own that says sampled. Each trace must be in Jaeger, Tempo or "
        "Zipkin within a time, by its id alone: with a span of each named service, beginning with one span that "
        "answers the request, and without a span whose parent is missing. The backend is asked soon and often at "
        "first, until nothing is missing and the number of spans stays the same twice. If something is missing, the "
        "row says why, as far as it can be told: the exporter is off, the trace was sampled out, the context was not "
        "passed on, spans were lost on the way. Spans that failed, spans that arrived twice, and clocks that are "
        "apart are noted.",
        (
            *REACHING,
            "targets.NAME.traces.url",
            "targets.NAME.traces.url_env",
            "targets.NAME.traces.kind",
            "targets.NAME.traces.tenant",
            "targets.NAME.traces.services",
            "targets.NAME.traces.path",
            "targets.NAME.traces.instances",
            "targets.NAME.instances",
            "targets.NAME.metrics.instances",
            "targets.NAME.traces.method",
            "targets.NAME.traces.status",
            "targets.NAME.traces.auth",
            "targets.NAME.traces.wait",
            "targets.NAME.traces.collector.selector",
            "targets.NAME.traces.collector.instances",
            "targets.NAME.traces.collector.path",
        ),
        "Each finding names its own fix: the exporter, the sampler, the propagation of the context, or the collector.",
        said=(
            "observability verified",
            "observability verified (traces)",
            "traces verified",
            "tracing works end to end",
            "distributed tracing is enabled",
            "requests can be traced across services",
        ),
    ),
}
