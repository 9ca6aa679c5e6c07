"""Whatever answers instead of a backend of traces, or in its name, is named, and never taken for a trace or for none."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from following import Following, backend_at

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.traces.ids import Context

MANY = 100_000


def always(status=200, headers=None, body=b""):
    return lambda _: (status, headers or {}, body)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (always(body=b'<html><form><input type="password"></form></html>'), "with a log-in page instead of data"),
        (always(body=b"<html>maintenance</html>"), "with an HTML page instead of data"),
        (always(302, {"Location": "https://sso.example/login"}), "looks like a log-in page"),
        (always(401), "answers 401 to GET"),
        (always(403), "answers 403 to GET"),
        (always(404), "is neither Jaeger nor Tempo nor Zipkin (/api/services: 404, "),
        (always(500, body=b"oops"), "answers 500 to GET"),
        (always(503), "answers 503 to GET"),
        (always(body=b'{"data": null, "errors": [{"code": 500, "msg": "storage is down"}]}'), "storage is down"),
        (always(body=b'{"data": {"shop": 1}}'), "a list of services is expected"),
        (always(body=b'{"data": [1]}'), "a list of services is expected"),
        (always(body=b"\xff\xfe\x00garbage"), "with what is no JSON instead of data"),
        (always(body=b""), "with nothing at all instead of data"),
        (always(body=b'{"status":"success","data":[]}' * 2), "with what is no JSON instead of data"),
        (always(body=b'{"status":"success"}'), "is neither Jaeger nor Tempo nor Zipkin (/api/services: 200, "),
    ],
)
def test_what_is_no_backend_is_named(serve, answer, said):
    with pytest.raises(CannotMeasure) as raised:
        backend_at(serve(answer).url)
    assert said in str(raised.value)
    assert raised.value.cure


@pytest.mark.parametrize("kind", ["jaeger", "jaeger-v3", "tempo", "zipkin"])
@pytest.mark.parametrize("body", [b"<html></html>", b"[[", b'{"x": 1}', b"7", b'"text"', b"null", b"\x00" * 1000])
def test_a_kind_that_the_settings_name_must_answer_as_it_does(serve, kind, body):
    if (kind, body) in {("zipkin", b"null"), ("tempo", b'{"x": 1}')}:
        return  # an empty list in Go, and an empty answer in protobuf
    with pytest.raises(CannotMeasure):
        backend_at(serve(always(body=body)).url, kind).services()


def about(trace, kind):
    """A backend that answers its first question, and then *trace*."""
    first = {"jaeger": {"data": ["shop"]}, "tempo": {"tagValues": []}, "zipkin": ["shop"]}[kind]

    def answer(request):
        body = first if "/services" in request[1] or "/search" in request[1] else trace
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()

    return answer


def zipkin(**changes):
    return [{"traceId": "1" * 32, "id": "1" * 16, **changes}]


@pytest.mark.parametrize(
    ("kind", "trace", "said"),
    [
        ("jaeger", {"data": [{"spans": [{"traceID": "xyz", "spanID": "1"}]}]}, "'xyz' is no id of 128 bits or less"),
        ("jaeger", {"data": [{"spans": [{"traceID": "1" * 64, "spanID": "1"}]}]}, "is no id of 128 bits or less"),
        ("jaeger", {"data": [{"spans": [{"traceID": "0" * 32, "spanID": "1"}]}]}, "is no id"),
        ("jaeger", {"data": [{"spans": [{"traceID": "ab", "spanID": "ab"}]}]}, "with a span of"),
        ("jaeger", {"data": [{"spans": "none"}]}, "a list 'spans' is expected"),
        ("jaeger", {"data": None, "errors": [{"code": 500, "msg": "no memory"}]}, "with an error: no memory"),
        ("jaeger", [], "an object is expected"),
        ("jaeger", {}, "an object with 'data' is expected"),
        ("tempo", {"trace": {"resourceSpans": 1}}, "a list 'resourceSpans' is expected"),
        ("tempo", [], "an object is expected"),
        ("tempo", {"error": "x"}, "an object with 'trace' is expected"),
        ("zipkin", {}, "a list of spans is expected"),
        ("zipkin", zipkin(id="=="), "'==' is no id of 64 bits or less"),
        ("zipkin", zipkin(timestamp="soon"), "a whole number 'timestamp' is expected"),
        ("zipkin", zipkin(timestamp=1.5), "a whole number 'timestamp' is expected"),
        ("zipkin", zipkin(localEndpoint=[]), "an object 'localEndpoint' is expected"),
        ("zipkin", zipkin(name=7), "a text 'name' is expected"),
        ("zipkin", zipkin(), "with a span of 11111111111111111111111111111111"),
    ],
)
def test_a_trace_that_is_not_understood_is_no_trace(serve, kind, trace, said):
    backend = backend_at(serve(about(trace, kind)).url, kind)
    with pytest.raises(CannotMeasure) as raised:
        backend.trace(Context.fresh().trace)
    assert said in str(raised.value)
    assert raised.value.cure


def test_an_answer_that_never_ends_is_cut(serve, speak):
    backend = backend_at(serve(about({"data": []}, "jaeger")).url, "jaeger")
    assert backend.trace(Context.fresh().trace) is None

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
        while True:
            connection.sendall(b" ")
            time.sleep(0.05)

    with pytest.raises(CannotMeasure, match=r"raise .* timeout"):
        backend_at(speak(drip), "jaeger", timeout=0.3)


def test_an_answer_of_50_megabytes_is_not_read(serve):
    with pytest.raises(CannotMeasure, match=r"raise .* max_body"):
        backend_at(serve(always(body=b'["' + b"x" * 50_000_000 + b'"]')).url, "zipkin")


def test_100_000_spans_in_a_chain_are_judged(serve):
    """Deeper than any recursion could follow."""
    one = Following(serve, "zipkin")

    def chain(spans):
        one.store.take(spans)
        if spans[0].service == "shop":
            ids = [spans[0].id, *(f"{number:016x}" for number in range(1, MANY))]
            one.store.take([replace(spans[0], id=own, parent=before) for before, own in pairwise(ids)])

    one.pair.export = chain
    whole = one.flow().whole
    assert whole is not None
    assert len(whole.trace.spans) > MANY
    assert (whole.orphans, whole.tangled, whole.beginnings) == ((), (), ())
