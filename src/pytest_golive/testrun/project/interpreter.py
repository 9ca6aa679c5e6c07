"""The Python that runs the project's tests, and the packages in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.processes import children

SETTING = "[tool.golive.tests] python"
TIMEOUT = 60.0
# A folder "coverage" of the project would be found as a namespace package: that has no origin.
PROBE = """
import sys
sys.path[:] = filter(None, sys.path)  # not the folder it runs in: the project's, which may hold a json.py
import importlib.util, json
def origin(name):
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return spec and spec.origin
names = ("pytest", "coverage", "pytest_cov", "xdist")
print(json.dumps([list(sys.version_info[:3]), [name for name in names if origin(name)]]))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One Python: its path, its version and the relevant tools in it."""

    path: str
    version: tuple[int, ...]
    has: frozenset[str]

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """*base* with the programs beside this interpreter first on the PATH."""
        folder = os.path.dirname(self.path)  # noqa: PTH120 -- a virtualenv's python is a link and must stay one
        env = {**base, "PATH": os.pathsep.join(filter(None, (folder, base.get("PATH", os.defpath))))}
        if self.path != sys.executable:
            env.pop("PYTHONHOME", None)
            env.pop("VIRTUAL_ENV", None)
            home = Path(folder).parent
            if (home / "pyvenv.cfg").is_file():
                env["VIRTUAL_ENV"] = str(home)
        return env


def find_interpreter(root: Path, python: str | None, *, packages: bool = True) -> Interpreter:
    """Find the interpreter that *python* names, and its packages.

    Args:
        root: the project; relative names start here.
        python: an interpreter, a program on the PATH, or a virtualenv's folder; this interpreter if None.
        packages: whether its packages are wanted; if not, this interpreter is not asked, for it runs.

    Raises:
        CannotMeasure: there is none, or it does not run.
    """
    if not python and not packages:
        return Interpreter(sys.executable, sys.version_info[:3], frozenset())
    path = _path(root, python) if python else sys.executable
    try:
        done = subprocess.run(
            (path, "-c", PROBE),
            cwd=root,
            env={
                key: value
                for key, value in children.environment(os.environ).items()
                if not key.startswith(("COVERAGE_", "COV_"))
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
        version, has = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise CannotMeasure(
            f"{path} does not run as a Python interpreter ({type(error).__name__})",
            f"name a working interpreter or virtualenv in {SETTING}",
        ) from None
    return Interpreter(path, tuple(version), frozenset(has))


def _path(root: Path, python: str) -> str:
    place = root / Path(python).expanduser()
    if place.is_dir():
        for name in ("bin/python", "Scripts/python.exe"):
            if (place / name).is_file():
                return str(place / name)
        raise CannotMeasure(
            f"{python} is a folder without bin/python, so it is no virtualenv",
            f"make it (python -m venv {python}), or name another in {SETTING}",
        )
    if place.is_file():
        return str(place)
    if "/" not in python and (found := shutil.which(python)):
        return found
    raise CannotMeasure(
        f"there is no interpreter or virtualenv {python!r}",
        f"make it (python -m venv {python}), or name another in {SETTING}",
    )
