"""The parts of a record: the release, who signed a row, what lets rows through, and the rows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class RecordedTrial(Strict):
    """A row on trial."""

    gate: str
    until: str
    reason: str
    owner: str
    approver: str


class RecordedGlass(Strict):
    """A broken glass: the rows that it names, whether they were red or not, and who answers for it.

    Attributes:
        how: what shows that the approver approved it, in words.
        opened, expires: ISO 8601, UTC.
    """

    id: str
    target: str
    rows: tuple[str, ...]
    reason: str
    by: str
    approver: str
    how: str
    opened: str
    expires: str


class RecordedRow(Strict):
    """A row of the checklist with its outcome."""

    id: str
    title: str
    section: str = ""
    phases: tuple[str, ...] = ()
    outcome: Literal[
        "passed", "waived", "known", "not applicable", "not due", "signed", "on trial", "not proven",
        "failed", "error", "not set up", "skipped", "not run", "not signed", "rejected",
    ]  # fmt: skip
    message: str = ""
    evidence: tuple[dict[str, Any], ...] = ()
    signatures: tuple[RecordedSignature, ...] = ()
