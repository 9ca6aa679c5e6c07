"""Whether what Grafana answers to a query holds data: frames, with NaN and infinity beside the values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pytest_golive.observability.dashboards.api.items import Json, list_of, shown, table_of, tables_of, text_of

Held = Literal["data", "not a number", "nothing"]
FAILED = 400


def error_of(result: Json) -> str:
    """The error of one query; "" if it has none."""
    said = text_of(result, "error") or next(_notices(result), "")
    status = result.get("status")
    failed = isinstance(status, int) and status >= FAILED
    return shown(said) if said else f"status {status}" if failed else ""


def held(result: Json) -> Held:
    """What the frames of one query hold."""
    found: list[Held] = [_in_frame(frame) for frame in tables_of(result, "frames")]
    return "data" if "data" in found else "not a number" if "not a number" in found else "nothing"


def _in_frame(frame: Json) -> Held:
    fields = [text_of(field, "type") for field in tables_of(table_of(frame, "schema"), "fields")]
    data = table_of(frame, "data")
    columns, entities = list_of(data, "values"), list_of(data, "entities")
    numbers = [number for number, kind in enumerate(fields) if kind == "number"]
    # A frame without numbers, such as one of log lines, holds data if it has a line.
    counted = numbers or [number for number, kind in enumerate(fields) if kind != "time"]
    for number in counted:
        if number < len(columns) and isinstance(columns[number], list):
            if any(value is not None for value in columns[number]):
                return "data"
            if any(_is_infinite(entities, each) for each in counted):
                return "not a number"
    return "nothing"


def _is_infinite(entities: list[object], number: int) -> bool:
    """Whether a column holds NaN or infinity, for which null stands among its values."""
    return number < len(entities) and isinstance(entities[number], dict) and bool(entities[number])


def _notices(result: Json) -> Iterator[str]:
    for frame in tables_of(result, "frames"):
        for notice in tables_of(table_of(table_of(frame, "schema"), "meta"), "notices"):
            if text_of(notice, "severity") == "error":
                yield text_of(notice, "text")
