"""``golive check``: a few rows at once, for a hook before a commit; never a verdict."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pytest_golive.activation import ROOT
from pytest_golive.commands.actions import DONE, REFUSED
from pytest_golive.errors import GoliveError
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome, tally_of
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import on_one_line
from pytest_golive.reports.markdown.offered import GITHUB

# They read only files, and none of them imports or runs the project.
QUICK: Final = (
    "code_quality::files_within_limit",
    "code_quality::critical_files_modular",
    "code_quality::no_todo_in_critical_paths",
    "code_quality::no_fixme_or_hack",
    "security::no_exposed_secrets",
    "security::no_vulnerable_code",
)
MOST: Final = 20  # findings of one row


def add_check(commands: Any) -> None:
    """The arguments of the command."""
    check = commands.add_parser(
        "check",
        help="measure a few rows at once, such as before a commit",
        description="Measure the rows named, or the quick ones, which only read files. It is no verdict, which takes "
        "the whole checklist: pytest -m pre_deploy.",
        epilog="Exit status: 0 each row holds, 1 one does not, or could not be measured, 4 faults in the settings.",
    )
    check.add_argument(
        "gates", nargs="*", default=[], metavar="GATE", help=f"section::gate; if not given, {', '.join(QUICK)}"
    )
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    """Measure the rows, and print how each ended."""
    from pytest_golive.commands.actions import gate_named
    from pytest_golive.settings.loading import find_project, load_settings

    root = find_project(Path.cwd())
    load_settings(root)  # faults in them have their own exit status
    gates = [gate_named(gate) for gate in args.gates] or QUICK
    rows = checked(root, gates)
    outcomes = [Outcome(rows[gate]["outcome"]) for gate in gates]
    lines = [line for gate in gates for line in _told(gate, rows[gate])]
    sys.stdout.write("\n".join([*lines, f"{tally_of(outcomes)}; this is no verdict: pytest -m pre_deploy", ""]))
    return REFUSED if any(outcome.blocks for outcome in outcomes) else DONE


class _Recorder:
    """Keeps how each row ended: the first phase that is not fine, else the body."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep the report's record."""
        record = getattr(report, "golive", None)
        if record and (report.when == "call" or not report.passed):
            known = self.rows.get(record["gate"])
            if known is None or not Outcome(known["outcome"]).blocks:
                self.rows[record["gate"]] = record


def checked(root: Path, gates: Sequence[str]) -> dict[str, dict[str, Any]]:
    """How each of *gates* ended in the project at *root*.

    Raises:
        GoliveError: the checklist did not run, or one of the rows did not.
    """
    import pytest

    recorder, printed = _Recorder(), io.StringIO()
    chosen = [gate if ".py::" in gate else f"{ROOT}/{gate}" for gate in gates]
    with _unshown(), contextlib.chdir(root), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = pytest.main(
            ["--rootdir", str(root), "-p", "no:cacheprovider", "--golive", *chosen], plugins=[recorder]
        )
    lacking = [gate for gate in gates if gate not in recorder.rows]
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED} or lacking:
        errors = " ".join(line for line in printed.getvalue().splitlines() if "rror" in line)
        which = f" for {', '.join(lacking)}" if lacking else ""
        what = f"the checklist did not run{which}: pytest ended with exit status {int(status)}"
        raise GoliveError(MASK.hide(f"{what}{': ' if errors else ''}{errors}"), "run pytest -m pre_deploy and see why")
    return recorder.rows


@contextlib.contextmanager
def _unshown() -> Iterator[None]:
    """Keep what is no verdict off the page where a CI system shows one."""
    page = os.environ.pop(GITHUB, None)
    try:
        yield
    finally:
        if page is not None:
            os.environ[GITHUB] = page


def _told(gate: str, record: dict[str, Any]) -> Iterator[str]:
    from pytest_golive.reports.table import WORDS

    outcome = Outcome(record["outcome"])
    message = f": {record['message']}" if record["message"] else ""
    yield on_one_line(MASK.hide(f"{WORDS[outcome][0]} {gate}{message}"))
    if not outcome.blocks:
        return
    breaches = [one for one in map(Evidence.from_dict, record["evidence"]) if one.ok is False]
    found = [finding for evidence in breaches for finding in evidence.found]
    for finding in found[:MOST]:
        yield "  " + on_one_line(MASK.hide(f"{finding.place}: {finding.message}" if finding.path else finding.message))
    if len(found) > MOST:
        yield f"  … and {len(found) - MOST:,} more"
    if record["cure"]:
        yield "  " + on_one_line(MASK.hide(f"to fix: {record['cure']}"))
