"""Measures the newest backup: its age, its size, and how far it is proven."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pytest_golive.delivery.backups.climbing import How, climb_file, finish
from pytest_golive.delivery.backups.kinds.pgbackrest import PgBackRest
from pytest_golive.delivery.backups.kinds.restic import ResticRepository
from pytest_golive.delivery.backups.ladder import Backup, Broken, Climb, Rung
from pytest_golive.delivery.backups.locating import Found, newest
from pytest_golive.delivery.backups.manifests import read
from pytest_golive.delivery.backups.working.commands import Runner
from pytest_golive.delivery.backups.working.folder import scratch_folder
from pytest_golive.errors import PAGES, CannotMeasure
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Where:
    """Where the backups are: in exactly one of three places.

    Attributes:
        files: glob of files or folders; "" for none.
        restic: location of a repository; "" for none.
        filters: which of restic's snapshots count, as its options.
        stanza: of pgBackRest; "" for none.
        config: pgBackRest's configuration file; "" for the usual one.
    """

    files: str = ""
    restic: str = ""
    filters: tuple[str, ...] = ()
    stanza: str = ""
    config: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """With what a backup is proven.

    Attributes:
        demanded: how far.
        how: how it is opened, restored and compared.
        environment: of the commands, complete.
        timeout: seconds for the whole proof.
        largest: bytes that it may open to.
        scratch: where it is restored; None for the system's folder of temporary files.
        tell: reports progress.
    """

    demanded: Rung = Rung.RESTORED
    how: How = field(default_factory=How)
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 3600.0
    largest: int = 1 << 40
    scratch: Path | None = None
    tell: Callable[[str], None] = lambda _: None


def measure(root: Path, where: Where, means: Means) -> Backup:
    """The newest backup, and how far it is proven; nothing is written beside a scratch folder, which is removed.

    Args:
        root: the project's folder, to which relative paths belong.
        where: where the backups are.
        means: with what it is proven.

    Raises:
        CannotMeasure: there is no backup, or its age and size are unknown.
    """
    climb = Climb(means.demanded)
    with scratch_folder(means.scratch) as folder:
        runner = Runner(folder, means.environment, time.monotonic() + means.timeout, means.largest, means.tell)
        if where.files:
            found = newest(root, where.files)
            return _climbed(found, climb, lambda: climb_file(found, means.how, runner, climb))
        repository = (
            ResticRepository(where.restic, where.filters, runner)
            if where.restic
            else PgBackRest(where.stanza, where.config, runner)
        )
        found, name = repository.newest()
        return _climbed(found, climb, lambda: _of_repository(repository, found, name, climb, means.how))


def _of_repository(repository: ResticRepository | PgBackRest, found: Found, name: str, climb: Climb, how: How) -> None:
    content = repository.climb(found, name, climb)
    if content is not None:
        finish(content, read(how.manifest) if how.manifest else None, climb)


def _climbed(found: Found, climb: Climb, up: Callable[[], None]) -> Backup:
    """The backup with what was found on the way *up*."""
    faults: tuple[Finding, ...] = ()
    doubt: CannotMeasure | None = None
    age, now = found.age, time.time()  # before the proof, which takes its time
    try:
        up()
    except Broken as broken:
        faults = (broken.finding(found.name),)
    except CannotMeasure as error:
        doubt = error
    if climb.made is not None and now - climb.made > age:
        age = now - climb.made
        climb.note("made", "earlier than its file says: its age is what the dump itself, or its manifest, says")
    if not faults and doubt is None and climb.rung < climb.demanded:
        doubt = CannotMeasure(f"the backup is proven only as {climb.rung.name.lower()}", f"see {PAGES}/backups.md")
    return Backup(
        found.name,
        climb.format,
        age,
        found.size,
        found.before,
        climb.rung,
        climb.demanded,
        faults,
        doubt,
        tuple(climb.told),
    )
