"""A request is followed into each backend; what is missing of its trace is told with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faked_backends import KINDS
from following import Following

from pytest_golive.errors import CannotMeasure


def messages(findings):
    return "\n".join(f"{finding.message}; {finding.cure}" for finding in findings)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_trace_is_found(serve, kind):
    one = Following(serve, kind)
    flow = one.flow(wait=60.0)
    assert flow.found == 1
    assert flow.spans == 3
    assert flow.followed.stable
    assert flow.doubt() is None
    whole = flow.whole
    assert whole is not None
    assert (whole.missing, whole.orphans, whole.beginnings, whole.tangled) == ((), (), (), ())
    assert whole.trace.services == {"shop", "orders"}
    assert one.pair.requests == ["/orders"]


@pytest.mark.parametrize("kind", KINDS)
def test_spans_that_come_late_are_waited_for_with_one_request(serve, kind):
    one = Following(serve, kind)
    one.store.hidden = {"shop": 2, "orders": 6}
    flow = one.flow(wait=60.0)
    assert flow.followed.stable
    assert flow.whole is not None
    assert not flow.whole.missing
    assert one.pair.requests == ["/orders"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fault", "known", "said"),
    [
        ("exporter off", "old", "knows no service 'shop'; it knows old: its exporter is off, or sends elsewhere"),
        ("sampled at 0 %", "shop", "knows shop, and has no trace of it since"),
        ("sampled at 0 % and says so", "shop", "shop answers in traceresponse that it does not record it"),
        ("not propagated", "old", "the request made a trace of its own there"),
        ("not propagated and says so", "old", "shop answers with another trace in Server-Timing"),
        ("64 bits", "old", "under the last 64 bits of its id, with 3 spans"),
    ],
)
def test_why_there_is_no_trace(serve, kind, fault, known, said):
    one = Following(serve, kind)
    one.store.filled(known, 1)
    flow = one.flow(fault)
    assert flow.found == 0
    assert said in messages(flow.absent)
    (finding,) = flow.absent
    assert finding.cure


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fault", "known", "said"),
    [
        ("orders exporter off", "old", "has never heard of it: its exporter is off"),
        ("not propagated to orders", "old", "it began a trace of its own meanwhile"),
        ("orders sampled out", "orders", "knows it, and nothing of it began at that time: it was sampled out there"),
    ],
)
def test_why_a_service_is_missing(serve, kind, fault, known, said):
    one = Following(serve, kind)
    one.store.filled(known, 1)
    flow = one.flow(fault)
    assert flow.found == 1
    assert "orders has no span in it (it has spans of shop)" in messages(flow.missing)
    assert said in messages(flow.missing)


def test_an_entry_that_exports_nothing_and_passes_the_context_on_is_told(serve):
    one = Following(serve)
    flow = one.flow("shop exporter off")
    assert "although it received the request and passed the context on" in messages(flow.missing)
    assert flow.whole is not None
    assert len(flow.whole.orphans) == 1


def test_other_clients_of_a_service_are_not_taken_for_the_request(serve):
    """They have other paths, so that nobody knows whose traces they are."""
    one = Following(serve)
    one.pair.export = lambda spans: one.store.take([_of_others(span) for span in spans])
    flow = one.flow("not propagated")
    assert "has 1 other traces of shop that began while it was sent" in messages(flow.absent)


def _of_others(span):
    return replace(span, attributes={"url.path": "/else", "user_agent.original": "curl/8"} if span.attributes else {})


@pytest.mark.parametrize(
    ("fault", "what", "said"),
    [
        ("client span lost", "orphans", "'GET /list' of orders (span "),
        ("root span lost", "beginnings", "no span of it answers the request that was sent"),
        ("parent dropped", "beginnings", "it is of this trace, and names no parent"),
        ("two roots", "beginnings", "it answers the one request that was sent, as 1 more do"),
        ("circle", "tangled", "it is its own ancestor"),
        ("same id", "tangled", "its id is also that of 'PUT' of shop"),
    ],
)
def test_what_is_wrong_with_a_trace(serve, fault, what, said):
    whole = Following(serve).flow(fault).whole
    assert said in messages(getattr(whole, what))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("sent twice", ("spans that arrived twice", "1; two exporters may send the same")),
        ("orders fails", ("spans that failed", "database is locked")),
        # A little less than 30 s, as the request takes its time on the way.
        ("clock of orders", ("clocks apart", "orders and shop: 2")),
    ],
)
def test_what_is_odd_about_a_whole_trace_is_noted(serve, fault, said):
    flow = Following(serve).flow(fault, wait=60.0)
    assert flow.whole is not None
    assert flow.doubt() is None
    assert said[1] in dict(flow.notes())[said[0]]


def test_a_trace_of_which_only_a_part_is_sent_proves_nothing(serve):
    one = Following(serve, "tempo")
    one.store.partial = "Trace exceeds maximum size of 5000000 bytes, a partial trace is returned"
    with pytest.raises(CannotMeasure, match=r"sends only a part of the trace .*: Trace exceeds maximum size of 50000"):
        one.flow()


@pytest.mark.parametrize("status", [302, 401, 404, 500])
def test_a_request_that_fails_has_no_trace_to_judge(serve, status):
    one = Following(serve)
    one.pair.status = status
    with pytest.raises(CannotMeasure, match=rf"/orders answers {status}, so its trace says nothing of a request"):
        one.flow()


def test_the_status_that_the_settings_expect_is_no_failure(serve):
    one = Following(serve)
    one.pair.status = 404
    assert one.flow(wait=60.0, statuses=(404,)).found == 1
