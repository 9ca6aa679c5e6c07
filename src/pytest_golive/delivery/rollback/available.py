"""Whether the release before can be gone back to: its tag here and on the remote, its artefact, the command."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.asking import Remote
from pytest_golive.delivery.published.tag_objects import faults_there, tags_here
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

SCRIPT: Final = b"#!"
LONGEST: Final = 256  # bytes of a script's first line, as Linux reads it
COMMAND: Final = "[tool.golive.rollback] command"


@dataclass(frozen=True, slots=True)
class Available:
    """What of the release before is there.

    Attributes:
        release: its tag, and how it was found.
        tag: faults of the tag: gone, moved, not pushed.
        artefact: why its artefact is not there.
        command: why the command cannot be run.
        source: the command that listed the remote; "" for a first release.
        notes: what else readers should know, by name.
    """

    release: str
    tag: tuple[Finding, ...] = ()
    artefact: tuple[Finding, ...] = ()
    command: tuple[Finding, ...] = ()
    source: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())


def faults_of_tag(repository: Repository, release: PastRelease, remote: Remote) -> tuple[Finding, ...]:
    """What is wrong with the tag of the release before, and with its files here."""
    tag = tags_here(repository).get(release.name)
    if tag is None:
        what = f"{release.name} is a commit without a tag, so nothing keeps it on {remote.name}"
        return (_missing("no tag", what, "tag it, and push the tag"),)
    return (*faults_there(tag, remote), *_incomplete(repository, release))


def _incomplete(repository: Repository, release: PastRelease) -> Iterator[Finding]:
    """Files of the release that this clone does not have, so that a check-out would need the network."""
    objects = repository.git("rev-list", "--objects", "--no-walk", "--missing=print", release.commit, "--")
    missing = sum(line.startswith(b"?") for line in objects.splitlines())
    if missing:
        what = f"{missing:,} files or folders of {release.name} are missing in this clone, which is a partial one"
        yield _missing("incomplete", what, f"git fetch --refetch --no-filter, or: git checkout {release.name}")


def faults_of_files(root: Path, globs: Sequence[str], release: str) -> tuple[Finding, ...]:
    """The *globs* that no file matches, or only an empty one."""
    found = []
    for glob in globs:
        files = [path for path in root.glob(glob) if path.is_file()]
        if not files:
            found.append(f"no file matches {glob}, the artefact of {release}")
        found += [f"{file.relative_to(root).as_posix()}, the artefact of {release}, is empty" for file in files
                  if not _size_of(file)]  # fmt: skip
    cure = "fetch or build it now, and keep the artefacts of the last releases"
    return tuple(_missing("artefact", what, cure) for what in found)


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise CannotMeasure(f"{file.name} cannot be read: {error.strerror}", "see its permissions") from None


def faults_of_command(root: Path, words: Sequence[str], path: str) -> tuple[Finding, ...]:
    """Why the program in *words* cannot be started.

    Args:
        root: the project's folder, where it would run.
        words: program and arguments, filled in.
        path: the PATH, of which relative entries do not count.
    """
    program = words[0]
    if "/" in program:
        file = root / program
    else:
        absolute = os.pathsep.join(entry for entry in path.split(os.pathsep) if Path(entry).is_absolute())
        found = shutil.which(program, path=absolute) if absolute else None
        if found is None:
            return (_unusable(program, "is not on the PATH", "install it where rollbacks run"),)
        file = Path(found)
    return tuple(_of_file(file, program))


def _of_file(file: Path, program: str) -> Iterator[Finding]:
    if not file.exists():
        yield _unusable(program, "does not exist", "correct its path, which is relative to the project's folder")
    elif not file.is_file():
        yield _unusable(program, "is no file", f"name the program itself in {COMMAND}")
    elif not os.access(file, os.X_OK):
        yield _unusable(program, "is not executable", f"chmod +x {program}, and commit that")
    elif interpreter := _missing_interpreter(file):
        yield _unusable(program, f"is a script for {interpreter}, which is not there", "correct its first line")


def _missing_interpreter(file: Path) -> str:
    """The program that a script names in its first line, if there is none; else ""."""
    try:
        with file.open("rb") as opened:
            line = opened.read(LONGEST).partition(b"\n")[0]
    except OSError:
        return ""  # it may be executable without being readable
    named = line.removeprefix(SCRIPT).split() if line.startswith(SCRIPT) else []
    interpreter = os.fsdecode(named[0]) if named else ""
    return interpreter if interpreter and not Path(interpreter).exists() else ""


def _unusable(program: str, what: str, cure: str) -> Finding:
    return Finding("", 0, "command", f"{program} {what}", "high", key=f"{program} {what}", cure=cure)


def _missing(rule: str, what: str, cure: str) -> Finding:
    return Finding("", 0, rule, what, "high", key=what, cure=cure)
