"""All of the standard library: lines are counted, and code is scanned, as the slower tools do it.

    python -m benchmarks.real_code

The tests do the same with a few folders (tests/codebase/test_python_tokens.py, tests/codebase/test_workers.py).
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.codebase.metrics import python_lines
from pytest_golive.codebase.metrics.python_lines import count_python

STDLIB = Path(sysconfig.get_paths()["stdlib"])


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """The Python files of a folder that this Python reads."""
    for path in sorted(folder.glob("*.py")):
        try:
            ast.parse(path.read_bytes())
            yield path, path.read_text(encoding="utf-8").lstrip("\ufeff")
        except (SyntaxError, ValueError):
            continue


def of_bandit(paths: list[str]) -> set[tuple[object, ...]]:
    """What bandit finds by its own walk."""
    command = [sys.executable, "-W", "ignore", "-m", "bandit", "-q", "-f", "json", *paths]
    done = subprocess.run(command, cwd=STDLIB, capture_output=True, text=True, check=False)
    return {
        (
            os.path.normpath(one["filename"]),
            one["line_number"],
            one["test_id"],
            one["issue_severity"].lower(),
            one["issue_confidence"].lower(),
        )
        for one in json.loads(done.stdout)["results"]
    }


def ours(paths: list[str]) -> set[tuple[object, ...]]:
    """What our worker finds by ours."""
    command = [sys.executable, "-W", "ignore", "-m", "pytest_golive.codebase.bandit.worker"]
    job = json.dumps({"options": [], "paths": paths})
    done = subprocess.run(command, cwd=STDLIB, input=job, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return {(a["path"], row[0], row[1], row[4], row[5]) for a in answers for row in a["issues"]}


def main() -> int:
    """Go through all folders; the status is 1 where anything differs."""
    warnings.simplefilter("ignore")
    folders = sorted({path.parent for path in STDLIB.rglob("*.py") if "site-packages" not in path.parts})
    differs = 0
    for folder in folders:
        found = list(texts(folder))
        lines = [path.name for path, text in found if python_lines._quickly(text) != count_python(text)]  # noqa: SLF001
        paths = [path.relative_to(STDLIB).as_posix() for path, _ in found]
        issues = of_bandit(paths) ^ ours(paths) if paths else set()
        differs += bool(lines or issues)
        print(f"{folder.relative_to(STDLIB)}: {len(paths)} files", *lines, *sorted(map(str, issues)))
    return int(bool(differs))


if __name__ == "__main__":
    sys.exit(main())
