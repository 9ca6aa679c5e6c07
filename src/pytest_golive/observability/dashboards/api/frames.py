"""Whether what Grafana answers to a query holds data: frames, with NaN and infinity beside the values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from pytest_golive.observability.dashboards.api.items import Json, list_of, shown, table_of, tables_of, text_of

MILLI: Final = 1000
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


def times_of(result: Json) -> tuple[float, ...]:
    """The times of values, in seconds since 1970, each once, ascending; none where frames have no times."""
    return tuple(sorted({at / MILLI for frame in tables_of(result, "frames") for at, _ in _values(frame)}))


def moments_of(result: Json) -> tuple[float, ...]:
    """The values, each once, ascending: those of a query for the times of samples, in seconds since 1970."""
    return tuple(sorted({value for frame in tables_of(result, "frames") for _, value in _values(frame)}))


def named_series(result: Json) -> list[str]:
    """Each series with its newest value, as Grafana's pages write them: 'up{job="shop"} 1 1800000000000'."""
    found = []
    for frame in tables_of(result, "frames"):
        points = list(_values(frame))
        for field in tables_of(table_of(frame, "schema"), "fields"):
            if text_of(field, "type") == "number" and points:
                labels = {key: value for key, value in table_of(field, "labels").items() if isinstance(value, str)}
                name = labels.pop("__name__", "")
                inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
                found.append(f"{name}{{{inside}}} {points[-1][1]:g} {points[-1][0]:.0f}")
    return found


def _values(frame: Json) -> Iterator[tuple[float, float]]:
    """The numbers of a frame that has times, each with its time in milliseconds since 1970."""
    kinds = [text_of(field, "type") for field in tables_of(table_of(frame, "schema"), "fields")]
    columns = list_of(table_of(frame, "data"), "values")
    if "time" not in kinds or kinds.index("time") >= len(columns):
        return
    times = columns[kinds.index("time")]
    for column in (column for kind, column in zip(kinds, columns, strict=False) if kind == "number"):
        if isinstance(times, list) and isinstance(column, list):
            for at, value in zip(times, column, strict=False):
                if isinstance(at, int | float) and isinstance(value, int | float):
                    yield at, value


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
