"""What one release's settings let through that another's do not: computed only from two sets of settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pytest_golive.load.limits import parse
from pytest_golive.settings.comparing.choice import Kind, Loosening
from pytest_golive.settings.comparing.declared_away import Rows, newly_away
from pytest_golive.settings.comparing.directions import way_of
from pytest_golive.settings.comparing.flattening import flat
from pytest_golive.settings.messages import shown
from pytest_golive.settings.model import Settings, WaiverTable
from pytest_golive.settings.values import checks
from pytest_golive.settings.values.ways import Way

GRADES = {"low": 0, "medium": 1, "high": 2}
NOT_GIVEN = "not given"
NO_ROWS: Rows = {}


def loosened(old: Settings, new: Settings, rows: Rows = NO_ROWS) -> list[Loosening]:
    """What *new* lets through and *old* does not; and changes that may or may not do so.

    Args:
        old: the settings of another release.
        new: the settings of this release.
        rows: of the checklist, as `newly_away` takes them.
    """
    was, now = {**_of_new_targets(old, new), **flat(old)}, flat(new)
    found = [
        loosening for path in sorted(was.keys() | now.keys()) for loosening in _at(path, was.get(path), now.get(path))
    ]
    return [*found, *newly_away(old, new, rows), *_waivers(old.waivers, new.waivers)]


def _of_new_targets(old: Settings, new: Settings) -> dict[str, object]:
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


def _at(path: str, was: object, now: object) -> Iterator[Loosening]:
    if was == now:
        return
    way = way_of(path)
    if way is Way.NONE:
        return
    if way in {Way.ADDED, Way.REMOVED}:
        yield from _items(path, way, _as_list(was), _as_list(now))
    elif way is Way.LIMITS:
        yield from _limits(path, _as_list(was), _as_list(now))
    elif way is Way.GONE:
        if was is not None and now is None:
            yield Loosening(Kind.CHANGE, f"{path}: {_spelled(was, path)} → {NOT_GIVEN}")
    elif way is Way.ANY or was is None or now is None:
        if was is not None or way is Way.ANY:
            yield Loosening(Kind.CHANGE, f"{path}: {_spelled(was, path)} → {_spelled(now, path)}")
    elif _rank(now) > _rank(was) if way is Way.MORE else _rank(now) < _rank(was):
        yield Loosening(Kind.LIMIT, f"{path}: {_spelled(was, path)} → {_spelled(now, path)}")


def _items(path: str, way: Way, was: Sequence[Any], now: Sequence[Any]) -> Iterator[Loosening]:
    kind = Kind.EXCLUSION
    if way is Way.ADDED:
        yield from (Loosening(kind, f"{path}: also {_spelled(item, path)}") for item in now if item not in was)
    else:
        yield from (Loosening(kind, f"{path}: no longer {_spelled(item, path)}") for item in was if item not in now)


def _limits(path: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Loosening]:
    """Limits for which no present limit is as strict."""
    for text in was:
        before = parse(text)
        same = [
            limit for limit in map(parse, now) if (limit.measure, limit.percent) == (before.measure, before.percent)
        ]
        is_upper = before.operator in {"<", "<="}
        values = [limit.value for limit in same if limit.operator[0] == before.operator[0]]
        if not any(value <= before.value if is_upper else value >= before.value for value in values):
            yield Loosening(Kind.LIMIT, f"{path}: {text} → {', '.join(limit.text for limit in same) or NOT_GIVEN}")


def _waivers(was: Sequence[WaiverTable], now: Sequence[WaiverTable]) -> Iterator[Loosening]:
    until: dict[tuple[str, str | None], dt.date] = {}
    for waiver in was:
        until[waiver.gate, waiver.match] = max(waiver.expires, until.get((waiver.gate, waiver.match), waiver.expires))
    for waiver in now:
        before = until.get((waiver.gate, waiver.match))
        if before is None or waiver.expires > before:
            what = f"waived: {waiver.gate} {waiver.match or '(the whole row)'} until {waiver.expires:%Y-%m-%d}"
            changed = f", was {before:%Y-%m-%d}" if before else ""
            yield Loosening(Kind.WAIVER, f"{what}{changed} (owner {waiver.owner}, approved by {waiver.approver})")


def _rank(value: object) -> Any:
    """A comparable value: words by their strictness, durations by their length."""
    if not isinstance(value, str):
        return value
    if value in GRADES:
        return GRADES[value]
    try:
        return checks.seconds(value)
    except ValueError:
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


def loosened_around(was: Around, now: Around) -> list[Loosening]:
    """What the tools' own settings let through: new items in lists where each item excludes something."""
    found: list[Loosening] = []
    for name, items in now.items():
        found += (
            Loosening(Kind.EXCLUSION, f"{name}: also {shown(item)}") for item in items if item not in was.get(name, ())
        )
    return found
