"""The way up the ladder for a backup that is a file or a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pytest_golive.delivery.backups.dating import latest_made
from pytest_golive.delivery.backups.kinds.archives import Archive, digest_of
from pytest_golive.delivery.backups.kinds.mysql import MySqlDump
from pytest_golive.delivery.backups.kinds.postgres import Dump
from pytest_golive.delivery.backups.kinds.sqlite_files import Database
from pytest_golive.delivery.backups.ladder import Broken, Climb, Content, Rung
from pytest_golive.delivery.backups.locating import SUFFIX, Found
from pytest_golive.delivery.backups.manifests import Manifest, compare, compare_sum, read
from pytest_golive.delivery.backups.opening import opened
from pytest_golive.delivery.backups.recognising import DUMPS, Kind
from pytest_golive.delivery.backups.working.commands import Runner
from pytest_golive.delivery.backups.working.confining import why_not
from pytest_golive.errors import PAGES, CannotMeasure

# Formats without checksums of their own: a changed byte in their data stays unseen unless a sum was taken.
WITHOUT_SUMS: Final = frozenset({Kind.SQLITE, Kind.TAR, Kind.PG_TAR, Kind.PG_SQL, Kind.PG_CLUSTER, Kind.MYSQL_SQL})


class Kept(Protocol):
    """What a backup is, once it is opened."""

    def read(self) -> None:
        """Read all of it, or raise what is wrong."""

    def restore(self) -> Content:
        """Restore it elsewhere; what arrived."""


@dataclass(frozen=True, slots=True)
class How:
    """How a backup is opened, restored and compared.

    Attributes:
        open: the team's command that opens it to its standard output; () for none.
        manifest: file of its manifest; None for the one beside it, if there is one.
        url: of a scratch server; "" for one of our own.
        variable: that holds the URL.
    """

    open: tuple[str, ...] = ()
    manifest: Path | None = None
    url: str = ""
    variable: str = ""


def climb_file(found: Found, how: How, runner: Runner, climb: Climb) -> None:
    """Go up as far as is demanded, and compare where there is a manifest.

    Raises:
        Broken: something is wrong with the backup.
        CannotMeasure: a rung could not be tried.
    """
    if not found.size:
        raise Broken("empty", "the backup has no bytes")
    manifest = manifest_of(found, how)
    climb.made = manifest.moment if manifest else None
    if not climb.wants(Rung.RECOGNISED):
        return
    path, kind = opened(found.path, how.open, runner, climb)
    if kind is Kind.UNKNOWN:
        raise CannotMeasure(
            "the format of the backup is not recognised, so nothing tells whether it is one",
            "dumps of PostgreSQL, MySQL and MariaDB, SQLite, tar and zip are known; let open turn it into one of them",
        )
    said = (climb.made, latest_made(path, kind))
    climb.made = min((one for one in said if one is not None), default=None)
    climb.reach(Rung.RECOGNISED)
    if climb.wants(Rung.READ):
        kept = _kept(path, kind, how, runner)
        _read(kept, found, manifest, runner, climb)
        if kind in WITHOUT_SUMS and path == found.path and not (manifest and manifest.sha256):
            climb.note("not seen", f"a changed byte: a {kind.value} has no checksum, and no manifest holds its SHA-256")
        if climb.wants(Rung.RESTORED):
            finish(kept.restore(), manifest, climb)
            if kind in {*DUMPS, Kind.MYSQL_SQL} and (
                why := "the scratch server is the team's" if how.url else why_not()
            ):
                climb.note("not confined", f"what the SQL of the dump does beside the database: {why}")
    found.still()


def finish(content: Content, manifest: Manifest | None, climb: Climb) -> None:
    """Something was restored; compare it, where there is a manifest."""
    if not content.rows and not content.files:
        raise Broken("restores to nothing", "it can be restored, and then holds no row and no file")
    climb.reach(Rung.RESTORED)
    climb.note("restored", content.words)
    if manifest is not None:
        compare(manifest, content)
        climb.reach(Rung.COMPARED)
        climb.note("compared with", f"{manifest.name}, taken {manifest.taken}")
    elif climb.wants(Rung.COMPARED):
        raise CannotMeasure(
            "the backup has no manifest, so what was restored could not be compared",
            f"write one when the backup is made: golive backup manifest; {PAGES}/backups.md says how",
        )


def manifest_of(found: Found, how: How) -> Manifest | None:
    """The manifest of the settings, or the one beside the backup; None if there is none."""
    path = how.manifest or found.path.with_name(found.name + SUFFIX)
    if how.manifest is None and not path.is_file():
        return None
    return read(path)


def _read(kept: Kept, found: Found, manifest: Manifest | None, runner: Runner, climb: Climb) -> None:
    if manifest is not None and manifest.sha256 and found.path.is_file():
        compare_sum(manifest, digest_of(found.path, runner))
        climb.note("SHA-256", f"as {manifest.name} says")
    kept.read()
    climb.reach(Rung.READ)


def _kept(path: Path, kind: Kind, how: How, runner: Runner) -> Kept:
    if kind is Kind.SQLITE:
        return Database(path, runner)
    if kind is Kind.MYSQL_SQL:
        return MySqlDump(path, runner, how.url, how.variable)
    return Dump(path, kind, runner, how.url, how.variable) if kind in DUMPS else Archive(path, kind, runner)
