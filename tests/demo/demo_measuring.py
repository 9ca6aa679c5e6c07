"""What the metrics and the traces of the service say of a few requests, in short."""

from __future__ import annotations

import time

from prometheus_client.parser import text_string_to_metric_families

from pytest_golive.demo.limits import CPU_LIMIT, MEMORY_LIMIT

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
VERSIONS = 'route="/version"'


def _samples(text):
    """The values by name and labels."""
    families = text_string_to_metric_families(text)
    return {
        (sample.name, ",".join(f'{key}="{value}"' for key, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def _counted(samples):
    found = [value for (name, labels), value in samples.items() if name == "http_requests_total" and VERSIONS in labels]
    return sum(found) if found else None


def measured(demo):
    """Two scrapes, and how they differ after two requests for the version."""
    demo.shop.calls.pop("scrapes", None)
    demo.get("/version")
    first = demo.get("/metrics")
    demo.get("/version"), demo.get("/version")
    second = demo.get("/metrics")
    said = dict.fromkeys(("counted", "fine buckets", "memory", "cpu", "waiting"))
    said["scrapes"] = [first.status_code, second.status_code]
    if said["scrapes"] != [200, 200]:
        return said
    before, after = _samples(first.text), _samples(second.text)
    if _counted(after) is not None:
        said["counted"] = (_counted(after) or 0) - (_counted(before) or 0)
    buckets = "http_request_duration_seconds_bucket"
    bounds = {labels.partition('le="')[2].partition('"')[0] for name, labels in after if name == buckets}
    said["fine buckets"] = sum(float(bound) < 1 for bound in bounds)
    said["memory"] = after["process_resident_memory_bytes", ""] > 0.8 * MEMORY_LIMIT
    running = time.time() - after["process_start_time_seconds", ""]
    said["cpu"] = after["process_cpu_seconds_total", ""] > 0.8 * CPU_LIMIT * running
    said["waiting"] = after["queue_depth", 'queue="orders"']
    return said


def spans(demo):
    """The spans of one request across two services, each with its parent."""
    demo.spans.clear()
    demo.get("/availability", headers=PARENT)
    demo.get("/healthz")  # a request that comes later is answered after the span of the first has ended
    found = [span for span in demo.spans if span.context.trace_id == TRACE]
    names = {span.context.span_id: span.name for span in found} | {CALLER: "the caller"}
    return [f"{span.name} below {names.get(span.parent, 'a span that is missing')}" for span in found]
