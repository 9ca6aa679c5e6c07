"""The settings in ``[tool.golive.deployment.backup]``: where backups are, and how far they must be proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from pydantic import Field, model_validator

from pytest_golive.delivery.steps.filling.placeholders import check_known
from pytest_golive.settings.values.kinds import Argument, Duration, Percent, Size, Text, Variable
from pytest_golive.settings.values.table import Table
from pytest_golive.settings.values.ways import Way

# Of the keys of `[tool.golive.deployment]` that begin with "backup.".
BACKUP_WAYS: Final[Mapping[str, Way]] = {
    "backup.max_age": Way.MORE,
    "backup.least_size": Way.LESS,
    "backup.shrinks": Way.MORE,
    "backup.rung": Way.ANY,
    "backup.timeout": Way.NONE,
    "backup.proof_timeout": Way.NONE,
    "backup.scratch": Way.NONE,
}


class Restic(Table):
    """``[tool.golive.deployment.backup.restic]``."""

    repository: Text = Field(description="the repository, as restic takes it: a path, 'sftp:…', 's3:…'")
    tags: tuple[Text, ...] = Field((), description="only snapshots with one of these tags count")
    hosts: tuple[Text, ...] = Field((), description="only snapshots of one of these hosts count")
    paths: tuple[Text, ...] = Field((), description="only snapshots of these paths count")


class PgBackRest(Table):
    """``[tool.golive.deployment.backup.pgbackrest]``."""

    stanza: Text = Field(description="the stanza of the database")
    config: Text | None = Field(None, description="pgBackRest's configuration file; the usual one if not given")


class Backup(Table):
    """``[tool.golive.deployment.backup]``."""

    command: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments that make the backup and wait until it is complete; {version}, {target} "
        "and others stand for the run's",
    )
    timeout: Duration = Field("1h", description="timeout of that command")
    files: Text | None = Field(
        None,
        description="glob of the backups, below the project's root or absolute; the newest is judged; {target} and "
        "others stand for the run's, in manifest and restic, too",
    )
    restic: Restic | None = Field(None, description="repository of restic whose newest snapshot is judged")
    pgbackrest: PgBackRest | None = Field(None, description="stanza of pgBackRest whose newest backup is judged")
    max_age: Duration = Field("24h", description="age that the backup may have")
    least_size: Size = Field("1KiB", description="size that it must have; of restic and pgBackRest, when restored")
    shrinks: Percent = Field(20.0, description="percent by which it may be smaller than the backup before it")
    rung: Literal["present", "recognised", "read", "restored", "compared"] = Field(
        "restored",
        description="how far it must be proven: by age and size, by its format, read to its end, restored, or restored "
        "and compared with its manifest",
    )
    open: tuple[Argument, ...] = Field(
        (), description="program and arguments that write the opened backup to their output; {backup} is its path"
    )
    manifest: Text | None = Field(
        None, description="file of its manifest; BACKUP.manifest.json beside the backup if not given"
    )
    env: tuple[Variable, ...] = Field((), description="environment variables that the commands may see")
    scratch_url_env: Variable | None = Field(
        None,
        description="environment variable that holds the URL of a database called scratch, on whose server dumps are "
        "restored; a server is started for it if not given",
    )
    scratch: Text | None = Field(None, description="folder to restore in; that of temporary files if not given")
    largest: Size = Field("100GiB", description="size that the backup may open to")
    proof_timeout: Duration = Field("1h", description="timeout of the whole proof")

    @model_validator(mode="after")
    def _is_one_place(self) -> Backup:
        if sum(place is not None for place in (self.files, self.restic, self.pgbackrest)) != 1:
            raise ValueError("needs exactly one of files, restic, pgbackrest")
        check_known((*(self.command or ()), *self._places()))
        return self

    def _places(self) -> Iterator[str]:
        """All that says where backups are and may hold placeholders."""
        yield from filter(None, (self.files, self.manifest))
        if self.restic is not None:
            yield from (self.restic.repository, *self.restic.tags, *self.restic.hosts, *self.restic.paths)
