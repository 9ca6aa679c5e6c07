"""What the project's tests may know of the run that started them: nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

GUARD: Final = "GOLIVE_TESTING"
# What pytest, xdist, pytest-cov and coverage tell their own children.
FOREIGN: Final = ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "PYTEST_VERSION", "PYTEST_XDIST_", "COV_CORE_", "COVERAGE_")
KEPT: Final = ("COVERAGE_RCFILE", "COVERAGE_CORE")


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """*environment* without what belongs to the run around this one."""
    return {name: value for name, value in environment.items() if name in KEPT or not name.startswith(FOREIGN)}


def guarded(environment: Mapping[str, str], root: Path) -> dict[str, str]:
    """*environment* with a mark that *root*'s tests are being run.

    Raises:
        CannotMeasure: they are being run already, by a run around this one.
    """
    place = os.path.realpath(root)
    running = _running(environment.get(GUARD, ""))
    if place in running:
        raise CannotMeasure(
            "the test command runs this checklist, which would run the test command again",
            "leave the checklist out of it ([tool.golive.tests] command), with -m 'not pre_deploy' for instance",
        )
    return {**environment, GUARD: json.dumps([*running, place])}


def _running(text: str) -> list[str]:
    try:
        places = json.loads(text)
    except ValueError:
        return []
    return places if isinstance(places, list) else []
