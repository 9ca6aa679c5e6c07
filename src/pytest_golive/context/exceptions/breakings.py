"""The emergencies that the journals of all targets tell of, and the records of their runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.context.guarding.guards import journal_path

if TYPE_CHECKING:
    from pytest_golive.context.shelf import Shelf
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.delivery.journal.entries import Entry
    from pytest_golive.settings.model import Settings
    from pytest_golive.signing.record import Record

OCCASION: Final = "emergency"  # the term of the row that waits for one
MENTION: Final = b'"break_glass"'


@dataclass(frozen=True, slots=True)
class Breaking:
    """A glass that was broken.

    Attributes:
        id: of the glass.
        rows: that it named.
        by, approver: who broke it, and with whom.
        at: when the deployment began, in UTC.
        digest: of the content that was deployed.
        version: of the release; its commit where it has none.
        target: the name of the target.
        source: how it is known: "the journal of prod", "the record deploy.json".
        proven: rows that the journal says were proven since.
    """

    id: str
    rows: tuple[str, ...]
    by: str
    approver: str
    at: dt.datetime
    digest: str
    version: str
    target: str
    source: str
    proven: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Places:
    """Where emergencies are written down.

    Attributes:
        given: files of ``--golive-after``.
    """

    repository: Repository
    settings: Settings
    shelf: Shelf
    given: Sequence[str] = ()

    def mentioned(self) -> list[Path]:
        """The records that speak of a broken glass, as far as their bytes tell."""
        root = self.repository.root
        if not self.given and not (root / "golive-records").is_dir():
            return []  # without loading what reads records
        from pytest_golive.context.signing.tagging import RECORDS, records

        paths = records(root, self.given) if (root / RECORDS).is_dir() else [Path(name) for name in self.given]
        return [path for path in paths if _speaks(path)]

    def journals(self) -> list[tuple[str, Path]]:
        """The journals that there are, by target."""
        found = ((name, journal_path(self.settings, self.repository, name)) for name in self.settings.targets)
        return [(name, path) for name, path in found if path.exists()]

    def all(self) -> list[Breaking]:
        """Every glass that was ever broken here, each once.

        Raises:
            CannotMeasure: a journal is damaged, or a record that speaks of one cannot be read.
        """
        found: dict[str, Breaking] = {}
        for name, path in self.journals():
            from pytest_golive.delivery.journal.reading import read

            found |= {one.id: one for one in in_journal(read(path, name).entries, f"the journal of {name}")}
        for path in self.mentioned():
            one = _in_record(self.shelf.read(path), path.name)
            if one is not None:
                found.setdefault(one.id, one)
        return list(found.values())


def in_journal(entries: Iterable[Entry], source: str) -> list[Breaking]:
    """The glasses that *entries* say were broken, with what they say was proven since."""
    from pytest_golive.delivery.journal.entries import Event

    found: dict[str, Breaking] = {}
    for entry in entries:
        id_ = str(entry.evidence.get("glass", ""))
        if entry.event is Event.BREAK_GLASS and id_ not in found:
            found[id_] = _told(id_, entry, source)
        elif entry.event is Event.SETTLED and id_ in found:
            found[id_] = replace(found[id_], proven=found[id_].proven | {entry.step})
    return list(found.values())


def _told(id_: str, entry: Entry, source: str) -> Breaking:
    said: Mapping[str, Any] = entry.evidence
    rows = tuple(str(one) for one in _items(said.get("rows"))) or ("what the journal no longer names",)
    release = entry.release
    return Breaking(
        id_, rows, str(said.get("by", "")), str(said.get("approver", "")), entry.at, release.digest, release.name,
        entry.target, source,
    )  # fmt: skip


def _items(value: object) -> Iterator[object]:
    if isinstance(value, list | tuple):
        yield from value


def _in_record(record: Record, name: str) -> Breaking | None:
    glass, about = record.break_glass, record.subject
    if glass is None:
        return None
    began = dt.datetime.fromisoformat(record.started)
    version = about.version or about.commit[:10]
    said = f"the record {name}"
    return Breaking(glass.id, glass.rows, glass.by, glass.approver, began, about.digest, version, glass.target, said)


def _speaks(path: Path) -> bool:
    from pytest_golive.signing.record import MOST_BYTES

    try:
        with path.open("rb") as file:
            return MENTION in file.read(MOST_BYTES)
    except OSError:
        return False  # the row of earlier records tells that it cannot be read
