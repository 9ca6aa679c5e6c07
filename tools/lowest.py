"""Install the oldest version of every dependency that pyproject.toml promises to work with: ``python tools/lowest.py``.

Nothing is asserted of what those depend on in turn; pip chooses the newest that fits.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
REQUIREMENT = re.compile(r"(?P<name>[\w.-]+(\[[\w,-]+\])?)>=(?P<version>[\w.]+)")


def lowest() -> list[str]:
    """As pip wants them, each once, such as ``pytest==8.4``; dependencies and extras, no groups of development."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = [wanted for extra, names in project["optional-dependencies"].items() if extra != "all" for wanted in names]
    found = [REQUIREMENT.match(wanted) for wanted in (*project["dependencies"], *extras)]
    if None in found:
        raise SystemExit(f"{PROJECT}: each dependency begins with NAME>=VERSION, the oldest that is tried")
    return sorted({f"{match['name']}=={match['version']}" for match in found if match})


if __name__ == "__main__":
    raise SystemExit(
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *lowest()], check=False).returncode
    )
