"""Makes a backup by the team's command; and what can be seen beforehand, without making one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.locating import newest
from pytest_golive.delivery.backups.measuring import Where
from pytest_golive.delivery.backups.working.commands import TABLE
from pytest_golive.delivery.steps.commanding import Command, run_command
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.processes.running import args_as_text

MAGIC: Final = frozenset("*?[")
COARSE: Final = 2.0  # seconds to which some file systems round their times
COMMAND: Final = f"correct [tool.golive.{TABLE}] command"


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What can be seen before a backup is made.

    Attributes:
        faults: why it would fail.
        told: what was looked at, and what could not be, each with a name.
    """

    faults: tuple[Finding, ...]
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A command that has made a backup.

    Attributes:
        command: program and arguments, shortened, without credentials.
        began: when it was started, ISO 8601, UTC.
        ended: when it had ended.
        log: absolute path of its output.
        name: of the new backup; "" where a repository keeps it, which is looked at afterwards.
    """

    command: str
    began: str
    ended: str
    log: str
    name: str = ""


def check_beforehand(root: Path, command: Sequence[str], where: Where, environment: Mapping[str, str]) -> Beforehand:
    """Look at what a backup needs, and change nothing.

    Args:
        root: the project's folder, where the command would run.
        command: program and arguments.
        where: where backups are kept.
        environment: of the command.
    """
    faults: list[Finding] = []
    told = [("backup by", args_as_text(command))]
    if not _program(root, command[0], environment):
        faults.append(_fault("no program", f"{command[0]} does not exist or may not be run", COMMAND))
    for folder in _folders(root, where):
        faults += _of_folder(root, folder, where)
        told.append(("backups go to", str(folder)))
    if not where.files and len(told) == 1:
        told.append(("not looked at", "whether the repository of the backups may be written to, and its room"))
    return Beforehand(tuple(faults), tuple(told))


def created(  # noqa: PLR0913 -- all are named
    root: Path,
    command: Sequence[str],
    where: Where,
    *,
    environment: Mapping[str, str],
    log: Path,
    timeout: float,
    watch: Callable[[], None] | None = None,
) -> Made:
    """Make a backup by *command*; `measure` judges it afterwards.

    Args:
        root: the project's folder, where the command runs.
        command: program and arguments; no shell.
        where: where backups are kept.
        environment: of the command, complete.
        log: file for its output, of which the beginning and the end are kept, without secrets.
        timeout: the longest time that it may take, in seconds.
        watch: called several times per second, if given.

    Raises:
        CannotMeasure: it fails, takes too long, or ends well without a new backup.
    """
    started, began = time.time(), _now()
    done = run_command(
        Command(command, root, environment, timeout),
        log,
        lambda _: watch() if watch is not None else None,
        key=f"[tool.golive.{TABLE}] command",
        limit=f"[tool.golive.{TABLE}] timeout",
    )
    text = args_as_text(command)
    if done.outcome != "passed":
        raise CannotMeasure(
            f"the backup {text} {done.end}, so there is none; it last said: {done.last_words}", f"see {log}; {COMMAND}"
        )
    name = ""
    if where.files:
        found = newest(root, where.files)
        if found.at < started - COARSE:
            what = f"{text} ended well and made no backup: the newest of {where.files} is {found.name}, as before"
            raise CannotMeasure(what, f"{COMMAND}, or files, so that they name the same place")
        name = found.name
    return Made(text, began, _now(), str(log.absolute()), name)


def _program(root: Path, name: str, environment: Mapping[str, str]) -> bool:
    path = str(root / name) if "/" in name else name
    return shutil.which(path, path=environment.get("PATH")) is not None


def _folders(root: Path, where: Where) -> Iterator[Path]:
    """Where backups are written to, if that is a folder of this machine."""
    if where.files:
        fixed: list[str] = []
        for part in Path(where.files).parts[:-1]:
            if MAGIC & set(part):
                break
            fixed.append(part)
        yield root.joinpath(*fixed)
    elif where.restic and Path(where.restic).is_absolute():
        yield Path(where.restic)


def _of_folder(root: Path, folder: Path, where: Where) -> Iterator[Finding]:
    if not folder.is_dir():
        yield _fault("no folder", f"{folder}, where backups are kept, does not exist", "make it, or mount it")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield _fault("not writable", f"{folder}, where backups are kept, may not be written to", "see its permissions")
    if where.files:
        try:
            last = newest(root, where.files).size
        except CannotMeasure:
            return  # the first one: nobody knows how large it will be
        free = shutil.disk_usage(folder).free
        if free < last:
            what = f"{folder} has {free:,} bytes left, and the last backup has {last:,}"
            yield _fault("no room", what, "make room there")


def _fault(rule: str, message: str, cure: str) -> Finding:
    return Finding("", 0, rule, message, "high", key=rule, cure=cure)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
