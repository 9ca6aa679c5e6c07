"""Reads the file of a broken glass; whatever is not as it must be is an error, and nothing is passed."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pytest_golive.errors import PAGES, CannotMeasure
from pytest_golive.signing.glass.glass import FREEZE, LONGEST, SETTLED, Glass
from pytest_golive.signing.glass.serving import ON_STAGING, tells_of_serving

TEXTS: Final = ("target", "commit", "reason", "by", "approver")
MOMENTS: Final = ("opened", "expires")
FIELDS: Final = (*TEXTS, *MOMENTS, "rows", "signature")
MOST_BYTES: Final = 16 * 1024
MOST_ROWS: Final = 10
LONGEST_TEXT: Final = 1_000
LONGEST_ROW: Final = 200
SHORTEST_REASON: Final = 20
WHOLE_HASH: Final = 40
AHEAD: Final = dt.timedelta(minutes=5)  # tolerance for clocks that differ
GUARDS: Final = frozenset({"lock", "confirm", "journal"})
CURE: Final = f"golive break-glass writes the file: see {PAGES}/break-glass.md"


def read_glass(path: Path, now: dt.datetime) -> Glass:
    """The file at *path*, as it holds at the moment *now*.

    Raises:
        CannotMeasure: it cannot be read, lacks something, names what nobody may pass, or does not hold now.
    """
    glass = glass_in(_text(path), path.name)
    for fault in faults_of(glass, now):
        raise CannotMeasure(f"{path.name}: {fault}", CURE)
    return glass


def glass_in(text: str, name: str) -> Glass:
    """The same of the *text* of the file *name*, whenever it holds.

    Raises:
        CannotMeasure: it is no such file.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CannotMeasure(f"{name} is not TOML: {str(error).splitlines()[0][:200]}", CURE) from None
    for fault in _shape(table):
        raise CannotMeasure(f"{name}: {fault}", CURE)
    moments = {key: table[key].astimezone(dt.UTC).replace(microsecond=0) for key in MOMENTS}
    texts = {key: table[key].strip() for key in TEXTS}
    return Glass(**texts, **moments, rows=tuple(table["rows"]), signature=table.get("signature", ""))


def holds_glass(path: Path) -> bool:
    """Whether the file at *path* is a broken glass, whenever it holds, and also if a person has edited it."""
    try:
        glass_in(_text(path), path.name)
    except CannotMeasure:
        return False
    return True


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise CannotMeasure(f"{path.name} is no file", CURE)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotMeasure(f"{path.name} cannot be read: {error.strerror}", CURE) from None
    if len(data) > MOST_BYTES:
        raise CannotMeasure(f"{path.name} is larger than {MOST_BYTES // 1024} KiB", CURE)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CannotMeasure(f"{path.name} is not UTF-8", CURE) from None


def _shape(table: Mapping[str, Any]) -> Iterator[str]:
    for key in table:
        if key not in FIELDS:
            close = difflib.get_close_matches(key, FIELDS, n=1)
            yield f"unknown key {key!r}{f'; did you mean {close[0]!r}?' if close else ''}"
    yield from (f"{key} is missing" for key in (*TEXTS, *MOMENTS, "rows") if key not in table)
    for key in TEXTS:
        if not _is_line(table[key]):
            yield f"{key} must be one line of text, of at most {LONGEST_TEXT:,} characters"
    for key in MOMENTS:
        if not isinstance(table[key], dt.datetime) or table[key].tzinfo is None:
            yield f"{key} must be a moment with its time zone, such as 2026-11-27T06:00:00Z"
    rows = table["rows"]
    if not isinstance(rows, list) or not all(isinstance(one, str) for one in rows):
        yield "rows must be a list of names"
    if not isinstance(table.get("signature", ""), str):
        yield "signature must be text"


def _is_line(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT and value.strip().isprintable()


def faults_of(glass: Glass, now: dt.datetime) -> Iterator[str]:
    """What keeps *glass* from holding at the moment *now*, as far as it alone tells."""
    yield from _rows(glass.rows)
    if len(glass.reason) < SHORTEST_REASON:
        yield f"reason must say why it cannot wait, in at least {SHORTEST_REASON} characters"
    if _person(glass.by) == _person(glass.approver):
        yield f"{glass.approver} breaks the glass and approves it: somebody else must approve"
    if len(glass.commit) != WHOLE_HASH or not set(glass.commit) <= set("0123456789abcdef"):
        yield "commit must be the whole hash of a commit, which git rev-parse HEAD prints"
    hours = LONGEST.total_seconds() / 3600
    if not dt.timedelta(0) < glass.expires - glass.opened <= LONGEST:
        yield f"it must expire after it was opened, and within {hours:.0f} h"
    if glass.opened > now + AHEAD:
        yield f"it was opened in the future, by the clock of this machine: {glass.opened:%Y-%m-%d %H:%M} UTC"
    if glass.has_expired(now):
        yield f"it expired at {glass.expires:%Y-%m-%d %H:%M} UTC"


def _rows(rows: tuple[str, ...]) -> Iterator[str]:
    if not rows:
        yield "rows names nothing"
    if len(rows) > MOST_ROWS:
        yield f"rows names {len(rows)}, and at most {MOST_ROWS} can be passed: whatever needs more is no release"
    if len(set(rows)) < len(rows):
        yield "rows names one twice"
    yield from (f"{row[:LONGEST_ROW]!r} {why}" for row in rows if (why := _why_not(row)))


def _why_not(row: str) -> str:
    """Why nobody may pass *row*; "" if somebody may."""
    reasons = (
        (row == FREEZE, ""),
        (row in GUARDS, "cannot be passed: it guards the deployment itself"),
        (row == SETTLED, "cannot be passed: it tells of the emergency before"),
        (
            tells_of_serving(row) and row != ON_STAGING,
            "cannot be passed: it says whether what was deployed serves, or is rolled back",
        ),
        (len(row) > LONGEST_ROW, "is longer than the name of any row"),
        ("*" in row or "?" in row, "is a pattern, and each row must be named"),
        (not all(part.strip() for part in row.partition("::")), f"must be section::gate, or {FREEZE}"),
    )
    return next((why for is_, why in reasons if is_), "")


def _person(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def text_of(glass: Glass) -> str:
    """The content of the file."""
    import json

    lines = [f"{key} = {json.dumps(getattr(glass, key), ensure_ascii=False)}" for key in TEXTS]
    lines += [f"{key} = {getattr(glass, key).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" for key in MOMENTS]
    lines += ["rows = [", *(f"  {json.dumps(row, ensure_ascii=False)}," for row in glass.rows), "]"]
    if glass.signature:
        lines += [f'signature = """\n{glass.signature.strip()}\n"""']
    return "\n".join(lines) + "\n"
