"""What a team may write in ``[tool.golive.signing]``: who decides what no program can, and whose records count."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from pytest_golive.settings.signing.people import PersonTable, shared
from pytest_golive.settings.values.kinds import Folder, Globs, Text, Word
from pytest_golive.settings.values.table import Table

SelfApproval = Literal["no", "elsewhere", "yes"]
Phase = Literal["pre_deploy", "deploy", "smoke", "post_deploy", "rollback"]


class RowRules(Table):
    """``[tool.golive.signing.rows."ROW"]``: what one row demands, where it is not what all demand."""

    approvers: int | None = Field(None, ge=1, le=20, description="how many people must sign; as for all if not given")
    roles: tuple[Word, ...] | None = Field(
        None, description="who may sign: one of these roles; as for all if not given"
    )
    proven: bool | None = Field(None, description="whether identities must be proven; as for all if not given")
    self_approval: SelfApproval | None = Field(None, description="whether authors may sign; as for all if not given")
    covers: Globs = Field((), description="globs of what the row is about; all of the release if none")


class Signing(Table):
    """``[tool.golive.signing]``."""

    folder: Folder = Field("golive-signoffs", description="folder of the signatures, one small file each")
    aside: Globs = Field(
        ("golive-records/**",),
        description="globs of files that are no part of a release: records, lessons, post-mortems",
    )
    trusted: Text | None = Field(
        None,
        description="protected branch, such as 'origin/main', that says who may sign; the previous release if none",
    )
    approvers: int = Field(1, ge=1, le=20, description="how many people must sign a row")
    roles: tuple[Word, ...] = Field(
        (), description="who may sign: one of these roles; anybody among the people if none"
    )
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
    recorders: tuple[Text, ...] = Field(
        (), description="people, such as a robot, who may sign records; anybody with an SSH key if none"
    )
    artefacts: Globs = Field((), description="globs of the files that go live, which an attestation is about")
    people: dict[Word, PersonTable] = Field(default_factory=dict, description="who may sign, by name")
    rows: dict[Text, RowRules] = Field(default_factory=dict, description="what single rows demand, by their ids")

    @field_validator("people", mode="after")
    @classmethod
    def _are_different(cls, people: dict[str, PersonTable]) -> dict[str, PersonTable]:
        if common := list(shared(people)):
            raise ValueError(f"has one person as two: {'; '.join(common)}")
        return people

    @model_validator(mode="after")
    def _are_known(self) -> Signing:
        if lost := [name for name in self.recorders if name not in self.people]:
            raise ValueError(f"recorders names {lost[0]!r}, who is not among people")
        return self


class PhaseTable(Table):
    """``[tool.golive.phases.NAME]``."""

    needs: Phase | Literal["nothing"] | None = Field(
        None,
        description="the phase whose record (--golive-after) must be a GO before; if not given, on production "
        "deploy needs pre_deploy, and post_deploy needs deploy",
    )
