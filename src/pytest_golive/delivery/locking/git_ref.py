"""A lock that is a ref on the team's remote: the server creates it for one of all who push it at once.

Nothing but this ref is ever pushed: each push names it, says what it must be before, and sends one commit that has no
parent and no files.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.locking.holder import Holder, holder_in
from pytest_golive.delivery.locking.lock import locked_by, replaced
from pytest_golive.delivery.published.asking import FETCH
from pytest_golive.delivery.published.unreachable import unreachable
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.masking.foreign import quotable

PREFIX: Final = "refs/golive/locks/"
AUTHOR: Final = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "golive"), ("EMAIL", "golive@localhost"))
}
PUSH: Final = (
    "push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--no-force-if-includes",
    "--recurse-submodules=no",
)  # fmt: skip


def ref_of(target: str) -> str:
    """The ref of *target*'s lock."""
    return PREFIX + quote(target, safe="").replace(".", "%2E").replace("~", "%7E")


@dataclass
class GitRefLock:
    """The lock *ref* on the remote *remote*."""

    repository: Repository
    remote: str
    ref: str
    _sha: str = field(default="", init=False)  # what was there when it was looked at last
    _own: str = field(default="", init=False)  # the commit that we have pushed

    @property
    def place(self) -> str:
        """Where it is."""
        return f"{self.ref} on the remote {self.remote}"

    def holder(self) -> Holder | None:
        """Who holds it now."""
        self._sha = self._there()
        return self._holder(self._sha) if self._sha else None

    def breaking(self) -> str:
        """How a person removes it; if it has changed since, that command changes nothing."""
        return shlex.join(("git", "push", f"--force-with-lease={self.ref}:{self._sha}", self.remote, f":{self.ref}"))

    def acquire(self, holder: Holder) -> None:
        """Create the ref, if there is none."""
        with self._apart() as git:
            made = self._commit(git, holder)
            status, said = self._push(git, "", f"{made}:{self.ref}")
        if not status:
            self._own = made
            return
        self._sha = self._there()
        if self._sha == made:  # the connection broke after the server had taken it
            self._own = made
        elif self._sha:
            raise locked_by(self, self._holder(self._sha))
        else:
            raise self._cannot("taken", said)

    def release(self, holder: Holder) -> None:
        """Delete the ref, if it is still what we have pushed."""
        self._own = self._own or self._ours(holder)
        with self._apart() as git:
            status, said = self._push(git, self._own, f":{self.ref}")
        if status:
            self._sha = self._there()
            if self._sha == self._own:
                raise self._cannot("given back", said, self.breaking())
            if self._sha or "[rejected]" in said:
                raise replaced(self, self._holder(self._sha) if self._sha else None)
        self._own = ""

    def _ours(self, holder: Holder) -> str:
        """What is there, if it is *holder*'s: Ctrl-C may have come before we knew that it was taken."""
        found = self.holder()
        if found is None or not found.is_same(holder):
            raise replaced(self, found)
        return self._sha

    def _there(self) -> str:
        """The full hash of what the ref names; "" if there is none."""
        git = replace(self.repository.program, is_reaching=True)
        status, output, errors = git.tried("ls-remote", "--refs", self.remote, self.ref)
        if status:
            raise self._unreachable(errors)
        lines = (line.partition("\t") for line in os.fsdecode(output).splitlines())
        return next((sha for sha, _, ref in lines if ref == self.ref), "")

    def _holder(self, sha: str) -> Holder:
        with self._apart() as git:
            never = ("-c", f"remote.{self.remote}.followRemoteHEAD=never")
            fetching = replace(git, options=(*git.options, *never))
            fetching.tried("fetch", *FETCH, self.remote, self.ref)
            status, content, _ = replace(git, is_reaching=False).tried("cat-file", "commit", sha)
        if status:
            return Holder(f"somebody whose lock, {sha[:12]}, is no commit")
        return holder_in(content.partition(b"\n\n")[2])

    def _commit(self, git: Git, holder: Holder) -> str:
        own = replace(git, is_reaching=False)
        tree = own.run("hash-object", "-t", "tree", "-w", "--stdin").decode().strip()
        when = {f"GIT_{role}_DATE": holder.since for role in ("AUTHOR", "COMMITTER")}
        author = replace(own, places={**own.places, **AUTHOR, **when})
        words = f"Lock of {holder.target}: {holder}\n\n{holder.text}\n"
        return author.run("commit-tree", tree, feed=words.encode()).decode().strip()

    def _push(self, git: Git, expected: str, refspec: str) -> tuple[int, str]:
        never = (f"remote.{self.remote}.mirror=false", "push.gpgSign=false", "push.pushOption=")
        options = (*git.options, *(word for one in never for word in ("-c", one)))
        lease = f"--force-with-lease={self.ref}:{expected}"
        status, output, errors = replace(git, options=options).tried(*PUSH, lease, self.remote, refspec)
        return status, (output + errors).decode("utf-8", "replace")

    @contextmanager
    def _apart(self) -> Iterator[Git]:
        """Git whose new objects go into a folder of their own, so that nothing changes in the clone."""
        repository = self.repository
        own = repository.root / os.fsdecode(repository.git("rev-parse", "--git-path", "objects").removesuffix(b"\n"))
        with SCOPE.temporary_folder() as folder:
            quoted = str(own.resolve()).replace("\\", "\\\\").replace('"', '\\"')
            places = {"GIT_OBJECT_DIRECTORY": str(folder), "GIT_ALTERNATE_OBJECT_DIRECTORIES": f'"{quoted}"'}
            given = repository.program
            yield replace(given, places={**given.places, **places}, is_reaching=True)

    def _unreachable(self, errors: bytes) -> CannotMeasure:
        url = quotable(os.fsdecode(self.repository.git("ls-remote", "--get-url", self.remote)).strip())
        return unreachable(self.remote, url, quotable(errors.decode("utf-8", "replace")))

    def _cannot(self, what: str, said: str, cure: str = "") -> CannotMeasure:
        lines = [line.strip() for line in quotable(said).splitlines()]
        telling = [line for line in lines if line.startswith(("!", "fatal:", "error:", "remote:"))]
        why = "; ".join(" ".join(line.split()) for line in (telling or lines)[:3]) or "git does not say why"
        return CannotMeasure(
            f"the lock {self.place} cannot be {what}: {why[:500]}",
            cure or f"run the same command again; if it goes on, let this credential create and delete {PREFIX}* there",
        )
