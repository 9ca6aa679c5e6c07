"""Ids are bytes, however they are spelled; the header that we send, and those that answers carry."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_golive.observability.traces.ids import Context, NoId, answered, parent_id, span_id, trace_id

TRACE = "0af7651916cd43dd8448eb211c80319c"  # pragma: allowlist secret
SPAN = "00f067aa0ba902b7"


@pytest.mark.parametrize(
    "text", [TRACE, TRACE.upper(), TRACE.lstrip("0"), base64.b64encode(bytes.fromhex(TRACE)).decode()]
)
def test_one_trace_has_one_id(text):
    assert trace_id(text) == bytes.fromhex(TRACE)


@pytest.mark.parametrize("text", [SPAN, SPAN.lstrip("0"), base64.b64encode(bytes.fromhex(SPAN)).decode()])
def test_one_span_has_one_id(text):
    assert span_id(text) == bytes.fromhex(SPAN)


def test_an_id_of_64_bits_is_padded():
    assert trace_id(SPAN) == bytes(8) + bytes.fromhex(SPAN)
    assert trace_id(base64.b64encode(bytes.fromhex(SPAN)).decode()) == bytes(8) + bytes.fromhex(SPAN)


@pytest.mark.parametrize(
    "text", ["", "0", "0" * 32, "0" * 33, "xyz", "=", "====", "AAAAAAAAAAA=", TRACE + "0", "é" * 4]
)
def test_what_is_no_id_is_rejected(text):
    with pytest.raises(NoId):
        trace_id(text)


def test_a_parent_may_be_missing():
    assert parent_id("") == parent_id("0000000000000000") == parent_id("AAAAAAAAAAA=") == b""
    assert parent_id(SPAN) == bytes.fromhex(SPAN)
    with pytest.raises(NoId):
        parent_id("parent")


@given(st.binary(min_size=16, max_size=16).filter(any))
def test_any_id_is_read_in_hex_and_in_base64(value):
    assert trace_id(value.hex()) == trace_id(base64.b64encode(value).decode()) == value


def test_the_context_is_fresh_valid_and_sampled():
    one, other = Context.fresh(), Context.fresh()
    assert one.trace != other.trace
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", one.header)
    assert Context(one.trace, one.span, sampled=False).header.endswith("-00")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([("TraceResponse", f"00-{TRACE}-{SPAN}-00")], (TRACE, False, "traceresponse")),
        ([("traceresponse", f"00-{TRACE}--01")], (TRACE, True, "traceresponse")),
        ([("X", "y"), ("Server-Timing", f'db;dur=1, traceparent;desc="00-{TRACE}-{SPAN}-01"')],
         (TRACE, True, "Server-Timing")),
        ([("Server-Timing", "db;dur=53"), ("traceresponse", "nonsense")], None),
        ([("traceresponse", f"00-{'0' * 32}-{SPAN}-01")], None),
        ([("Server-Timing", "traceparent;desc=" + '"' * 9000)], None),
        ([], None),
    ],
)  # fmt: skip
def test_what_an_answer_says_of_its_trace(headers, expected):
    found = answered(headers)
    assert (found and (found[0].trace.hex(), found[0].sampled, found[1])) == expected
