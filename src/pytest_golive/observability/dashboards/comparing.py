"""What differs between a dashboard in the repository and the deployed one: by panel and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pytest_golive.observability.dashboards.api.items import Json, list_of, table_of, text_of
from pytest_golive.observability.dashboards.model import panels_in

# Grafana counts and remembers these, or they belong to one export.
ADDED: Final = frozenset(
    {
        *("id", "version", "iteration", "schemaVersion", "__inputs", "__requires", "__elements", "pluginVersion"),
        *("meta", "gnetId", "preload", "snapshot", "scopedVars", "collapsed"),
    }
)
ONCE: Final = frozenset({"panels", "rows", "templating", "annotations", "uid"})  # by the uid it was found
CHOSEN: Final = frozenset({"current", "options", "selected", "tags"})  # of variables: what a viewer chose
ANNOTATIONS: Final = "dashboard"  # the type of the annotations that each dashboard has
DEEPEST: Final = 30
LONGEST: Final = 60
MOST: Final = 50


def differences(kept: Json, deployed: Json) -> tuple[str, ...]:
    """What differs, in words: "panel 'Requests' (2): targets[0].expr is 'a' in the file, and 'b' in Grafana"."""
    found = list(_differences(kept, deployed))
    more = (f"and {len(found) - MOST} more",) if len(found) > MOST else ()
    return (*found[:MOST], *more)


def _differences(kept: Json, deployed: Json) -> Iterator[str]:
    inputs = {f"${{{text_of(one, 'name')}}}" for one in list_of(kept, "__inputs")}
    tops = [{key: value for key, value in body.items() if key not in ONCE} for body in (kept, deployed)]
    yield from _said("the dashboard", _fields(tops[0], tops[1], "", inputs, DEEPEST))
    ours, theirs = _by_panel(kept), _by_panel(deployed)
    yield from _of_each("panel", ours, theirs, inputs)
    lists = [table_of(body, "templating") for body in (kept, deployed)]
    variables = [_by_name(list_of(one, "list"), CHOSEN) for one in lists]
    yield from _of_each("variable", variables[0], variables[1], inputs)
    notes = [_by_name(_own(list_of(table_of(body, "annotations"), "list")), frozenset()) for body in (kept, deployed)]
    yield from _of_each("annotation", notes[0], notes[1], inputs)


def _of_each(what: str, ours: Mapping[str, Json], theirs: Mapping[str, Json], inputs: set[str]) -> Iterator[str]:
    for name in ours:
        if name not in theirs:
            yield f"{what} {name} is in the file, and not in Grafana"
        else:
            yield from _said(f"{what} {name}", _fields(ours[name], theirs[name], "", inputs, DEEPEST))
    yield from (f"{what} {name} is in Grafana, and not in the file" for name in theirs if name not in ours)


def _by_panel(body: Json) -> dict[str, Json]:
    """The panels by title and id, each without the panels in it."""
    found: dict[str, Json] = {}
    for panel in panels_in(body):
        title, number = text_of(panel, "title") or text_of(panel, "type"), panel.get("id")
        name = f"{title!r}" + (f" ({number})" if isinstance(number, int) else "")
        found.setdefault(name, {key: value for key, value in panel.items() if key not in {"panels", "id"}})
    return found


def _by_name(items: list[Any], without: frozenset[str]) -> dict[str, Json]:
    tables = [item for item in items if isinstance(item, dict)]
    return {text_of(item, "name"): {key: value for key, value in item.items() if key not in without} for item in tables}


def _own(annotations: list[Any]) -> list[Any]:
    """Annotations without the one that Grafana adds to each dashboard."""
    return [one for one in annotations if not (isinstance(one, dict) and one.get("builtIn"))]


def _fields(kept: Any, deployed: Any, place: str, inputs: set[str], depth: int) -> Iterator[tuple[str, Any, Any]]:
    """The fields that differ, with both values; what is empty equals what is missing."""
    if isinstance(kept, dict) and isinstance(deployed, dict) and depth:
        for key in {**kept, **deployed}:
            if key not in ADDED:
                inner = f"{place}.{key}" if place else key
                yield from _fields(kept.get(key), deployed.get(key), inner, inputs, depth - 1)
    elif isinstance(kept, list) and isinstance(deployed, list) and depth and len(kept) == len(deployed):
        for number, (one, other) in enumerate(zip(kept, deployed, strict=True)):
            yield from _fields(one, other, f"{place}[{number}]", inputs, depth - 1)
    elif not (_is_empty(kept) and _is_empty(deployed)) and not _same(kept, deployed, inputs):
        yield place, kept, deployed


def _same(kept: Any, deployed: Any, inputs: set[str]) -> bool:
    if isinstance(kept, str) and kept in inputs:
        return True  # the datasource or constant that was chosen when the file was imported
    return (type(kept) is type(deployed) and kept == deployed) or _is_number(kept, deployed)


def _is_number(one: Any, other: Any) -> bool:
    kinds = (int, float)
    both = isinstance(one, kinds) and isinstance(other, kinds)
    return both and not isinstance(one, bool) and not isinstance(other, bool) and one == other


def _is_empty(value: Any) -> bool:
    return value is None or value in ({}, [])


def _said(what: str, found: Iterator[tuple[str, Any, Any]]) -> Iterator[str]:
    for place, kept, deployed in found:
        yield f"{what}: {place} is {_shown(kept)} in the file, and {_shown(deployed)} in Grafana"


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'a list'} with {len(value)} members"
    text = "missing" if value is None else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
