"""The record of a run for one release: a file sealed by a digest, and signed if a key is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, ValidationError, model_serializer

from pytest_golive.errors import CannotMeasure

VERSION: Literal[1] = 1
NAMESPACE = "pytest-golive-record"  # its own namespace, so that the signature of a row cannot be used for a record
MOST_BYTES = 64 * 1024 * 1024
CURE = "write it again: --golive-record=FILE"
BLOCKING = ("failed", "error", "not set up", "skipped", "not run", "not signed", "rejected")
Digest = Field(pattern=r"^sha256:[0-9a-f]{64}$")


class Strict(BaseModel):
    """Rejects unknown fields: a record with more fields than we read was not written by us."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Subject(Strict):
    """The release that the record is about.

    Attributes:
        digest: the digest of its content; see `content.digest_of`.
        roots: hashes of the root commits of HEAD, which identify the repository.
    """

    digest: str = Digest
    commit: str
    version: str = ""
    previous: str = ""
    roots: tuple[str, ...] = ()


class RecordedSignature(Strict):
    """A person's decision on a row, and the proof of identity; *why* says why it does not count, if it does not."""

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
    """A waiver in the settings."""

    gate: str
    match: str = ""
    reason: str
    owner: str
    approver: str
    expires: str


class RecordedRow(Strict):
    """A row of the checklist with its outcome."""

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
    """All results of a run.

    Attributes:
        phases: the requested phases.
        target: the name of the target, or "".
        settings: the digest of the effective settings.
        documents: the digests of the checklist's documents without ticks, by path.
        tools: the versions of tools, by name.
        signers: where the list of people who may sign was read, in words.
        loosened: what the settings allow and those of the previous release did not, in words.
        in_force: what the settings allow and the defaults do not, in words; None in the records of version 0.2.
        started: the time of the start, ISO 8601, UTC.
        digest: the digest of all other fields except the signature.
        signature: an OpenSSH signature over the digest; "" without a key.
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
    in_force: tuple[str, ...] | None = None
    started: str
    ended: str
    rows: tuple[RecordedRow, ...]
    faults: tuple[str, ...] = ()
    verdict: Literal["GO", "NO-GO"]
    digest: str = ""
    signature: str = Field(default="", repr=False)

    @model_serializer(mode="wrap")
    def _as_written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The fields; one that older records lack is left out, so that their digests hold."""
        fields: dict[str, Any] = write(self)
        return {name: value for name, value in fields.items() if name != "in_force" or value is not None}

    @property
    def own_digest(self) -> str:
        """The digest computed from the fields."""
        words = self.model_dump(mode="json", exclude={"digest", "signature"})
        text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def sealed(self, sign: Callable[[bytes], str] | None = None) -> Record:
        """The record with its digest, and with the signature that *sign* makes over the digest, if given."""
        digest = self.own_digest
        return self.model_copy(update={"digest": digest, "signature": sign(digest.encode()) if sign else ""})

    @property
    def text(self) -> str:
        """The content of the file."""
        return self.model_dump_json(indent=2, exclude_defaults=False) + "\n"

    @property
    def contradiction(self) -> str:
        """Why the verdict contradicts the rows, in words; "" if it does not."""
        blocking = [row.id for row in self.rows if row.outcome in BLOCKING]
        if self.verdict == "GO" and (blocking or self.faults):
            return f"it says GO, but {(blocking or ['a fault'])[0]} stands in the way"
        if self.verdict == "GO" and not any(row.outcome in {"passed", "known", "signed"} for row in self.rows):
            return "it says GO, but nothing in it was verified"
        return ""


def read_record(path: Path) -> Record:
    """The record at *path*, checked for completeness and edits; only its signature proves where it comes from.

    Raises:
        CannotMeasure: it is missing, cut off, edited, or written by another version of the schema.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotMeasure(f"the record {path.name} cannot be read: {error.strerror}", CURE) from error
    return record_in(data, path.name)


def record_in(data: bytes, name: str) -> Record:
    """The record in *data*, the content of the file *name*; raises errors as `read_record` does."""
    if len(data) > MOST_BYTES:
        raise CannotMeasure(f"the record {name} is larger than {MOST_BYTES // 1024**2} MiB", CURE)
    record = _parsed(data, name)
    if record.own_digest != record.digest:
        raise CannotMeasure(f"the record {name} was edited: its digest does not match its fields", CURE)
    # Such as a member that stands there twice, of which another reader believes the first.
    if data.replace(b"\r\n", b"\n") != record.text.encode():
        raise CannotMeasure(f"the record {name} was edited: it is not spelled as it was written", CURE)
    if record.contradiction:
        raise CannotMeasure(f"the record {name} contradicts itself: {record.contradiction}", CURE)
    return record


def _parsed(data: bytes, name: str) -> Record:
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CannotMeasure(f"the record {name} is not JSON, or was cut off: {str(error)[:100]}", CURE) from error
    version = table.get("schema_version") if isinstance(table, dict) else None
    if version != VERSION:
        what = f"the record {name} has the schema {version!r}, but this version reads {VERSION}"
        raise CannotMeasure(what, "write and read it with the same version of pytest-golive")
    try:
        return Record.model_validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise CannotMeasure(f"the record {name} is not valid: {place}: {first['msg']}", CURE) from error
