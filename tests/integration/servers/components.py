"""Programs that the integration tests need besides Python; a missing one is an error with its install command, no skip."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

# Debian keeps nginx where only root's PATH looks.
PLACES = (str(Path(__file__).parents[3] / ".tools" / "node" / "bin"), "/usr/sbin", "/usr/local/sbin")
NODE_MODULES = Path(__file__).parent / "oidc" / "node_modules"
LEAVE_OUT = "or leave these tests out with -m 'not integration'"
INSTALL = f"run tools/integration, {LEAVE_OUT}"


def program(name: str) -> str:
    """The path of a program; the test fails if it is missing."""
    found = shutil.which(name, path=os.pathsep.join([PLACES[0], os.environ.get("PATH", ""), *PLACES[1:]]))
    if found is None:
        pytest.fail(f"{name} is not installed: {INSTALL}", pytrace=False)
    return found


def node_package(name: str) -> Path:
    """The folder of an installed npm package; the test fails if it is missing."""
    return node_package_at(NODE_MODULES, name)


def node_package_at(modules: Path, name: str) -> Path:
    """The same in another folder of packages."""
    folder = modules / name
    if not (folder / "package.json").is_file():
        pytest.fail(f"the npm package {name} is not installed in {modules}: {INSTALL}", pytrace=False)
    return folder


def python_packages(*modules: str) -> None:
    """A failed test unless all can be imported."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        what = f"not installed in {sys.prefix}: {', '.join(missing)}"
        pytest.fail(f"{what}: run pip install --group integration, {LEAVE_OUT}", pytrace=False)
