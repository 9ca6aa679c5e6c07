"""The environment of the project's tests, without traces of the run that starts them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

GUARD: Final = "GOLIVE_TESTING"
# Variables of pytest, xdist, pytest-cov and coverage for their own children.
FOREIGN: Final = ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "PYTEST_VERSION", "PYTEST_XDIST_", "COV_CORE_", "COVERAGE_")
KEPT: Final = ("COVERAGE_RCFILE", "COVERAGE_CORE")


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """*environment* without variables of the enclosing run."""
    return {name: value for name, value in environment.items() if name in KEPT or not name.startswith(FOREIGN)}


def guarded(environment: Mapping[str, str], root: Path) -> dict[str, str]:
    """*environment* with a mark that *root*'s tests are running.

    Raises:
        CannotMeasure: they are already running, in an enclosing run.
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
