"""What the gate about traces that succeed measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "trace_success": Explanation(
        "The latest traces of the first of the named services, as Jaeger, Tempo or Zipkin finds them: the share of "
        "those in which no span failed with which the service's own work begins (a request that it serves, a message "
        "that it consumes); a call that failed and was repeated inside does not count. Of sampled traces this is an "
        "estimate, and where a sampler prefers traces that failed, it is lower than the truth. Too few traces say "
        "nothing, and in production those of our own requests do not count. With success.of = 'spans' the share of "
        "spans that the collector delivered, by its own metrics: those of the OpenTelemetry Collector, or of Jaeger.",
        (
            *REACHING,
            "targets.NAME.traces.url",
            "targets.NAME.traces.url_env",
            "targets.NAME.traces.kind",
            "targets.NAME.traces.tenant",
            "targets.NAME.traces.services",
            "targets.NAME.traces.success.window",
            "targets.NAME.traces.success.most",
            "targets.NAME.traces.success.least",
            "targets.NAME.traces.success.of",
            "targets.NAME.traces.collector.selector",
            "targets.NAME.traces.collector.instances",
            "targets.NAME.traces.collector.path",
            "monitoring.trace_success",
        ),
        "Open the named traces, fix what fails in them, or roll back. If what fails is expected, let the service not "
        "mark it as an error: a client's mistake is none of the server's.",
        said=(
            "trace success rate",
            "trace success rate above 99 %",
            "traces succeed",
            "share of traces without errors",
        ),
    ),
}
