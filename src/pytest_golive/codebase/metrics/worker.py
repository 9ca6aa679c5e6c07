"""A worker process that measures complexity or lines of code: it reads files as JSON, and writes an answer for each."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.installed import version_of
from pytest_golive.codebase.inventory.languages.notebooks import code_of, read_notebook
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.metrics.functions import FunctionComplexity
from pytest_golive.codebase.reading import decode, line_ends, read
from pytest_golive.codebase.seen import digests_of
from pytest_golive.codebase.workers import FEW, spread
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress

MODULE = "pytest_golive.codebase.metrics.worker"


def measured(
    measure: str, root: Path, files: Sequence[SourceFile], progress: Progress, cache: ResultCache
) -> dict[str, dict[str, Any]]:
    """The answers about *files*, by path, in their order; a few files are measured in this process.

    Args:
        measure: "complexity" or "sloc".
        root: the project's folder.
        files: what to measure.
        progress: told how far it is.
        cache: keeps the answers.

    Raises:
        CannotMeasure: a file cannot be measured.
    """
    kinds = {file.path: [file.language, file.lexer] for file in files}
    what = "measuring complexity" if measure == "complexity" else "counting lines"

    def work(missing: Sequence[str]) -> Iterable[dict[str, Any]]:
        job: dict[str, Any] = {"measure": measure, "kinds": {path: kinds[path] for path in missing}}
        if len(missing) < FEW:
            return _with_progress(_answers(root, {**job, "paths": missing}), what, len(missing), progress)
        return spread(MODULE, root, missing, what, progress, **job)

    digests = digests_of(root, kinds) if cache.folder else dict.fromkeys(kinds, "")
    answers = cache.through(measure, _tools(), digests, work)
    for path in kinds:
        if answers[path].get("problem"):
            raise CannotMeasure(**answers[path]["problem"])
    return {path: answers[path] for path in kinds}


def _with_progress(
    answers: Iterator[dict[str, Any]], what: str, total: int, progress: Progress
) -> Iterator[dict[str, Any]]:
    for done, answer in enumerate(answers):
        progress(what, done, total)
        yield answer


def _tools() -> str:
    return f"radon {version_of('radon')}, Pygments {version_of('Pygments')}"


def _answers(root: Path, job: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in job["paths"]:
        file = SourceFile(path, *job["kinds"][path])
        answer: dict[str, Any] = {"path": path}
        try:
            answer |= _complexity(root, file) if job["measure"] == "complexity" else _sloc(root, file)
        except CannotMeasure as error:
            answer["problem"] = {"what": error.what, "cure": error.cure, "path": error.path, "line": error.line}
        yield answer


def _complexity(root: Path, file: SourceFile) -> dict[str, Any]:
    from pytest_golive.codebase.metrics.python_metrics import measure_python

    if file.is_notebook:
        return _complexity_of_notebook(root, file)
    content = read(root, file.path)
    lines = line_ends([content])
    if not file.is_python:
        return {"lines": lines, "maintainability": None, "functions": []}
    python = measure_python(file.path, content)
    return {"lines": lines, "maintainability": python.maintainability, "functions": _rows(python.functions)}


def _complexity_of_notebook(root: Path, file: SourceFile) -> dict[str, Any]:
    """The same for the code in its cells, on the lines of the notebook's own file."""
    from pytest_golive.codebase.metrics.python_metrics import measure_python

    notebook = read_notebook(decode(read(root, file.path)), file.path)
    answer: dict[str, Any] = {"lines": notebook.text.count("\n"), "maintainability": None, "functions": []}
    if not notebook.is_python:
        return answer
    python = measure_python(file.path, notebook.text.encode())
    placed = [function._replace(line=notebook.lines[function.line - 1]) for function in python.functions]
    return {**answer, "maintainability": python.maintainability, "functions": _rows(placed)}


def _rows(functions: Iterable[FunctionComplexity]) -> list[list[object]]:
    return [[function.name, function.line, function.complexity] for function in functions]


def _sloc(root: Path, file: SourceFile) -> dict[str, Any]:
    from pytest_golive.codebase.metrics.sloc import count_sloc

    return {"lines": count_sloc(code_of(root, file), file)}


def main() -> None:
    """Answer for each path of the job on standard input."""
    job = json.loads(sys.stdin.read())
    gc.set_threshold(50_000, 20, 20)  # syntax trees are many small objects, and need no garbage collector
    for answer in _answers(Path.cwd(), job):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
