"""The manifest of a backup: what it must hold, written when it was made, and compared with what was restored."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.backups.ladder import Broken, Content, Table
from pytest_golive.errors import PAGES, CannotMeasure
from pytest_golive.files.reading import read_bounded
from pytest_golive.findings import counted

VERSION: Final = 1
MOST: Final = 256 << 20
FEW: Final = 5
SHA256: Final = re.compile(r"(?:[0-9a-f]{64})?")
AHEAD: Final = dt.timedelta(minutes=5)  # tolerance for clocks that differ
CURE: Final = f"write it with golive backup manifest when the backup is made; {PAGES}/backups.md says how"
COMPARE: Final = (
    "make a new backup with its manifest at the same moment; if they differ again, see what writes meanwhile"
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup must hold.

    Attributes:
        name: of its file.
        taken: when, ISO 8601, UTC.
        sha256: of the backup's own file; "" if it was not taken.
        content: its tables and files.
    """

    name: str
    taken: str
    sha256: str
    content: Content

    @property
    def moment(self) -> float:
        """When it was taken, and so how old the backup is at least, in seconds since the epoch."""
        return dt.datetime.fromisoformat(self.taken).timestamp()


def written(content: Content, sha256: str = "") -> str:
    """The manifest of *content*, as JSON."""
    tables = {name: {"rows": t.rows, "checksum": t.checksum} for name, t in sorted(content.tables.items())}
    files = dict(sorted(content.files.items()))
    said = {"golive_backup_manifest": VERSION, "taken": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
    return json.dumps({**said, "sha256": sha256, "tables": tables, "files": files}, indent=1) + "\n"


def read(path: Path) -> Manifest:
    """The manifest at *path*.

    Raises:
        CannotMeasure: it cannot be read, or is none.
    """
    try:
        said: Any = json.loads(read_bounded(path, MOST, CURE), object_pairs_hook=_unique)
        if said["golive_backup_manifest"] != VERSION:
            raise _none(path, f"its version is {said['golive_backup_manifest']!r:.40}, and {VERSION} is known")
        content = Content(
            {str(name): _table(value) for name, value in said.get("tables", {}).items()},
            {str(name): _text(value) for name, value in said.get("files", {}).items()},
        )
        manifest = Manifest(path.name, _taken(said["taken"]), _text(said.get("sha256", "")).lower(), content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _none(path, "it is not the JSON of a manifest") from None
    if not SHA256.fullmatch(manifest.sha256):
        raise _none(path, "its sha256 is no SHA-256")
    if dt.datetime.fromisoformat(manifest.taken) > dt.datetime.now(dt.UTC) + AHEAD:
        raise _none(path, f"it was taken in the future: {manifest.taken}")
    if not (content.tables or content.files or manifest.sha256):
        raise _none(path, "it names nothing")
    return manifest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no name hides another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("it has one name twice")
    return found


def _taken(value: object) -> str:
    """When it was taken, in UTC; nobody can tell how old a manifest is that does not say it."""
    found = dt.datetime.fromisoformat(_text(value))
    if found.tzinfo is None:
        raise ValueError("its time has no offset")
    return found.astimezone(dt.UTC).isoformat(timespec="seconds")


def compare_sum(manifest: Manifest, digest: str) -> None:
    """The backup's own file is the one of its manifest.

    Raises:
        Broken: it is not.
    """
    if manifest.sha256 and manifest.sha256 != digest:
        what = f"its SHA-256 is {digest[:16]}…, and {manifest.name} says {manifest.sha256[:16]:.16}…"
        raise Broken("changed since it was made", f"the backup is not what it was when it was made: {what}")


def compare(manifest: Manifest, restored: Content) -> None:
    """What was restored equals the manifest.

    Raises:
        Broken: it does not; the message names the first differences.
        CannotMeasure: the manifest names only a sum.
    """
    wanted = manifest.content
    if not wanted.tables and not wanted.files:
        raise CannotMeasure(f"{manifest.name} holds neither tables nor files to compare the restored data with", CURE)
    found = [*_tables(wanted.tables, restored.tables), *_files(wanted.files, restored.files)]
    if found:
        more = f"; and {len(found) - FEW:,} more" if len(found) > FEW else ""
        what = f"what was restored differs from {manifest.name}: {'; '.join(found[:FEW])}{more}"
        raise Broken("differs from its manifest", what, COMPARE)


def _tables(wanted: Mapping[str, Table], found: Mapping[str, Table]) -> Iterator[str]:
    for name, table in wanted.items():
        there = found.get(name)
        if there is None:
            yield f"{name:.100} is missing"
        elif there.rows != table.rows:
            yield f"{name:.100} has {counted(there.rows, 'row')} instead of {table.rows:,}"
        elif table.checksum and there.checksum != table.checksum:
            yield f"{name:.100} has as many rows, but other content"
    yield from (f"{name:.100} is not in the manifest" for name in found if wanted and name not in wanted)


def _files(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name, digest in wanted.items():
        if name not in found:
            yield f"{name:.100} is missing"
        elif found[name] != digest.lower():
            yield f"{name:.100} has other content"
    yield from (f"{name:.100} is not in the manifest" for name in found if wanted and name not in wanted)


def _table(value: Any) -> Table:
    rows, checksum = value["rows"], value.get("checksum", "")
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        raise ValueError("rows")
    return Table(rows, _text(checksum))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _none(path: Path, why: str) -> CannotMeasure:
    return CannotMeasure(f"{path.name} is no manifest of a backup: {why}", CURE)
