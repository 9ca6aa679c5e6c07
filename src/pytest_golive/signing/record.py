"""The record of a run for one release: a file sealed by a digest, and signed if a key is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, ValidationError, model_serializer

from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.recorded.parts import (
    RecordedGlass,
    RecordedRow,
    RecordedSignature,
    RecordedTrial,
    RecordedWaiver,
    Strict,
    Subject,
)

__all__ = ["Record", "RecordedRow", "RecordedSignature", "RecordedWaiver", "Subject", "read_record", "record_in"]

VERSION: Literal[1] = 1
NAMESPACE = "pytest-golive-record"  # its own namespace, so that the signature of a row cannot be used for a record
MOST_BYTES = 64 * 1024 * 1024
CURE = "write it again: --golive-record=FILE"
BLOCKING = ("failed", "error", "not set up", "skipped", "not run", "not signed", "rejected")
UNPROVEN = "not proven"
EMERGENCY: Literal["BREAK-GLASS"] = "BREAK-GLASS"
NEWER = frozenset({"in_force", "deployed", "trials", "break_glass"})


class Record(Strict):
    """All results of a run.

    Attributes:
        phases, target: as requested; "" for no target.
        settings: the digest of the effective settings.
        documents: the digests of the checklist's documents without ticks, by path; *tools*: versions, by name.
        signers: where the list of people who may sign was read, in words.
        loosened: what the settings allow and those of the previous release did not, in words.
        in_force: what the settings allow and the defaults do not, in words; None in the records of version 0.2.
        trials: rows on trial; None where there are none, and in older records.
        break_glass: what let red rows through; None unless somebody broke the glass. The verdict is then no GO.
        started: the time of the start, ISO 8601, UTC.
        deployed: when the release was deployed, ISO 8601, UTC; None if nothing says so, and until version 0.2.
        digest: the digest of all other fields except the signature.
        signature: an OpenSSH signature over the digest; "" without a key.
    """

    schema_version: Literal[1] = VERSION
    subject: Subject
    phases: tuple[str, ...]
    target: str = ""
    production: bool = False
    settings: str
    documents: dict[str, str] = Field(default={})
    tools: dict[str, str] = Field(default={})
    signers: str = ""
    waivers: tuple[RecordedWaiver, ...] = ()
    trials: tuple[RecordedTrial, ...] | None = None
    break_glass: RecordedGlass | None = None
    loosened: tuple[str, ...] = ()
    in_force: tuple[str, ...] | None = None
    started: str
    ended: str
    deployed: str | None = Field(default=None, pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")
    rows: tuple[RecordedRow, ...]
    faults: tuple[str, ...] = ()
    verdict: Literal["GO", "NO-GO", "BREAK-GLASS"]
    digest: str = ""
    signature: str = Field(default="", repr=False)

    @model_serializer(mode="wrap")
    def _as_written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The fields; those that older records lack are left out, so that their digests hold."""
        fields: dict[str, Any] = write(self)
        return {name: value for name, value in fields.items() if name not in NEWER or value is not None}

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
        unproven = [row.id for row in self.rows if row.outcome == UNPROVEN]
        says = self.verdict
        if says != "NO-GO" and (blocking or self.faults):
            return f"it says {says}, but {(blocking or ['a fault'])[0]} stands in the way"
        if says != "NO-GO" and not any(row.outcome in {"passed", "known", "signed"} for row in self.rows):
            return f"it says {says}, but nothing in it was verified"
        if says == "GO" and (unproven or self.break_glass is not None):
            return "it says GO, but a glass was broken"
        if (says == EMERGENCY or unproven) and self.break_glass is None:
            return "rows of it were passed without proof, and it does not say by whom"
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
