"""The files of signatures: those that lie in their folder, those that somebody took away, and who brought each."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_golive.delivery.git.contents import ordinary_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.signing.files import Broken, SignOff, parsed, read_all
from pytest_golive.signing.proving.proofs import Bringing, all_bringing, bringing, gone


@dataclass(frozen=True)
class Papers:
    """All files of signatures.

    Attributes:
        folder: where they lie, relative to the root.
        before: other folders where they lay since then; who says no there still does.
        since: the commit of the previous release; what was taken away before does not matter; None for all.
        now: the time.
    """

    repository: Repository
    folder: str
    since: str | None
    now: dt.datetime
    before: tuple[str, ...] = ()

    @cached_property
    def _read(self) -> tuple[SignOff | Broken, ...]:
        return tuple(read_all(self.repository.root / self.folder, self.folder, self.now))

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Files that are no signatures; one may have been a rejection, so they are no trifle."""
        return tuple(one for one in self._read if isinstance(one, Broken))

    @cached_property
    def all(self) -> tuple[SignOff, ...]:
        """Every signature, for whatever content, and of those that say no also what was deleted or overwritten."""
        here = (one for one in self._read if isinstance(one, SignOff))
        return tuple(dict.fromkeys((*here, *self._left, *self._gone)))

    @cached_property
    def _left(self) -> tuple[SignOff, ...]:
        """Rejections and revocations that lie where the settings look no longer."""
        read = (one for name in self.before for one in read_all(self.repository.root / name, name, self.now))
        return tuple(one for one in read if isinstance(one, SignOff) and one.decision != "approve")

    @cached_property
    def by_row(self) -> dict[str, list[SignOff]]:
        """The same by the ids of their rows."""
        found: dict[str, list[SignOff]] = {}
        for one in self.all:
            found.setdefault(one.row, []).append(one)
        return found

    def is_earlier(self, sign_off: SignOff) -> bool:
        """Whether the previous release contains it."""
        return sign_off.id in self._earlier

    @cached_property
    def _earlier(self) -> frozenset[str]:
        """Ids of the signatures that the previous release contains."""
        if not self.since:
            return frozenset()
        names = self.repository.git("ls-tree", "-r", "-z", "--name-only", self.since, "--", *self._folders)
        paths = [os.fsdecode(name) for name in names.split(b"\0")[:-1]]
        texts = ordinary_contents(self.repository, self.since, paths)
        read = (parsed(data, path, self.now) for path, data in texts.items())
        return frozenset(one.id for one in read if isinstance(one, SignOff))

    @cached_property
    def _gone(self) -> dict[SignOff, list[str]]:
        """Rejections and revocations that somebody deleted or overwrote, with the commits that had them."""
        found: dict[SignOff, list[str]] = {}
        if not self.repository.head:
            return found
        for path, commit, data in gone(self.repository, self._folders, self.since, self._changed):
            one = parsed(data, path, self.now)
            if isinstance(one, SignOff) and one.decision != "approve":
                found.setdefault(one, []).append(commit)
        return found

    def brought(self, sign_off: SignOff) -> Sequence[Bringing | None]:
        """The commits that brought a file, more than one if it was taken away; None where it is not as committed."""
        before = [bringing(self.repository, sign_off.path, commit) for commit in self._gone.get(sign_off, ())]
        blob = self._committed.get(sign_off.path)
        if blob is None or (
            before and sign_off not in (*self._read, *self._left)
        ):  # another signature may have its path now
            return before or [None]
        then, commit = self._bringing.get(sign_off.path, ("", None))
        return [*before, commit if then == blob else bringing(self.repository, sign_off.path)]

    @cached_property
    def _bringing(self) -> dict[str, tuple[str, Bringing]]:
        return all_bringing(self.repository, self._folders)

    @property
    def _folders(self) -> tuple[str, ...]:
        return tuple(f"{name}/" for name in dict.fromkeys((self.folder, *self.before)))

    @cached_property
    def _committed(self) -> dict[str, str]:
        """Files that are as HEAD has them, with their blobs: what nobody committed nobody has brought."""
        if not self.repository.head:
            return {}
        listing = self.repository.git("ls-tree", "-r", "-z", "HEAD", "--", *self._folders).split(b"\0")[:-1]
        entries = (os.fsdecode(entry).partition("\t") for entry in listing)
        return {path: about.split(" ")[2] for about, _, path in entries if path not in self._changed}

    @cached_property
    def _changed(self) -> frozenset[str]:
        return frozenset(self.repository.changed_tracked())
