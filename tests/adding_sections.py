"""A new section of the checklist, as files by room; docs/sections.md shows the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest_golive

GATES = """\
import pytest

from pytest_golive import Judge, gate

pytestmark = pytest.mark.pre_deploy


@gate("A licence is named")
def licence_named(licence_files: tuple[str, ...], judge: Judge) -> None:
    '''Nobody may use what has no licence.'''
    judge("files that name a licence", len(licence_files), at_least=1)
"""
FIXTURES = """\
from pytest_golive import Run, source
from {settings} import Licences


@source
def licence_files(golive: Run) -> tuple[str, ...]:
    globs = golive.settings.of(Licences).files
    return tuple(path.name for glob in globs for path in golive.root.glob(glob))
"""
SETTINGS = """\
from typing import ClassVar

from pydantic import Field
from pytest_golive import SectionTable


class Licences(SectionTable):
    KEY: ClassVar[str] = "licences"
    SHOWN: ClassVar[tuple[str, ...]] = ("files",)
    files: tuple[str, ...] = Field(("LICENSE",), description="globs of files that name the licence")
"""
EXPLAINING = """\
from pytest_golive import Explanation

PLACE = 15
EXPLANATIONS = {"licence_named": Explanation("Files by their names.", ("licences.files",), "Add a file LICENSE.")}
"""
PROPOSING = """\
def open_rows(survey, prefix):
    if not survey.documents:
        yield "licence_named", "there are no documents at all"
"""
# What is a room of ours, and where it lies in a package that adds to the checklist.
DEEP = {"proposing": "commands/init/proposing"}


def files(package: str) -> dict[str, str]:
    """The files of the section "licences", by room, in a package with that name."""
    return {
        "gates": GATES,
        "fixtures": FIXTURES.format(settings=f"{package}.settings.licences"),
        "settings": SETTINGS,
        "explaining": EXPLAINING,
        "proposing": PROPOSING,
    }


def copy_with_section(folder: Path) -> None:
    """Copy this package into *folder*, with one more file in each room."""
    home = folder / "pytest_golive"
    shutil.copytree(Path(pytest_golive.__file__).parent, home, ignore=shutil.ignore_patterns("__pycache__"))
    for room, text in files("pytest_golive").items():
        (home / DEEP.get(room, room) / "licences.py").write_text(text, encoding="utf-8")


def package_with_section(folder: Path, name: str = "acme_golive") -> Path:
    """Create a package in *folder* that adds the section by its entry point, as pip would install it."""
    for room, text in files(name).items():
        (folder / name / room).mkdir(parents=True)
        (folder / name / room / "__init__.py").touch()
        (folder / name / room / "licences.py").write_text(text, encoding="utf-8")
    (folder / name / "__init__.py").touch()
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[pytest_golive.sections]\nacme = {name}\n")
    return folder / name
