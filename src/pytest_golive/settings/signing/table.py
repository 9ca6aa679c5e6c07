"""The settings in ``[tool.golive.signing]``: who signs rows that no program can decide, and whose records count."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from pytest_golive.settings.signing.people import PersonTable, shared
from pytest_golive.settings.values.kinds import Folder, Globs, Text, Word
from pytest_golive.settings.values.table import Table

SelfApproval = Literal["no", "elsewhere", "yes"]
RECORDS = "golive-records/**"
Phase = Literal["pre_deploy", "deploy", "smoke", "post_deploy", "rollback"]


class RowRules(Table):
    """``[tool.golive.signing.rows."ROW"]``: what one row requires, if it differs from the common settings."""

    approvers: int | None = Field(
        None, ge=1, le=20, description="how many people must sign; the common setting if not given"
    )
    roles: tuple[Word, ...] | None = Field(None, description="roles that may sign; the common setting if not given")
    proven: bool | None = Field(None, description="whether identities must be proven; the common setting if not given")
    self_approval: SelfApproval | None = Field(
        None, description="whether authors may sign; the common setting if not given"
    )
    covers: Globs = Field((), description="globs of the files that the row covers; the whole release if none")


class Signing(Table):
    """``[tool.golive.signing]``."""

    folder: Folder = Field("golive-signoffs", description="folder of the signatures, one small file for each")
    aside: Globs = Field(
        (RECORDS,),
        description="globs of files that are no part of a release: lessons, post-mortems; of golive-records/** only "
        "records, receipts, attestations, broken glasses and signatures that golive wrote",
    )
    trusted: Text | None = Field(
        None,
        description="protected branch, such as 'origin/main', that says who may sign; the previous release if none",
    )
    approvers: int = Field(1, ge=1, le=20, description="how many people must sign a row")
    roles: tuple[Word, ...] = Field((), description="roles that may sign; anyone among the people if none")
    proven: bool | None = Field(
        None,
        description="whether a signature of a key must show who signed, and the author of a commit is not enough; on "
        "production alone if not given",
    )
    self_approval: SelfApproval = Field(
        "no",
        description="whether authors of the release's changes may sign: no; elsewhere, where they have changed nothing "
        "of what the row covers; or yes",
    )
    signed_records: bool | None = Field(
        None, description="whether only a signed record opens the next phase; on production alone if not given"
    )
    signed_releases: bool | None = Field(
        None,
        description="whether a release says who may sign, and whose changes are new, only if its tag or the record of "
        "its deployment is signed; on production alone if not given",
    )
    outsiders: tuple[Text, ...] = Field(
        (),
        description="addresses that belong to nobody among the people: bots, contributors from outside; their changes "
        "are nobody's own work",
    )
    recorders: tuple[Text, ...] = Field(
        (),
        description="people, such as a robot, who may sign records; anybody with an SSH key if none, but on production "
        "somebody must be named",
    )
    artefacts: Globs = Field((), description="globs of the files that go live, which an attestation covers")
    people: dict[Word, PersonTable] = Field(default_factory=dict, description="who may sign, by name")
    rows: dict[Text, RowRules] = Field(default_factory=dict, description="what single rows require, by their ids")

    @property
    def papers(self) -> tuple[str, ...]:
        """Globs of files with signatures and records; other files in the same folders belong to the release."""
        return (f"/{self.folder}", *(glob for glob in self.aside if glob == RECORDS))

    @property
    def named_aside(self) -> tuple[str, ...]:
        """Globs of the files that a team itself leaves out of a release."""
        return tuple(glob for glob in self.aside if glob != RECORDS)

    @field_validator("people", mode="after")
    @classmethod
    def _are_different(cls, people: dict[str, PersonTable]) -> dict[str, PersonTable]:
        if common := list(shared(people)):
            raise ValueError(f"has one person as two: {'; '.join(common)}")
        return people

    @model_validator(mode="after")
    def _are_known(self) -> Signing:
        if lost := [name for name in self.recorders if name not in self.people]:
            raise ValueError(f"recorders names {lost[0]!r}, who is not in people")
        return self


class PhaseTable(Table):
    """``[tool.golive.phases.NAME]``."""

    needs: Phase | Literal["nothing"] | None = Field(
        None,
        description="the phase whose record (--golive-after) must be a GO before; if not given, on production "
        "deploy needs pre_deploy, and post_deploy needs deploy",
    )


def told(key: str, was: object, now: object) -> str:
    """A changed setting in words: "self_approval: no → yes"."""
    if isinstance(was, dict) or isinstance(now, dict):
        return f"{key} are changed"
    return f"{key}: {_shown(was)} → {_shown(now)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "not given" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
