"""Tell signatures, broken glasses, records, receipts and attestations from all else, such as code, beside them."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.delivery.announcing.receipts import receipt_in
from pytest_golive.delivery.git.contents import ordinary_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.rollback.recorded import rehearsal_in
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.attestation import BUNDLE, PREDICATE
from pytest_golive.signing.files import SignOff, parsed
from pytest_golive.signing.glass.reading import glass_in, text_of
from pytest_golive.signing.record import record_in

NAMES: Final = (".json", ".toml")
EVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """The files that are named like signatures and records, and lie where those are kept.

    Attributes:
        globs: of where they are kept.
    """

    repository: Repository
    globs: Sequence[str]
    _others: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    def is_named(self, path: str) -> bool:
        """Whether *path* is one of them, whatever it holds."""
        return path.endswith(NAMES) and matches_any(path, self.globs)

    def is_other(self, path: str, commits: Iterable[str]) -> bool:
        """Whether *path* is something else in one of *commits*."""
        return self.is_named(path) and any(path in self._others_in(commit) for commit in commits)

    def is_other_here(self, path: str) -> bool:
        """Whether *path* is something else in the work tree."""
        file = self.repository.root / path
        if not self.is_named(path) or self._is_watched(path) or not os.path.lexists(file):
            return False
        return file.is_symlink() or not file.is_file() or not is_paperwork(path, file.read_bytes())

    def _others_in(self, commit: str) -> frozenset[str]:
        if commit not in self._others:
            folders = [f"{glob.strip('/').partition('/*')[0]}/" for glob in self.globs]
            asked = ("ls-tree", "-r", "-z", "--name-only", commit, "--", *folders)
            listing = self.repository.git(*asked) if folders else b""
            names = map(os.fsdecode, listing.split(b"\0")[:-1])
            paths = [path for path in names if self.is_named(path) and not self._is_watched(path)]
            found = ordinary_contents(self.repository, commit, paths)
            ours = {path for path, data in found.items() if is_paperwork(path, data)}
            self._others[commit] = frozenset(paths) - ours
        return self._others[commit]

    def _is_watched(self, path: str) -> bool:
        """Whether a run is a NO-GO anyway if *path* is no signature."""
        return path.endswith(".toml") and f"/{path.rpartition('/')[0]}" in self.globs


def is_paperwork(path: str, data: bytes) -> bool:
    """Whether *data*, the content of *path*, is a signature, glass, record, receipt or attestation of ours."""
    if path.endswith(".toml"):
        return isinstance(parsed(data, path, EVER), SignOff) or _is_glass(data, path)
    return path.endswith(".json") and (_is_attestation(data) or any(_reads(read, data) for read in READERS))


def _is_attestation(data: bytes) -> bool:
    try:
        table = json.loads(data)
        if not isinstance(table, dict) or table.get("mediaType") != BUNDLE:
            return False
        statement = json.loads(base64.b64decode(table["dsseEnvelope"]["payload"], validate=True))
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    is_whole = table.keys() == {"mediaType", "verificationMaterial", "dsseEnvelope"}
    return is_whole and isinstance(statement, dict) and statement.get("predicateType") == PREDICATE


def _is_glass(data: bytes, name: str) -> bool:
    """Whether it is a broken glass as golive writes it; in a comment that somebody added anything could stand."""
    try:
        return text_of(glass_in(data.decode(), name)).encode() == data
    except (CannotMeasure, UnicodeDecodeError):
        return False


def _reads(read: Callable[[bytes, str], object], data: bytes) -> bool:
    try:
        read(data, "file")
    except CannotMeasure:
        return False
    return True


READERS: tuple[Callable[[bytes, str], object], ...] = (record_in, receipt_in, rehearsal_in)
