"""The repository, by way of the git on the PATH."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking import MASK

TIMEOUT = 120.0
# What git prints must not depend on the caller: no pager, no colour, no prompt, no translation, no lock.
ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
SYMLINK, SUBMODULE = "120000", "160000"
HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tracked:
    """One entry of the index: POSIX path relative to the root, octal mode, blob name."""

    path: str
    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: full name, seconds since the epoch of its committer, and its branch or "" (detached)."""

    sha: str
    time: int
    branch: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths relative to the root: tracked ones whose content differs from HEAD, and untracked ones not ignored."""

    tracked: tuple[str, ...]
    untracked: tuple[str, ...]


@dataclass(frozen=True)
class Repository:
    """The work tree of *root*, which may be a folder inside a larger repository."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> Repository:
        """Find the repository that *root* stands in.

        Raises:
            CannotMeasure: git is missing, or *root* is not in a work tree.
        """
        repository = cls(root)
        repository.toplevel  # noqa: B018 -- asking for it is the check
        return repository

    @cached_property
    def toplevel(self) -> Path:
        """The folder of the whole work tree."""
        return Path(os.fsdecode(self.git("rev-parse", "--show-toplevel").removesuffix(b"\n")))

    @cached_property
    def head(self) -> Commit | None:
        """What is checked out, or None before the first commit."""
        if self._try("rev-parse", "--verify", "--quiet", "HEAD") is None:
            return None
        sha, time = self.git("log", "-1", "--format=%H %ct", "HEAD", "--").decode().split()
        branch = self._try("symbolic-ref", "--quiet", "--short", "HEAD") or b""
        return Commit(sha, int(time), os.fsdecode(branch.strip()))

    @cached_property
    def is_shallow(self) -> bool:
        """Whether older commits were left out when it was cloned."""
        return self.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def tracked(self) -> list[Tracked]:
        """All entries of the index under the root, links and submodules too, in path order."""
        entries: dict[str, Tracked] = {}
        for record in self.git("ls-files", "--stage", "-z").split(b"\0")[:-1]:
            meta, _, path = record.partition(b"\t")
            mode, blob, _stage = meta.decode().split(" ")
            name = os.fsdecode(path)
            entries[name] = Tracked(name, mode, blob)
        return [entries[name] for name in sorted(entries)]

    def changed(self) -> Changes:
        """What differs from HEAD under the root."""
        out = self.git("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".")
        prefix = os.fsdecode(self.git("rev-parse", "--show-prefix").removesuffix(b"\n"))
        tracked: list[str] = []
        untracked: list[str] = []
        for record in filter(None, out.split(b"\0")):
            path = os.fsdecode(record[3:]).removeprefix(prefix)
            (untracked if record.startswith(b"??") else tracked).append(path)
        return Changes(tuple(tracked), tuple(untracked))

    @property
    def is_dirty(self) -> bool:
        """Whether a tracked file under the root differs from HEAD."""
        return bool(self.git("status", "--porcelain=v1", "-z", "--untracked-files=no", "--", "."))

    def release_tag(self, globs: tuple[str, ...]) -> str | None:
        """The newest release tag behind HEAD, by version order; a tag on HEAD itself is this release."""
        if self.head is None:
            return None
        out = self.git("tag", "--list", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname")
        tags = os.fsdecode(out).splitlines()
        return next((tag for tag in tags if any(fnmatchcase(tag, glob) for glob in globs)), None)

    def release_tag_here(self, globs: tuple[str, ...]) -> str:
        """The release tag on HEAD itself, the highest by version order; "" if there is none."""
        out = self._try("tag", "--list", "--points-at", "HEAD", "--sort=-version:refname") or b""
        tags = os.fsdecode(out).splitlines()
        return next((tag for tag in tags if any(fnmatchcase(tag, glob) for glob in globs)), "")

    def describe(self) -> str:
        """HEAD as seen from the newest tag, "v1.2.0-3-gabc1234"; "" where there is no tag."""
        return os.fsdecode((self._try("describe", "--tags", "HEAD") or b"").strip())

    def paths_changed_since(self, since: str) -> set[str]:
        """Paths under the root whose content in the work tree differs from *since*."""
        out = self.git("diff", "--name-only", "-z", "--relative", "--no-ext-diff", "--no-renames", since, "--", ".")
        return {os.fsdecode(path) for path in out.split(b"\0") if path}

    def lines_added(self, since: str, path: str) -> set[int]:
        """Numbers, from 1, of the lines of *path* in the work tree that *since* did not have."""
        out = self.git("diff", "--unified=0", "--no-ext-diff", "--no-textconv", "--no-renames", since, "--", path)
        numbers: set[int] = set()
        for start, count in HUNK.findall(out):
            numbers.update(range(int(start), int(start) + int(count or 1)))
        return numbers

    def renames_since_change_of(self, path: str) -> dict[str, str]:
        """New paths by old ones, since the commit that last changed *path*, itself included, up to the work tree."""
        if self.head is None:
            return {}
        last = self.git("log", "-1", "--format=%H", "--", path).decode().strip() or "HEAD"
        if last != "HEAD" and self._try("rev-parse", "--verify", "--quiet", f"{last}^{{commit}}^") is not None:
            last += "^"
        options = ("--name-status", "-z", "-M", "--diff-filter=R", "--relative", "--no-ext-diff")
        parts = [os.fsdecode(part) for part in self.git("diff", *options, last, "--", ".").split(b"\0")[:-1]]
        return dict(zip(parts[1::3], parts[2::3], strict=True))

    def git(self, *args: str) -> bytes:
        """What ``git ARGS`` prints, run in the root.

        Raises:
            CannotMeasure: git is missing, failed or took longer than two minutes.
        """
        done = self._run(args)
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        if "not a git repository" in said:
            raise CannotMeasure(
                f"{self.root} is not in a git repository, and git decides what is tracked",
                "run it inside a clone, or make one: git init && git add --all && git commit",
            )
        if "dubious ownership" in said:
            raise CannotMeasure(
                f"git refuses {self.root}: it belongs to another user",
                f"git config --global --add safe.directory {self.root}",
            )
        raise CannotMeasure(f"git {' '.join(args[:2])} failed in {self.root}: {said}", "run it by hand to see why")

    def _try(self, *args: str) -> bytes | None:
        done = self._run(args)
        return done.stdout if done.returncode == 0 else None

    def _run(self, args: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
        command = ("git", "--no-pager", "-c", "core.quotePath=false", "-c", "color.ui=false", *args)
        try:
            return subprocess.run(
                command,
                cwd=self.root,
                env={**MASK.without_credentials(os.environ), **ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except FileNotFoundError:
            raise CannotMeasure("git is not on the PATH, and git decides what is tracked", "install git") from None
        except subprocess.TimeoutExpired:
            raise CannotMeasure(
                f"git {' '.join(args[:2])} did not end within {TIMEOUT:g} s in {self.root}",
                "run it by hand to see what it waits for",
            ) from None
