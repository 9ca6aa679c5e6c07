"""What lies around the code: documents that state nothing, projects inside, and readers that are not installed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.guessing import ASIDE
from pytest_golive.commands.init.observed import content_of
from pytest_golive.errors import CannotMeasure

PROJECTS: Final = frozenset({"pyproject.toml", "setup.py", "package.json", "go.mod", "Cargo.toml", "pom.xml"})


def vague_standards(root: Path, paths: Sequence[str]) -> str:
    """The document about code standards, if it states nothing that can be compared with the configuration; else ""."""
    from pytest_golive.documents.freshness.documents import read
    from pytest_golive.documents.freshness.roles import STANDARDS, find
    from pytest_golive.documents.standards.statements import statements
    from pytest_golive.documents.tracked import Texts

    path = find(STANDARDS, Texts(root, tuple(paths)), {}, {})
    try:
        text = content_of(root / path).decode("utf-8", "replace") if path else ""
        return "" if not path or statements(read(path, text)) else path
    except CannotMeasure:
        return ""  # the run reports why it cannot be read


def projects_in(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders below this one with a project of their own, without tests and examples."""
    folders = {path.rpartition("/")[0] for path in paths if "/" in path and path.rpartition("/")[2] in PROJECTS}
    return tuple(sorted(folder for folder in folders if not any(map(_is_aside, folder.split("/")))))


def _is_aside(folder: str) -> bool:
    return ASIDE.fullmatch(folder.lower()) is not None


def missing_extras(paths: Sequence[str]) -> Mapping[str, str]:
    """The extras that rows about this repository need and that are not installed, each with the reason."""
    missing = {}
    if any(path.endswith(".py") for path in paths) and not has_tool("pip-audit"):
        missing["audit"] = "looks up the dependencies"
    if any(path.endswith(".rst") for path in paths) and find_spec("docutils") is None:
        missing["rst"] = "reads the documents in reStructuredText"
    return missing


def has_tool(name: str) -> bool:
    """Whether a tool that looks dependencies up is installed here."""
    return find_spec("pip_audit") is not None if name == "pip-audit" else shutil.which(name) is not None
