"""The project's own configuration of pytest and coverage.

Only what must be known before the tests start is read here; the tools themselves are asked for the rest.
"""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import parser_fault
from pytest_golive.testrun.recorder.coverage_data import MEASURES_OTHERS

# The files that pytest and coverage read, and the names of their tables there.
PYTEST_FILES = (
    ("pytest.toml", "pytest"),
    (".pytest.toml", "pytest"),
    ("pytest.ini", "pytest"),
    (".pytest.ini", "pytest"),
    ("pyproject.toml", "tool.pytest"),
    ("pyproject.toml", "tool.pytest.ini_options"),
    ("tox.ini", "pytest"),
    ("setup.cfg", "tool:pytest"),
)
# In files of its own coverage takes the tables by either name, and looks no further.
COVERAGE_FILES = (
    (".coveragerc", ("coverage:{}", "{}")),
    (".coveragerc.toml", ("tool.coverage.{}", "{}")),
    ("setup.cfg", ("coverage:{}",)),
    ("tox.ini", ("coverage:{}",)),
    ("pyproject.toml", ("tool.coverage.{}",)),
)
OWN = ".coveragerc"
SOURCES = ("source", "source_pkgs", "source_dirs", "include")


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """The part of the coverage configuration that decides what is measured.

    Attributes:
        names_source: whether it says what to measure.
        omits: whether it says what not to measure.
        subprocesses: whether Python processes started by the tests are measured.
        others: whether processes that run no tests themselves may be measured.
    """

    names_source: bool
    omits: bool
    subprocesses: bool
    others: bool = False


def pytest_table(root: Path) -> dict[str, Any] | None:
    """The first table of pytest options under *root*; None if pytest is not configured.

    Raises:
        CannotMeasure: a file that pytest reads before it finds one cannot be read.
    """
    for name, table in PYTEST_FILES:
        if (found := _table(root / name, table)) is not None:
            return found
    return None


def addopts(root: Path) -> str:
    """The options that the project always passes to pytest, as text.

    Raises:
        CannotMeasure: see `pytest_table`.
    """
    options = (pytest_table(root) or {}).get("addopts", "")
    return " ".join(map(str, options)) if isinstance(options, list) else str(options)


def coverage_settings(root: Path) -> CoverageSettings:
    """The settings in the first file with coverage settings; the defaults if there is none.

    Raises:
        CannotMeasure: a file that coverage reads before it finds one cannot be read.
    """
    for name, tables in COVERAGE_FILES:
        run = _first_table(root / name, [table.format("run") for table in tables])
        report = _first_table(root / name, [table.format("report") for table in tables])
        if run is not None or report is not None or (name.startswith(OWN) and (root / name).is_file()):
            both = {**(report or {}), **(run or {})}
            return CoverageSettings(
                any(both.get(key) for key in SOURCES),
                bool(both.get("omit")),
                "subprocess" in str(both.get("patch")),
                _measures_others(both),
            )
    return CoverageSettings(names_source=False, omits=False, subprocesses=False)


def _first_table(file: Path, names: Iterable[str]) -> dict[str, Any] | None:
    return next((found for name in names if (found := _table(file, name)) is not None), None)


def _measures_others(run: Mapping[str, Any]) -> bool:
    options = f"{run.get('patch')} {run.get('concurrency')}"
    return any(word in options for word in MEASURES_OTHERS)


def _table(file: Path, name: str) -> dict[str, Any] | None:
    """One table of a TOML or INI file; None if the file or the table does not exist."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        return _toml(text, name) if file.suffix == ".toml" else _ini(text, name)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = error.strerror or str(error)
    except (ValueError, RecursionError, configparser.Error) as error:
        why = parser_fault(error)
    raise CannotMeasure(
        f"{file.name} cannot be read ({why}), so how the tests run and what is measured is unknown",
        f"correct {file.name}, or remove it",
        path=file.name,
    )


def _toml(text: str, name: str) -> dict[str, Any] | None:
    table: Any = tomllib.loads(text)
    for key in name.split("."):
        table = table.get(key) if isinstance(table, dict) else None
    if name == "tool.pytest" and isinstance(table, dict):
        # [tool.pytest.ini_options] makes an otherwise empty [tool.pytest] table.
        table = {key: value for key, value in table.items() if key != "ini_options"} or None
    return table if isinstance(table, dict) else None


def _ini(text: str, name: str) -> dict[str, Any] | None:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.read_string(text)
    return dict(parser.items(name)) if parser.has_section(name) else None
