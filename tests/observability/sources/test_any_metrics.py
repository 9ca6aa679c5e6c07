"""Whatever a server or an instance sends: metrics, or an error with a name; never a traceback, and never a made-up value."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from metric_apis import PLACE

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.items import Item
from pytest_golive.observability.sources.prometheus.envelope import asked
from pytest_golive.observability.sources.prometheus.naming import families_of
from pytest_golive.observability.sources.prometheus.results import result_of
from pytest_golive.observability.sources.prometheus.targets import target_of
from pytest_golive.observability.sources.quantiles import quantile_of
from pytest_golive.observability.sources.scraping.exposition import NotMetrics, read_exposition
from pytest_golive.service.http.answer import Answer

MEDIA = ("text/plain; version=0.0.4", "text/plain; version=1.0.0; escaping=allow-utf-8",
         "application/openmetrics-text; version=1.0.0", "", "text/html", 'text/plain; charset="', ";;;")  # fmt: skip
PIECES = st.sampled_from([
    "# TYPE ", "# HELP ", "# UNIT ", "# EOF", "#", "counter", "histogram", "gauge", "summary", "info", "stateset",
    "x", "x_total", "x_bucket", "x_count", "x_sum", "x_created", '"größe"', "{", "}", 'le="1"', 'le="+Inf"', 'a="', '"',
    "\\", "\\n", ",", "=", " ", "\t", "\n", "1", "-1", "1e999", "NaN", "+Inf", "_", "1700000000", "1.5.2", " # {", "\x00",
    "\ud7ff", "\u2028", "\r", "\x85", "{count:1,sum:2,schema:0}", "é",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)
LEAVES = (
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.sampled_from(["", "1", "NaN", "up", "vector"])
)
NAMES = st.sampled_from(["status", "data", "resultType", "result", "metric", "value", "values", "histogram", "error", "x",
                         "warnings", "infos", "isPartial", "errorType", "labels", "health", "lastScrape", "type"])  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)
ANSWERS = VALUES | st.fixed_dictionaries(
    {
        "status": st.sampled_from(["success", "error", "fine", None]),
        "data": VALUES
        | st.fixed_dictionaries(
            {
                "resultType": st.sampled_from(["vector", "matrix", "scalar", "string", "x"]),
                "result": VALUES
                | st.lists(st.fixed_dictionaries({"metric": VALUES, "value": VALUES, "values": VALUES}), max_size=3),
            }
        ),
    }
)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def outcome(kind, read, *given):
    """What *read* gives, or its error of this kind."""
    try:
        return read(*given), None
    except kind as error:
        return None, error


@FEW
@given(text=TEXTS, media=st.sampled_from(MEDIA), end=st.sampled_from(["", "\n", "\n# EOF", "\n# EOF\n"]))
def test_any_text_is_metrics_or_none(text, media, end):
    found, fault = outcome(NotMetrics, read_exposition, (text + end).encode(), media)
    assert str(fault).startswith(("it ", "its ", "one of its")) if fault else found.series


@FEW
@given(body=st.binary(max_size=200), media=st.sampled_from(MEDIA))
def test_any_bytes_are_metrics_or_none(body, media):
    found, fault = outcome(NotMetrics, read_exposition, body, media)
    assert str(fault) if fault else found.series


class Said(Client):
    """A server that answers everything like this."""

    said: Answer

    def ask(self, path, **_):
        return self.said


@FEW
@given(body=ANSWERS, status=st.sampled_from([200, 200, 200, 400, 404, 422, 500, 503]))
def test_any_json_is_a_result_or_an_error(body, status):
    client = Said(Api("Prometheus", "http://127.0.0.1:9", PLACE))
    client.said = Answer("GET", "http://127.0.0.1:9/api/v1/query", status, (), json.dumps(body).encode())
    answered, error = outcome(CannotMeasure, asked, client, "/api/v1/query", {"query": "up"})
    if error:
        assert error.cure
        return
    assert (status, body["status"]) == (200, "success")
    result, error = outcome(CannotMeasure, result_of, answered)
    assert "differs from the description" in error.what if error else result.kind == answered.data["resultType"]


@FEW
@given(values=st.dictionaries(NAMES | st.sampled_from(["lastError", "scrapeUrl"]), VALUES, max_size=6))
def test_any_target_is_a_target_or_an_error(values):
    found, error = outcome(CannotMeasure, target_of, Item(values, "GET /"))
    assert "differs from the description" in error.what if error else found.health in {"up", "down", "unknown"}


@FEW
@given(
    names=st.lists(
        st.sampled_from(["a", "a_bucket", "a_sum", "a_count", "a_total", "_bucket", "_sum", "_count", "b_sum"])
    )
)
def test_every_series_has_a_family(names):
    found = families_of(names, {})
    assert bool(found) == bool(names)
    assert all(any(name.startswith(family) for family in found) for name in names)


@FEW
@given(q=st.floats(0, 1), buckets=st.lists(st.tuples(st.floats(allow_nan=False), st.floats()), max_size=6))
def test_a_quantile_is_within_the_bounds_or_says_why_not(q, buckets):
    found = quantile_of(q, buckets)
    assert found.why or min(0, *(bound for bound, _ in buckets)) <= found.value <= max(bound for bound, _ in buckets)
