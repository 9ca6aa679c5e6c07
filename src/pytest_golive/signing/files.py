"""Signatures as files: one small TOML file for each signature, so that a pull request can show it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_golive.signing.proving.fields import TEXTS, fault_of

MOST_BYTES = 64 * 1024
AHEAD = dt.timedelta(minutes=5)  # tolerance for clocks that differ


@dataclass(frozen=True, slots=True)
class SignOff:
    """One person's decision on one row, for one content.

    Attributes:
        id: computed from the fields, so that any edit is noticed.
        decision: "approve", "reject", or "revoke" (takes back the signature *revokes*).
        revokes: the id of that signature; for an approval, the ids of its signer's rejections that it ends.
        signed: the time of signing, with its time zone.
        title: the words of the row; they may change while its id stays.
        content: the digest of the signed content; see `content.digest_of`.
        commit: the commit that was checked out; used in messages only.
        covers: globs of what was signed; () for the whole release.
        release: the name of the release, where a signature covers less than its row and counts for that one alone.
        until: the last day on which the signature counts.
        signature: an OpenSSH signature over `words`; "" if only the commit that added the file shows who signed.
        path: the file, relative to the project.
    """

    id: str
    row: str
    by: str
    decision: str
    signed: dt.datetime
    content: str
    title: str = ""
    role: str = ""
    commit: str = ""
    covers: tuple[str, ...] = ()
    until: dt.date | None = None
    evidence: str = ""
    note: str = ""
    revokes: str = ""
    release: str = ""
    signature: str = field(default="", repr=False)
    path: str = ""

    @property
    def words(self) -> bytes:
        """The signed bytes: all fields except id, signature and path, in a canonical form."""
        return _words({name: getattr(self, name) for name in self.__slots__ if name not in {"id", "signature", "path"}})

    @property
    def own_id(self) -> str:
        """The id computed from the fields."""
        return f"so-{hashlib.sha256(self.words).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that is not a valid signature, with the reason and what to do."""

    path: str
    what: str
    how: str = ""

    @property
    def cure(self) -> str:
        """What to do: another signature does not replace this file."""
        path = shlex.quote(self.path)
        back = f"restore it (git checkout COMMIT -- {path}, git log -- {path} shows which), or git rm {path}"
        return self.how or f"{back} and sign again"


def read_all(folder: Path, name: str, now: dt.datetime) -> Iterator[SignOff | Broken]:
    """The signatures in *folder*, in order of file names; messages call the folder *name*."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir()):
        if file.suffix == ".toml" or not file.is_file():
            yield read(file, f"{name}/{file.name}", now)


def read(file: Path, path: str, now: dt.datetime) -> SignOff | Broken:
    """The signature in *file*; messages call it *path*."""
    if file.is_symlink() or not file.is_file():
        return Broken(path, "is not a regular file", "remove it from the folder of signatures")
    try:
        with file.open("rb") as stream:
            return parsed(stream.read(MOST_BYTES + 1), path, now)
    except OSError as error:
        return Broken(path, f"cannot be read: {error.strerror}")


def parsed(data: bytes, path: str, now: dt.datetime) -> SignOff | Broken:
    """The signature in *data*, the content of the file *path*."""
    if len(data) > MOST_BYTES:
        return Broken(path, f"is larger than {MOST_BYTES // 1024} KiB")
    try:
        table = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Broken(path, f"cannot be read: {str(error).splitlines()[0][:200]}")
    return _checked(table, path, now)


def _checked(table: Mapping[str, Any], path: str, now: dt.datetime) -> SignOff | Broken:
    if what := fault_of(table):
        return Broken(path, what)
    covers = tuple(table.get("covers", ()))
    known = {name: table[name] for name in (*TEXTS, "signed", "until") if name in table}
    found = SignOff(**known, covers=covers, path=path)
    if found.own_id != found.id:
        return Broken(path, "was edited after it was signed: its id does not match its fields")
    if found.signed > now + AHEAD:
        when = found.signed.isoformat(timespec="minutes")
        return Broken(
            path, f"is dated in the future: {when}", f"git rm {shlex.quote(path)}, set the clock and sign again"
        )
    return found


def _words(fields: Mapping[str, Any]) -> bytes:
    fields_given = {name: _spelled(value) for name, value in fields.items() if value not in {"", (), None}}
    return json.dumps(fields_given, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _spelled(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value
