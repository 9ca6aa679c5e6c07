"""A worker process that runs bandit's own command line on batches of files: it reads a job as JSON and writes issues.

Only the walk through the syntax tree is ours; see `walk`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from pytest_golive.codebase.bandit.notebooks import Notebooks
from pytest_golive.codebase.bandit.walk import hasten
from pytest_golive.codebase.bandit.watch import Watch
from pytest_golive.codebase.bandit.words import OF_LITERALS, make_words_printable, without_literals

BATCH = 60  # files for one call of bandit's main
DEEPEST = 10_000
WRONG_SETTINGS = 2  # bandit's exit status
LONGEST = 200
UNSAID = "bandit does not say whether it read it"
LARGEST = 5_000_000  # bytes; the syntax tree takes about two hundred times as much


def main() -> None:
    """Answer for each path of the job on standard input: ``{"options": […], "paths": […]}``."""
    job = json.loads(sys.stdin.read())
    sys.setrecursionlimit(DEEPEST)  # two calls for each level of nested expressions; bandit itself stops at 1,000
    hasten()
    make_words_printable()
    watch, notebooks = Watch(), Notebooks()
    paths: list[str] = []
    for path in job["paths"]:
        if _is_too_large(path):
            _tell({"path": path, "problem": f"is too large to scan (over {LARGEST:,} bytes)"})
        else:
            paths.append(path)
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        report = _reported(job["options"], batch)
        seen = watch, notebooks
        for answer in _by_file(report, batch, seen) if isinstance(report, dict) else _refused(report, batch):
            _tell(answer)
        sys.__stdout__.flush()  # type: ignore[union-attr]


def _tell(answer: dict[str, Any]) -> None:
    sys.__stdout__.write(json.dumps(answer) + "\n")  # type: ignore[union-attr]


def _is_too_large(path: str) -> bool:
    """Whether bandit would need too much memory for it; if its size cannot be read, bandit itself reports that."""
    try:
        return os.stat(path).st_size > LARGEST  # noqa: PTH116 -- the name must stay as it is
    except OSError:
        return False


def _reported(options: list[str], paths: list[str]) -> dict[str, Any] | str:
    """The output of ``bandit -f json`` for *paths*, or why bandit does not start with the project's settings."""
    from bandit.cli.main import main as bandit

    # "./" so that a name that starts with a dash is no option.
    sys.argv = ["bandit", "-q", "-f", "json", *options, *(f"./{path}" for path in paths)]
    printed, logged = _Kept(), io.StringIO()
    status: object = 0
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(logged):
        try:
            bandit()
        except SystemExit as ended:
            status = ended.code
    if status == WRONG_SETTINGS:
        return _said(logged.getvalue())
    report = json.loads(printed.getvalue()) if status in {0, 1} and printed.getvalue() else None
    if not isinstance(report, dict):
        sys.exit(f"bandit ended with exit status {status}")
    return report


def _said(log: str) -> str:
    """The last error in bandit's log; before any file is read, it can only be about the settings."""
    errors = [line.rpartition("\t")[2] for line in log.splitlines() if "ERROR" in line or "error:" in line]
    return errors[-1].strip()[:LONGEST] if errors else "it does not say why"


def _refused(reason: str, paths: list[str]) -> Iterator[dict[str, Any]]:
    yield from ({"path": path, "problem": reason, "is_refused": True} for path in paths)


class _Kept(io.StringIO):
    """Standard output that bandit may close."""

    name = "-"

    def close(self) -> None:
        """Stay readable."""


def _by_file(report: dict[str, Any], paths: list[str], about: tuple[Watch, Notebooks]) -> Iterator[dict[str, Any]]:
    watch, notebooks = about
    issues: dict[str, list[Any]] = {}
    for raw in report["results"]:
        issue = [
            notebooks.line(raw),
            raw["test_id"],
            raw["test_name"],
            _cwe(raw),
            raw["issue_severity"].lower(),
            raw["issue_confidence"].lower(),
            _code(raw, notebooks.code(raw)),
        ]
        issues.setdefault(os.path.normpath(raw["filename"]), []).append(issue)
    problems = {os.path.normpath(error["filename"]): error["reason"] for error in report["errors"]}
    metrics = {os.path.normpath(name): numbers for name, numbers in report["metrics"].items()}
    excluded, checks, settings = watch.excluded(), watch.checks(), watch.settings()
    for path in paths:
        key = os.path.normpath(path)
        counted = metrics.get(key, {})  # bandit has counts for each file that it reads, even for an empty one
        nosec = counted.get("nosec", 0) + counted.get("skipped_tests", 0)
        yield {
            "path": path,
            "issues": issues.get(key, []),
            "nosec": nosec,
            "problem": problems.get(key, "" if key in metrics or key in excluded else UNSAID),
            "is_read": key not in excluded,
            "checks": checks,
            "settings": settings,
        }


def _cwe(raw: dict[str, Any]) -> int:
    """The number of the weakness; bandit's own message quotes the code and is not passed on."""
    number = (raw.get("issue_cwe") or {}).get("id", 0)
    return number if isinstance(number, int) else 0


def _code(raw: dict[str, Any], known: str | None) -> str:
    """A digest of the line with the issue, without its indentation."""
    start = f"{raw['line_number']} "
    lines = [line.removeprefix(start) for line in raw["code"].splitlines() if line.startswith(start)]
    code = " ".join(" ".join(lines if known is None else [known]).split())
    code = without_literals(code) if raw["test_id"] in OF_LITERALS else code
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]


if __name__ == "__main__":
    main()
