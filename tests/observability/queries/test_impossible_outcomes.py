"""Conditions for how a request ended that the values of their label can never fulfil, and those that they can."""

from __future__ import annotations

import pytest

from pytest_golive.observability.queries.outcomes import is_outcome, misfit, misfits
from pytest_golive.observability.queries.selecting import Matcher, NotUnderstood

CODES = ("200", "404", "500")
CLASSES = ("2xx", "5xx")


def found(condition, *values, good=False):
    op = next(op for op in ("=~", "!~", "!=", "=") if op in condition)
    label, _, value = condition.partition(op)
    return misfit([Matcher(label, op, value)], values, good=good)


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("status=5xx", CODES),
        ("status=~5xx|5XX", CODES),
        ("status=5", CODES),
        ("status=~5", CODES),
        ("code=500", CLASSES),
        ("code=~50[0-9]", CLASSES),
        ("code=5XX", CLASSES),
        ("status=~5..", ("Success",)),
        ("status=~5..", ("2", "4")),
        ("grpc_code=~13|14", ("OK",)),
        ("status=~5..", ("2", "unknown")),
        ("status=~6xx", ("200", "unknown")),
    ],
)
def test_what_no_value_can_be_is_impossible_for_sure(condition, values):
    seen = found(condition, *values)
    assert seen.is_sure
    assert "can match nothing, for the" in seen.said
    assert all(value in seen.said for value in values)


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("status=error", CODES),
        ("status=~error|fail.*", CODES),
        ("outcome=server_error", ("SUCCESS", "CLIENT_ERROR")),
        ("outcome=SERVER_ERROR", ("Success",)),
        ("grpc_code=Internal", ("0", "5")),
        ("status=~.*error.*", ("200",)),
        ("status=~5..", ("<nil>",)),
    ],
)
def test_a_further_word_may_come_but_that_is_not_proven(condition, values):
    assert not found(condition, *values).is_sure


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("status=~5..", ("200",)),
        ("status=~5..", ("2xx", "Success")),
        ("status=~5xx", ("2xx", "other")),
        ("status=5xx", ("200", "5xx")),
        ("status=503", CODES),
        ("status=~5.+", CODES),
        ("status=~[45]..", ("200",)),
        ("status=~(?i)5xx", ("2XX",)),
        ("code=5", ("2",)),
        ("outcome=SERVER_ERROR", ("SUCCESS",)),
        ("outcome=~SERVER_ERROR|UNKNOWN", ("SUCCESS",)),
        ("grpc_code=~Internal|Unavailable", ("OK",)),
        ("grpc_code=~INTERNAL|UNAVAILABLE", ("OK",)),
        ("grpc_code=~13|14", ("0",)),
        ("result=failure", ("success",)),
        ("error=true", ("false",)),
        ("status=~.+", ("200",)),
        ("status!=5xx", CODES),
        ("status=~5xx", ()),
        ("status=~5xx", ("",)),
    ],
)
def test_what_a_value_could_be_is_possible(condition, values):
    assert found(condition, *values) is None


def test_a_condition_that_leaves_out_nothing_hides_errors_where_it_counts_what_is_good():
    for condition in ("status!~5xx", "status!=5xx"):
        seen = found(condition, *CODES, good=True)
        assert seen.excludes
        assert seen.is_sure
        assert f'"5xx" leaves out nothing, for the values of status are {", ".join(CODES)}' in seen.said
        assert found(condition, *CODES) is None
    for condition in ("status!~5..", "status!=", "status!~(5..|)", "status!=404"):
        assert found(condition, "200", good=True) is None, condition


def test_the_cure_names_how_errors_are_written():
    assert 'such as status=~"5.."' in found("status=~5xx", *CODES).cure
    assert 'such as code="5xx"' in found("code=500", *CLASSES).cure
    assert "with 0 from its start" in found("status=error", *CODES).cure


def test_only_labels_for_how_a_request_ended_are_asked_for_with_all_other_conditions():
    asked = []

    def values_of(name, kept, label):
        asked.append((name, [f"{one.label}{one.op}{one.value}" for one in kept], label))
        return {"status": CODES, "outcome": None}[label]

    conditions = [Matcher("job", "=", "shop"), Matcher("status", "=", "5xx"), Matcher("outcome", "=", "ERROR")]
    first, second = misfits("requests_total", conditions, values_of)
    assert (first.label, second) == ("status", None)
    assert asked == [("requests_total", ["job=shop"], "status"), ("requests_total", ["job=shop"], "outcome")]
    assert list(misfits("", conditions[1:], values_of)) == []
    assert is_outcome("http.response.status_code")
    assert not is_outcome("exception")


def test_an_expression_that_is_not_understood_is_said_to_be():
    with pytest.raises(NotUnderstood, match="is not understood"):
        found(r"status=~5\p{Nonsense}", *CODES)
