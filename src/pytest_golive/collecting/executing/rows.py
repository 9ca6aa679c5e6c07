"""The team's own steps, and the batches of a deployment, as rows of the section deployment."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.activation import ROOT
from pytest_golive.collecting.executing.batch_rows import batch_rows, titles_of
from pytest_golive.delivery.steps.step import Step
from pytest_golive.judging.verdict import Entry
from pytest_golive.settings.deployment.steps import steps_of
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.model import Settings

if TYPE_CHECKING:
    from pytest_golive.delivery.steps.stepped import Stepped

SECTION = "deployment"


def steps_in(settings: Settings) -> list[Step]:
    """The team's own steps, in their order."""
    rules = settings.of(Deployment)
    by_name = {step.name: step for step in steps_of(rules.steps)}
    return [by_name[name] for name in rules.order() if name in by_name]


def step_entries(settings: Settings) -> list[Entry]:
    """Their rows, and those of batches, before they run."""
    rules = settings.of(Deployment)
    titles = {**titles_of(rules), **{one.name: one.heading for one in steps_in(settings)}}
    return [
        Entry(f"{ROOT}/{SECTION}::{name}", titles[name], SECTION, ("deploy",))
        for name in rules.order()
        if name in titles
    ]


def module_of(settings: Settings) -> ModuleType:
    """A module with one gate for each of them, and for each batch and its watch."""
    module = ModuleType(__name__)
    rules = settings.of(Deployment)
    rows = {**batch_rows(rules), **{step.name: _row_of(step) for step in steps_in(settings)}}
    for name in rules.order():
        if name in rows:
            setattr(module, name, rows[name])
    return module


def _row_of(step: Step) -> Callable[..., None]:
    @gate(step.heading, kind="", targets=step.targets)
    @pytest.mark.deploy
    def row(stepped: Stepped, judge: Judge) -> None:
        for name, value in stepped.notes:
            judge.note(name, value)
        for log in stepped.logs:
            judge.attach(log)
        if stepped.doubt is not None:
            raise stepped.doubt
        judge("faults of the step", stepped.faults, at_most=0, source=stepped.source)

    row.__name__ = row.__qualname__ = step.name
    row.__doc__ = f"A step of the team's own: {step.heading}."
    return row
