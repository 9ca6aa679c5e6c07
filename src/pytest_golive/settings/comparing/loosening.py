"""What one release's settings allow and another's do not, computed only from the two sets of settings."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pytest_golive.load.limits import parse
from pytest_golive.observability.signals.units import bytes_of
from pytest_golive.settings.comparing.choice import Kind, Loosening
from pytest_golive.settings.comparing.declared_away import Rows, newly_away
from pytest_golive.settings.comparing.directions import way_of
from pytest_golive.settings.comparing.flattening import flat, unwritten
from pytest_golive.settings.comparing.freezes import thawed
from pytest_golive.settings.model import Settings, TrialTable, WaiverTable
from pytest_golive.settings.values import checks, quantities
from pytest_golive.settings.values.ways import Way
from pytest_golive.settings.wording.messages import shown

GRADES = {"low": 0, "medium": 1, "high": 2}
NOT_GIVEN = "not given"
NO_ROWS: Rows = {}


def loosened(old: Settings, new: Settings, rows: Rows = NO_ROWS) -> list[Loosening]:
    """What *new* allows and *old* does not, and changes that may do so.

    Args:
        old: the settings of another release.
        new: the settings of this release.
        rows: of the checklist, as `newly_away` takes them.
    """
    before, after = {**_defaults_of_new_targets(old, new), **flat(old)}, flat(new)
    before = {**{path: value for path, value in unwritten(new) if _is_new(path, before)}, **before}
    found = [
        loosening
        for path in sorted(before.keys() | after.keys())
        for loosening in _at(path, before.get(path), after.get(path))
    ]
    away = (*newly_away(old, new, rows), *thawed(old, new))
    return [*found, *away, *_waivers(old.waivers, new.waivers), *_trials(old.trial, new.trial)]


def _is_new(path: str, before: Mapping[str, object]) -> bool:
    """Whether *before* has no table that the key at *path* could stand in."""
    return path not in before and not any(known.startswith(f"{path.rpartition('.')[0]}.") for known in before)


def _defaults_of_new_targets(old: Settings, new: Settings) -> dict[str, object]:
    """The default values of new targets: only differences from them, and the targets' URLs, are choices."""
    names = new.targets.keys() - old.targets.keys()
    if not names:
        return {}
    plain = flat(Settings.model_validate({"targets": {name: {"url": "https://localhost"} for name in names}}))
    target_urls = {f"targets.{name}.url" for name in names}
    return {
        path: value
        for path, value in plain.items()
        if path.startswith("targets.") and way_of(path) in {Way.ADDED, Way.ANY} and path not in target_urls
    }


def _at(path: str, before: object, after: object) -> Iterator[Loosening]:
    if before == after or (before is None and after == ()):  # a new, empty list allows nothing
        return
    way = way_of(path)
    if way is Way.NONE:
        return
    if way in {Way.ADDED, Way.REMOVED, Way.FIRST}:
        yield from _items(path, way, _as_list(before), _as_list(after))
    elif way is Way.LIMITS:
        yield from _limits(path, _as_list(before), _as_list(after))
    elif way is Way.GONE:
        if before is not None and after is None:
            yield Loosening(Kind.CHANGE, f"{path}: {_spelled(before, path)} → {NOT_GIVEN}")
    elif way is Way.ANY or before is None or after is None:
        if before is not None or way is Way.ANY:
            yield Loosening(Kind.CHANGE, f"{path}: {_spelled(before, path)} → {_spelled(after, path)}")
    elif _rank(after) > _rank(before) if way is Way.MORE else _rank(after) < _rank(before):
        yield Loosening(Kind.LIMIT, f"{path}: {_spelled(before, path)} → {_spelled(after, path)}")


def _items(path: str, way: Way, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Loosening]:
    kind = Kind.EXCLUSION
    if way is Way.FIRST:
        yield from (Loosening(Kind.FIRST, f"{path}: {_spelled(item, path)}") for item in after if not before)
    elif way is Way.ADDED:
        yield from (Loosening(kind, f"{path}: also {_spelled(item, path)}") for item in after if item not in before)
    else:
        yield from (
            Loosening(kind, f"{path}: no longer {_spelled(item, path)}") for item in before if item not in after
        )


def _limits(path: str, limits_before: Sequence[str], limits_after: Sequence[str]) -> Iterator[Loosening]:
    """Limits that no current limit matches in strictness."""
    for text in limits_before:
        before = parse(text)
        same = [
            limit
            for limit in map(parse, limits_after)
            if (limit.measure, limit.percent) == (before.measure, before.percent)
        ]
        is_upper = before.operator in {"<", "<="}
        values = [limit.value for limit in same if limit.operator[0] == before.operator[0]]
        if not any(value <= before.value if is_upper else value >= before.value for value in values):
            yield Loosening(Kind.LIMIT, f"{path}: {text} → {', '.join(limit.text for limit in same) or NOT_GIVEN}")


def _waivers(waivers_before: Sequence[WaiverTable], waivers_after: Sequence[WaiverTable]) -> Iterator[Loosening]:
    until: dict[tuple[str, str | None], dt.date] = {}
    for waiver in waivers_before:
        until[waiver.gate, waiver.match] = max(waiver.expires, until.get((waiver.gate, waiver.match), waiver.expires))
    for waiver in waivers_after:
        before = until.get((waiver.gate, waiver.match))
        if before is None or waiver.expires > before:
            what = f"waived: {waiver.gate} {waiver.match or '(the whole row)'} until {waiver.expires:%Y-%m-%d}"
            changed = f", was {before:%Y-%m-%d}" if before else ""
            yield Loosening(Kind.WAIVER, f"{what}{changed} (owner {waiver.owner}, approved by {waiver.approver})")


def _trials(before: Mapping[str, TrialTable], after: Mapping[str, TrialTable]) -> Iterator[Loosening]:
    for gate, trial in after.items():
        known = before.get(gate)
        if known is None or trial.until > known.until:
            changed = f", was {known.until:%Y-%m-%d}" if known else ""
            by = f"(owner {trial.owner}, approved by {trial.approver})"
            yield Loosening(Kind.TRIAL, f"on trial: {gate} until {trial.until:%Y-%m-%d}{changed} {by}")


def _rank(value: object) -> Any:
    """A comparable value: words by their strictness, durations by their length, shares and sizes by their numbers."""
    if not isinstance(value, str):
        return value
    if value in GRADES:
        return GRADES[value]
    for read in (checks.seconds, quantities.percent, bytes_of):
        with contextlib.suppress(ValueError):
            return read(value)
    return value


def _as_list(value: object) -> Sequence[Any]:
    return value if isinstance(value, tuple | list) else () if value is None else (value,)


def _spelled(value: object, path: str) -> str:
    if value is None:
        return NOT_GIVEN
    if isinstance(value, tuple | list):
        return f"[{', '.join(shown(item, (path,)) for item in value)}]"
    return f"{value:g}" if isinstance(value, float) else shown(value, (path,))


Around = Mapping[str, tuple[str, ...]]


def loosened_around(before: Around, after: Around) -> list[Loosening]:
    """What the tools' own settings newly allow: new items in lists where each item excludes something."""
    found: list[Loosening] = []
    for name, items in after.items():
        found += (
            Loosening(Kind.EXCLUSION, f"{name}: also {shown(item)}")
            for item in items
            if item not in before.get(name, ())
        )
    return found
