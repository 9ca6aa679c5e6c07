"""The settings in ``[tool.golive.deployment.lock]``: by what a target is locked while it is deployed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import Field, model_validator

from pytest_golive.delivery.steps.filling.placeholders import check_known
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Argument, Duration, TargetPath
from pytest_golive.settings.values.table import Table

if TYPE_CHECKING:
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.delivery.locking.lock import Lock

PLACEHOLDERS: Final = ("target", "who", "lock")


@dataclass(frozen=True)
class Where:
    """What a lock needs to know of the run.

    Attributes:
        repository: the clone.
        remote: the name of the team's remote in it.
        root: the project's folder.
        environment: the complete environment of commands.
        folder: for their output.
    """

    repository: Repository
    remote: str
    root: Path
    environment: Mapping[str, str]
    folder: Path


class LockTable(Table):
    """``[tool.golive.deployment.lock]``: one of ``ref``, ``file``, or the three commands."""

    ref: bool = Field(
        default=False, description="whether the lock is a ref on deployment.remote, refs/golive/locks/TARGET"
    )
    file: TargetPath | None = Field(
        None, description="file that is the lock, with {target} in its name, on a path that all hosts share"
    )
    acquire: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments that take the lock and write {lock} into it: exit status 0 if it is taken, "
        "1 if somebody else holds it; {target} and {who} are filled in, too",
    )
    release: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments that give it back: exit status 0"
    )
    status: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments that look at it: exit status 0 if it is free; 1 if it is held, and then "
        "they print what acquire has written",
    )
    timeout: Duration = Field("1m", description="timeout of each command")

    @model_validator(mode="after")
    def _is_one_way(self) -> LockTable:
        commands = (self.acquire, self.release, self.status)
        if sum((self.ref, self.file is not None, any(commands))) != 1:
            raise ValueError("needs exactly one of ref = true, file, or the commands acquire, release and status")
        if any(commands) and not all(commands):
            raise ValueError("needs all three commands: acquire, release and status")
        check_known([word for command in commands for word in command or ()], PLACEHOLDERS)
        return self

    def lock_of(self, target: str, where: Where) -> Lock:
        """The lock of *target*."""
        from pytest_golive.delivery.journal.places import filled
        from pytest_golive.delivery.locking.commands import CommandLock
        from pytest_golive.delivery.locking.git_ref import GitRefLock, ref_of
        from pytest_golive.delivery.locking.shared_file import FileLock

        if self.ref:
            return GitRefLock(where.repository, where.remote, ref_of(target))
        if self.file is not None:
            return FileLock(filled(self.file, target, where.root))
        return CommandLock(
            self.acquire or (), self.release or (), self.status or (), target, where.root, where.environment,
            where.folder, seconds(self.timeout),
        )  # fmt: skip
