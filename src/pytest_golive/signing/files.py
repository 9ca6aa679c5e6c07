"""Signatures as files: one each, small, in TOML, made to be reviewed in a pull request."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MOST_BYTES = 64 * 1024
AHEAD = dt.timedelta(minutes=5)  # clocks differ
DECISIONS = ("approve", "reject", "revoke")
CONTENT = re.compile(r"sha256:[0-9a-f]{64}")
TEXTS = (
    "id",
    "row",
    "title",
    "by",
    "role",
    "decision",
    "content",
    "commit",
    "evidence",
    "note",
    "revokes",
    "signature",
)
NEEDED = ("id", "row", "by", "decision", "signed", "content")


@dataclass(frozen=True, slots=True)
class SignOff:
    """One person's word on one row, about one content.

    Attributes:
        id: of the words themselves; whoever edits them makes it wrong.
        decision: "approve", "reject", or "revoke" (of the signature that *revokes* names).
        signed: when, with its zone.
        title: the words of the row, which may change while its id stays.
        content: the digest of what was signed; see `content.digest_of`.
        commit: what was checked out then; only for messages.
        covers: globs of what was signed; () for all of the release.
        until: the last day on which it counts.
        signature: of OpenSSH, over `words`; "" where the commit that brought the file is the only witness.
        path: of the file, relative to the project.
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
    signature: str = field(default="", repr=False)
    path: str = ""

    @property
    def words(self) -> bytes:
        """What is signed: all but the id, the signature and the place of the file, in one spelling."""
        return _words({name: getattr(self, name) for name in self.__slots__ if name not in {"id", "signature", "path"}})

    @property
    def own_id(self) -> str:
        """The id that the words have."""
        return f"so-{hashlib.sha256(self.words).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that is no signature, with why and what to do."""

    path: str
    what: str
    cure: str = "write signatures by golive sign, and do not edit them"


def read_all(folder: Path, name: str, now: dt.datetime) -> Iterator[SignOff | Broken]:
    """The signatures in *folder*, by the names of their files; *name* is how messages call it."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir()):
        if file.suffix == ".toml" or not file.is_file():
            yield read(file, f"{name}/{file.name}", now)


def read(file: Path, path: str, now: dt.datetime) -> SignOff | Broken:
    """The signature in *file*; *path* is how messages call it."""
    if file.is_symlink() or not file.is_file():
        return Broken(path, "is no ordinary file", "remove it from the folder of signatures")
    try:
        with file.open("rb") as stream:
            return parsed(stream.read(MOST_BYTES + 1), path, now)
    except OSError as error:
        return Broken(path, f"cannot be read: {error.strerror}")


def parsed(data: bytes, path: str, now: dt.datetime) -> SignOff | Broken:
    """The signature that *data* spells, of the file *path*."""
    if len(data) > MOST_BYTES:
        return Broken(path, f"is larger than {MOST_BYTES // 1024} KiB")
    try:
        table = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Broken(path, f"cannot be read: {str(error).splitlines()[0][:200]}")
    return _checked(table, path, now)


def _checked(table: Mapping[str, Any], path: str, now: dt.datetime) -> SignOff | Broken:
    what = next((said for check in CHECKS if (said := check(table))), "")
    if what:
        return Broken(path, what)
    covers = tuple(table.get("covers", ()))
    known = {name: table[name] for name in (*TEXTS, "signed", "until") if name in table}
    found = SignOff(**known, covers=covers, path=path)
    if found.own_id != found.id:
        return Broken(path, "was edited after it was signed: its words have another id", "sign again: golive sign")
    if found.signed > now + AHEAD:
        when = found.signed.isoformat(timespec="minutes")
        return Broken(path, f"is dated in the future: {when}", "set the clock right and sign again")
    return found


def _unknown(table: Mapping[str, Any]) -> str:
    names = sorted(set(table) - {*TEXTS, "signed", "until", "covers"})
    return f"holds what no signature has: {', '.join(names)}" if names else ""


def _lacking(table: Mapping[str, Any]) -> str:
    names = [name for name in NEEDED if not table.get(name)]
    return f"lacks {', '.join(names)}" if names else ""


def _mistyped(table: Mapping[str, Any]) -> str:
    if wrong := [name for name in TEXTS if not isinstance(table.get(name, ""), str)]:
        return f"{wrong[0]} is no text"
    covers = table.get("covers", [])
    if not isinstance(covers, list) or not all(isinstance(glob, str) and glob for glob in covers):
        return "covers is no list of globs"
    signed, until = table.get("signed"), table.get("until")
    if not isinstance(signed, dt.datetime) or signed.tzinfo is None:
        return "signed is no time with a zone, as 2026-11-26T10:00:00Z"
    if until is not None and (isinstance(until, dt.datetime) or not isinstance(until, dt.date)):
        return "until is no date, as 2026-12-31"
    return ""


def _senseless(table: Mapping[str, Any]) -> str:
    if table["decision"] not in DECISIONS:
        return f"decision is none of {', '.join(DECISIONS)}"
    if not CONTENT.fullmatch(table["content"]):
        return "content is no digest, as golive sign writes it"
    if (table["decision"] == "revoke") != bool(table.get("revokes")):
        return "revokes must name a signature where the decision is revoke, and only there"
    return ""


CHECKS: tuple[Callable[[Mapping[str, Any]], str], ...] = (_unknown, _lacking, _mistyped, _senseless)


def _words(fields: Mapping[str, Any]) -> bytes:
    said = {name: _spelled(value) for name, value in fields.items() if value not in {"", (), None}}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _spelled(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value
