"""Counts the executable lines of Python files by coverage's own rules, for files that a report omits."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.reading import read
from pytest_golive.codebase.seen import digests_of
from pytest_golive.codebase.workers import spread
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable
from pytest_golive.processes import children
from pytest_golive.processes.pythons import python_of_ours, without_paths
from pytest_golive.progress import Progress, silent
from pytest_golive.testrun.project.environment import clean

WORKER: Final = "pytest_golive.testrun.coverage.statements_worker"
RULES: Final = "pytest_golive.testrun.coverage.rules_worker"
TIMEOUT: Final = 300.0
COMMENT: Final = re.compile(rb"\s*(?:#|//|/\*|\*|--)")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the project's coverage configuration excludes.

    Attributes:
        left_out: by path, the rule that excludes it: "omit", "include", "source", …
        exclude: regular expression for the excluded lines; "" for none.
        version: of coverage.
    """

    left_out: Mapping[str, str]
    exclude: str
    version: str


@dataclass(frozen=True, slots=True)
class Statements:
    """The executable lines of one file.

    Attributes:
        counted: numbers, from 1, of the lines that count.
        spared: of excluded lines, such as those under "pragma: no cover".
        branches: the number of branches of the counted lines.
        parsed: whether a parser found them; otherwise every line with more than a comment counts.
    """

    counted: frozenset[int]
    spared: frozenset[int] = frozenset()
    branches: int = 0
    parsed: bool = False


def read_rules(root: Path, paths: Sequence[str], source: Sequence[str]) -> Rules:
    """Run coverage to find out which of *paths* the project's configuration excludes.

    Args:
        root: the project.
        paths: Python files, relative to it.
        source: folders to measure if the configuration names none.

    Raises:
        CannotMeasure: coverage cannot read the configuration.
    """
    try:
        done = subprocess.run(
            python_of_ours(root, RULES),
            cwd=root,
            env=without_paths(clean(children.environment(os.environ))),
            input=json.dumps({"paths": list(paths), "source": list(source)}).encode(),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise CannotMeasure(
            f"coverage did not say how it is configured ({type(error).__name__})",
            "see whether it works: python -m coverage debug config",
        ) from None
    if problem := quotable(str(answer.get("problem") or "")):
        raise CannotMeasure(
            f"coverage cannot read its configuration: {problem}", "correct it; python -m coverage debug config shows it"
        )
    return Rules(**answer)


def count_statements(
    root: Path,
    files: Sequence[SourceFile],
    rules: Rules,
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> dict[str, Statements]:
    """The statements of *files*, by path.

    In a file that is not Python, or that this Python cannot parse, every line of code counts.

    Args:
        root: the project.
        files: of any language.
        rules: which lines do not count.
        progress: reports the progress.
        cache: keeps the results.
    """
    python = [file.path for file in files if file.is_python]
    about = f"coverage {rules.version}, exclude {rules.exclude!r}"
    digests = digests_of(root, python) if cache.folder else dict.fromkeys(python, "")

    def work(missing: Sequence[str]) -> Iterator[dict[str, Any]]:
        return spread(WORKER, root, missing, "counting statements", progress, exclude=rules.exclude)

    answers = cache.through("statements", about, digests, work)
    found = {path: _statements(answer) for path, answer in answers.items() if not answer.get("problem")}
    return found | {file.path: _filled(root, file.path) for file in files if file.path not in found}


def _filled(root: Path, path: str) -> Statements:
    """Every line that is neither blank nor only a comment: more than are executable, never fewer."""
    numbered = enumerate(read(root, path).splitlines(), 1)
    return Statements(frozenset(number for number, line in numbered if line.strip() and not COMMENT.match(line)))


def _statements(answer: Mapping[str, Any]) -> Statements:
    return Statements(frozenset(answer["counted"]), frozenset(answer["spared"]), answer["branches"], parsed=True)
