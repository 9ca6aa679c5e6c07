"""Counts the statements of Python files with coverage's own parser: reads files as JSON, prints one result for each."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any


def answer(path: str, exclude: str) -> dict[str, Any]:
    """The executable lines of *path*, or the "problem" with reading it."""
    from coverage.exceptions import CoverageException
    from coverage.parser import PythonParser
    from coverage.python import get_python_source

    try:
        text = get_python_source(path)
        parser = PythonParser(text=text, filename=path, exclude=exclude or None)
        parser.parse_source()
        spared: set[int] = set()
        if parser.excluded:
            whole = PythonParser(text=text, filename=path)
            whole.parse_source()
            spared = whole.statements - parser.statements
        branches = _branches(parser)
    except (CoverageException, OSError, ValueError, RecursionError, MemoryError) as error:
        return {"path": path, "problem": type(error).__name__}
    return {"path": path, "counted": sorted(parser.statements), "spared": sorted(spared), "branches": branches}


def _branches(parser: Any) -> int:
    """The branches of the lines that have several, as ``coverage json`` counts them for a file that never ran."""
    return sum(count for count in parser.exit_counts().values() if count > 1)


def main() -> None:
    """Print a result for each path of the job on standard input."""
    job: Mapping[str, Any] = json.loads(sys.stdin.read())
    for path in job["paths"]:
        sys.stdout.write(json.dumps(answer(path, job["exclude"])) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
