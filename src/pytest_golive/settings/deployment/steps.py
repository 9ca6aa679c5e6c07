"""The settings in ``[tool.golive.deployment.steps.NAME]``: the team's own steps of a deployment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field, field_validator, model_validator

from pytest_golive.delivery.steps.filling.placeholders import check_known
from pytest_golive.delivery.steps.filling.quoting import check_shell
from pytest_golive.delivery.steps.step import KINDS, Retries, Step
from pytest_golive.settings.deployment.requests import RequestTable
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import (
    Argument,
    Duration,
    GateId,
    OneOrMore,
    Reason,
    Text,
)
from pytest_golive.settings.values.table import Table

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
GLOB: Final = re.compile(r"[A-Za-z_*?][A-Za-z0-9_*?]{0,199}", re.ASCII)
MOST_RETRIES: Final = 20


def step_name(value: str) -> str:
    """The name of a step, which is part of names of files, variables and rows."""
    if not NAME.fullmatch(value):
        raise ValueError("must be a name of small letters, digits and '_', such as 'migrate_database'")
    return value


def variables(value: str) -> str:
    """A name, or a glob of names, of environment variables, which does not stand for all."""
    if not GLOB.fullmatch(value):
        raise ValueError("must be the name of an environment variable, or a glob such as 'AWS_*'; never a value")
    if not value.strip("*?"):
        raise ValueError("stands for all variables, and so for all secrets; name those that the step needs")
    return value


StepName = Annotated[str, AfterValidator(step_name)]
Variables = Annotated[str, AfterValidator(variables)]
Names = Annotated[tuple[Text, ...], OneOrMore]


class RetriesTable(Table):
    """``retries`` of a step."""

    count: int = Field(ge=1, le=MOST_RETRIES, description="number of further attempts")
    wait: Duration = Field("10s", description="time between two attempts")
    reason: Reason = Field(description="why a further attempt may do better, which is shown with each")


class StepTable(Table):
    """``[tool.golive.deployment.steps.NAME]``."""

    command: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments; {version}, {target} and others stand for the run's"
    )
    shell: Text | None = Field(None, description="text for /bin/sh, where a list of arguments will not do")
    request: RequestTable | None = Field(None, description="an HTTP call")
    gate: GateId | None = Field(None, description="gate that must hold")
    signed: Text | None = Field(None, description="id of the checklist's row that people sign")
    title: Text | None = Field(None, description="what the step does, for people; its name if not given")
    after: Names = Field((), description="step or row that comes before it, such as 'backup_created'; one or more")
    before: Names = Field((), description="step or row that comes after it, such as 'deployed'; one or more")
    targets: tuple[Text, ...] = Field((), description="targets on which it runs; all if not given")
    timeout: Duration = Field("10m", description="time after which an attempt is ended with all that it started")
    retries: RetriesTable | None = Field(None, description="how often it is tried again if it fails, and why")
    environment: tuple[Variables, ...] = Field(
        (), description="environment variables that it gets besides PATH, HOME and the like, such as 'AWS_*'"
    )
    leaves: bool = Field(
        default=False, description="whether what it started may keep running, as a server on this machine does"
    )
    repeatable: bool = Field(default=False, description="whether it may run again after it finished")
    done_if: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments that exit with 0 if the step is done already, and with 1 if it is not",
    )

    @field_validator("command", "done_if")
    @classmethod
    def _is_understood(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if value is not None and not value[0].strip():
            raise ValueError("must begin with a program")
        check_known(value or ())
        return value

    @field_validator("shell")
    @classmethod
    def _is_safe(cls, value: str | None) -> str | None:
        if value is not None:
            if "\0" in value:
                raise ValueError("must not contain a NUL character")
            check_known([value])
            check_shell(value)
        return value

    @model_validator(mode="after")
    def _is_one_way(self) -> StepTable:
        ways = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(ways) != 1:
            found = f"has {' and '.join(ways)}" if ways else "does nothing"
            raise ValueError(f"{found}; needs exactly one of {', '.join(KINDS)}")
        if ways[0] in {"gate", "signed"}:
            useless = [
                key for key in ("retries", "environment", "leaves", "done_if", "repeatable") if getattr(self, key)
            ]
            if useless:
                raise ValueError(f"has {useless[0]}, which means nothing to a step that is a {ways[0]} row")
        if ways == ["request"] and (self.leaves or self.environment):
            raise ValueError(f"has {'leaves' if self.leaves else 'environment'}, which means nothing to a request")
        return self

    def as_step(self, name: str) -> Step:
        """The step that it describes."""
        return Step(
            name,
            command=self.command or (),
            shell=self.shell or "",  # nosec B604 -- the text of a step, not an argument of subprocess
            request=self.request.as_request() if self.request else None,
            gate=self.gate or "",
            signed=self.signed or "",
            title=self.title or "",
            after=self.after,
            before=self.before,
            targets=self.targets,
            timeout=seconds(self.timeout),
            retries=_retries(self.retries) if self.retries else None,
            environment=self.environment,
            leaves=self.leaves,
            repeatable=self.repeatable,
            done_if=self.done_if or (),
        )


def steps_of(tables: Mapping[str, StepTable]) -> list[Step]:
    """The steps that *tables* describe, in the order of the settings."""
    return [table.as_step(name) for name, table in tables.items()]


Steps = dict[StepName, StepTable]


def _retries(table: RetriesTable) -> Retries:
    return Retries(table.count, table.reason, seconds(table.wait))


__all__ = ["NAME", "RetriesTable", "StepTable", "Steps", "steps_of"]
