"""The model of ``[tool.golive]``; every number of the checklist is a default here.

Imported only when the checklist runs, since importing pydantic takes time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import Field, ValidationInfo, create_model, field_validator

from pytest_golive.settings.declaring import not_due
from pytest_golive.settings.signing.table import Phase, PhaseTable, Signing
from pytest_golive.settings.tables import by_key
from pytest_golive.settings.targets.target import Target
from pytest_golive.settings.values.kinds import (
    Day,
    Document,
    Folder,
    GateId,
    Gates,
    Glob,
    Globs,
    OneOrMore,
    Path,
    Reason,
    Text,
    Written,
)
from pytest_golive.settings.values.table import SectionTable, Table, build

SERVICE = "service"
OF_A_SERVICE = {"targets", "default_target"}
Each = TypeVar("Each", bound=SectionTable)


class WaiverTable(Table):
    """One ``[[tool.golive.waivers]]``: an exception with a date, an owner and a reason."""

    gate: GateId = Field(description="the gate that is waived, as section::gate")
    match: Glob | None = Field(
        None,
        description="glob of paths, a finding's fingerprint, or an advisory's id; the whole gate if not given",
    )
    reason: Written = Field(description="why it may stay")
    owner: Written = Field(description="who is responsible for removing it")
    approver: Written = Field(description="who approved it")
    expires: Day = Field(description="last day on which it is valid, in UTC")


class TrialTable(Table):
    """One row of ``[tool.golive.trial]``: it is measured and shown, and does not block yet."""

    until: Day = Field(description="last day of the trial, in UTC, at most 90 days ahead; then the row is red")
    owner: Written = Field(description="who is responsible for ending it")
    approver: Written = Field(description="who approved it")
    reason: Written = Field(description="why the row does not block yet")


class Common(Table):
    """``[tool.golive]``, without the tables of the sections."""

    kind: Literal["library", "service"] | None = Field(
        None, description="what the project is; rows that need a running service are not due for a library"
    )
    critical: Globs = Field((), description="globs of the files in which a fault does the most harm")
    exclude: Globs = Field((), description="globs of files that no static gate reads")
    gates: Folder = Field("gates", description="folder of the team's own gates")
    artifacts: Folder = Field(".golive", description="folder for logs and reports of a run")
    ratchet: Path = Field("golive-ratchet.txt", description="file of known findings, written by golive ratchet")
    checklist: Annotated[tuple[Document, ...], OneOrMore] = Field(
        (), description="Markdown documents whose rows are the checklist"
    )
    bindings: dict[Path, dict[Text, Text]] = Field(
        default_factory=dict,
        description="bindings of documents whose text must not change: for each document, row id = binding",
    )
    headings: dict[Text, Phase] = Field(
        default_factory=dict, description="phase of the rows below a heading, by words of it, before the usual ones"
    )
    occasions: tuple[Text, ...] = Field((), description="events such as 'rollback', which make rows with if= due")
    strict: bool = Field(
        default=False, description="whether each gate that is due must be bound in a row of the checklist's documents"
    )
    release_tags: tuple[Text, ...] = Field(
        (),
        description="globs of the tags that mark a final release; without any, those that are versions of this project",
    )
    previous_release: Text | None = Field(
        None, description="tag or commit of the previous release, if it is not the nearest one"
    )
    default_target: Text = Field("staging", description="target that live gates use without --target")
    targets: dict[Text, Target] = Field(
        default_factory=dict, description="environments that the service runs in, by name"
    )
    signing: Signing = Field(Signing.model_construct(), description="who signs rows that only people can decide")
    phases: dict[Phase, PhaseTable] = Field(default_factory=dict, description="what each phase needs, by its name")
    not_applicable: dict[Gates, Reason] = Field(
        default_factory=dict, description="rows that do not apply here: section::gate = reason, or section::* = reason"
    )
    self_approved_waivers: bool = Field(
        default=False, description="whether the owner of a waiver or of a trial may be its approver, too"
    )
    waivers: tuple[WaiverTable, ...] = Field((), description="dated exceptions")
    trial: dict[GateId, TrialTable] = Field(
        default_factory=dict, description="rows that are measured and do not block yet, by section::gate"
    )

    @field_validator("*", mode="after")
    @classmethod
    def _fits_the_rest(cls, value: object, info: ValidationInfo) -> object:
        """Settings for another kind of project contradict the kind, and some the targets; defaults are not checked."""
        name, project = info.field_name, info.data.get("kind")
        row = SERVICE if name in OF_A_SERVICE else getattr(value, "PROJECT", "")
        if value and not_due(row, project):
            raise ValueError(f'is for a {row}, but kind = "{project}"; remove it, or write kind = "{row}"')
        if isinstance(value, SectionTable):
            value.fits(info.data.get("targets", {}))
        return value

    def of(self, table: type[Each]) -> Each:
        """The table of a section: ``settings.of(CodeQuality)`` is ``[tool.golive.code_quality]``."""
        value = getattr(self, table.KEY)
        if not isinstance(value, table):
            raise TypeError(f"[tool.golive.{table.KEY}] is no {table.__name__}")
        return value


if TYPE_CHECKING:

    class Settings(Common):
        """``[tool.golive]``."""

else:
    Settings = create_model(
        "Settings",
        __base__=Common,
        __module__=__name__,
        __doc__="``[tool.golive]``.",
        # A table that was not validated holds the defaults, and needs no validator of its own.
        **{key: (table, table.model_construct()) for key, table in by_key(Common.model_fields).items()},
    )
    build(Settings)
