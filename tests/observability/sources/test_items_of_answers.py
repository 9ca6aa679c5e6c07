"""The members of answers: what has another shape is an error, and never an empty list."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.items import Item


def test_null_is_an_empty_list_as_go_writes_it():
    assert Item.of({"alerts": None}, "GET /alerts").items("alerts") == []


@pytest.mark.parametrize("value", ["", 0, False, {}, "x", 1, {"a": 1}])
def test_what_is_no_list_is_not_an_empty_one(value):
    with pytest.raises(CannotMeasure, match="GET /alerts"):
        Item.of({"alerts": value}, "GET /alerts").items("alerts")


def test_a_list_that_is_missing_is_an_error():
    with pytest.raises(CannotMeasure, match="alerts"):
        Item.of({}, "GET /alerts").items("alerts")
