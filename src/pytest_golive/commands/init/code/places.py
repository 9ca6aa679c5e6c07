"""Where sources and tests are, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.commands.init import guessing

MARKER: Final = re.compile(rb"\bmark\.security\b")
NO_SOURCES: Final = frozenset({"setup.py", "conftest.py", "noxfile.py", "manage.py", "tasks.py"})


def sources_of(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders that coverage should measure: "src", or the packages and modules at the top."""
    from pytest_golive.testrun.project.product import scenario_folders

    scenarios = scenario_folders(paths)
    sources = (path for path in filter(guessing.is_source, paths) if not path.startswith(scenarios))
    return tuple(dict.fromkeys(top for path in sources if (top := path.split("/", 1)[0]) not in NO_SOURCES))


def tops(paths: Iterable[str]) -> tuple[str, ...]:
    """The folders of *paths*, without nested ones."""
    found: list[str] = []
    for folder in sorted({path.rpartition("/")[0] for path in paths}):
        if not any(not top or folder.startswith(f"{top}/") for top in found):
            found.append(folder)
    return tuple(top or "." for top in found)


def mark_security(root: Path, tests: Sequence[str]) -> bool:
    """Whether one of *tests* uses the security marker."""
    for path in tests:
        try:
            if MARKER.search((root / path).read_bytes()):
                return True
        except OSError:
            continue  # the run reports the error; here only a hint is lost
    return False
