"""What one run found out about one release, as a file: sealed by a digest, and signed where a key is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pytest_golive.errors import CannotMeasure

VERSION: Literal[1] = 1
NAMESPACE = "pytest-golive-record"  # of its signature: one for a row cannot take its place
MOST_BYTES = 64 * 1024 * 1024
BLOCKING = ("failed", "error", "not set up", "skipped", "not run", "not signed", "rejected")
Digest = Field(pattern=r"^sha256:[0-9a-f]{64}$")


class Strict(BaseModel):
    """What is not known is refused: a record that says more than we read was not written by us."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Subject(Strict):
    """The release that the record is about.

    Attributes:
        digest: of its content; see `content.digest_of`.
        roots: names of the commits without a parent that HEAD descends from: the repository's identity.
    """

    digest: str = Digest
    commit: str
    version: str = ""
    previous: str = ""
    roots: tuple[str, ...] = ()


class RecordedSignature(Strict):
    """What somebody said about a row, and what shows who it was; *why* it does not count, if it does not."""

    id: str
    by: str
    decision: Literal["approve", "reject"]
    signed: str
    trust: str = ""
    how: str = ""
    until: str = ""
    evidence: str = ""
    why: str = ""


class RecordedWaiver(Strict):
    """An exception that the settings make."""

    gate: str
    match: str = ""
    reason: str
    owner: str
    approver: str
    expires: str


class RecordedRow(Strict):
    """A row of the checklist, and how it ended."""

    id: str
    title: str
    section: str = ""
    phases: tuple[str, ...] = ()
    outcome: Literal[
        "passed", "waived", "known", "not applicable", "not due", "signed",
        "failed", "error", "not set up", "skipped", "not run", "not signed", "rejected",
    ]  # fmt: skip
    message: str = ""
    evidence: tuple[dict[str, Any], ...] = ()
    signatures: tuple[RecordedSignature, ...] = ()


class Record(Strict):
    """All that a run found out.

    Attributes:
        phases: those that were asked for.
        target: the name of the environment that was looked at, or "".
        settings: digest of the effective settings.
        documents: digests of the checklist's documents without their ticks, by path.
        tools: versions, by name.
        signers: where it stands who may sign, in words.
        loosened: what the settings let through and those of the previous release did not, in words.
        started: ISO 8601, UTC.
        digest: of all else, the signature left out.
        signature: of OpenSSH over the digest; "" where no key was given.
    """

    schema_version: Literal[1] = VERSION
    subject: Subject
    phases: tuple[str, ...]
    target: str = ""
    production: bool = False
    settings: str
    documents: dict[str, str] = {}
    tools: dict[str, str] = {}
    signers: str = ""
    waivers: tuple[RecordedWaiver, ...] = ()
    loosened: tuple[str, ...] = ()
    started: str
    ended: str
    rows: tuple[RecordedRow, ...]
    faults: tuple[str, ...] = ()
    verdict: Literal["GO", "NO-GO"]
    digest: str = ""
    signature: str = Field(default="", repr=False)

    @property
    def own_digest(self) -> str:
        """The digest that its words have."""
        words = self.model_dump(mode="json", exclude={"digest", "signature"})
        text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def sealed(self, sign: Callable[[bytes], str] | None = None) -> Record:
        """The same with its digest, and with the signature that *sign* makes over that, if there is one."""
        digest = self.own_digest
        return self.model_copy(update={"digest": digest, "signature": sign(digest.encode()) if sign else ""})

    @property
    def text(self) -> str:
        """The file."""
        return self.model_dump_json(indent=2, exclude_defaults=False) + "\n"

    @property
    def contradiction(self) -> str:
        """Why the verdict cannot follow from the rows, in words; "" if it does."""
        blocking = [row.id for row in self.rows if row.outcome in BLOCKING]
        if self.verdict == "GO" and (blocking or self.faults):
            return f"it says GO, but {(blocking or ['a fault'])[0]} stands in the way"
        if self.verdict == "GO" and not any(row.outcome in {"passed", "known", "signed"} for row in self.rows):
            return "it says GO, but nothing in it was verified"
        return ""


def read_record(path: Path) -> Record:
    """The record at *path*, whole and unedited as far as it tells itself; whether to believe it is for its signature.

    Raises:
        CannotMeasure: there is none, or it was cut, edited, or written by another version of the schema.
    """
    cure = "write it anew: --golive-record FILE"
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotMeasure(f"the record {path.name} cannot be read: {error.strerror}", cure) from error
    if len(data) > MOST_BYTES:
        raise CannotMeasure(f"the record {path.name} is larger than {MOST_BYTES // 1024**2} MiB", cure)
    record = _parsed(data, path.name, cure)
    if record.own_digest != record.digest:
        raise CannotMeasure(f"the record {path.name} was edited: its words have another digest", cure)
    if record.contradiction:
        raise CannotMeasure(f"the record {path.name} contradicts itself: {record.contradiction}", cure)
    return record


def _parsed(data: bytes, name: str, cure: str) -> Record:
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CannotMeasure(f"the record {name} is no JSON, or was cut: {str(error)[:100]}", cure) from error
    version = table.get("schema_version") if isinstance(table, dict) else None
    if version != VERSION:
        what = f"the record {name} is of schema {version!r}, and this version reads {VERSION}"
        raise CannotMeasure(what, "write and read it with one version of pytest-golive")
    try:
        return Record.model_validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise CannotMeasure(f"the record {name} is none: {place}: {first['msg']}", cure) from error
