"""The files that the command line asks for; whoever asked relies on them, so without them there is no GO."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest

from pytest_golive.judging.verdict import Verdict
from pytest_golive.options import file_named

DOCUMENTS = "golive-documents"  # the plugin that knows the checklist's documents
KNOWN = "golive_known"  # the name under which a worker tells which gates of the team's own there are
ENDED = {pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR}
FILES = pytest.StashKey[list[str]]()  # a line for each file that was written, in words


def tell(config: pytest.Config, before: Verdict, after: Verdict, line: str) -> None:
    """Keep *line* for the terminal, unless a new fault says that the file could not be written."""
    if after.faults == before.faults:
        config.stash.setdefault(FILES, []).append(line)


def written(verdict: Verdict, config: pytest.Config, exitstatus: int) -> Verdict:
    """*verdict*, once the documents are ticked and the findings are written; with a fault for each that cannot be."""
    return _with_sarif(_with_ticks(verdict, config, exitstatus), config)


def _with_ticks(verdict: Verdict, config: pytest.Config, exitstatus: int) -> Verdict:
    """Tick the documents, unless the run was ended before it had looked at all of them."""
    out, documents = config.getoption("golive_checklist_out"), config.pluginmanager.get_plugin(DOCUMENTS)
    if not out or exitstatus in ENDED:
        return verdict
    if documents is None:
        return replace(verdict, faults=(*verdict.faults, "--golive-checklist-out: there is no document to tick"))
    ticked: Verdict = documents.ledger.tick(verdict, file_named(config.invocation_params.dir, out))
    tell(config, verdict, ticked, f"ticked document: {out}")
    return ticked


def _with_sarif(verdict: Verdict, config: pytest.Config) -> Verdict:
    name = config.getoption("golive_sarif")
    if not name:
        return verdict
    from pytest_golive.reports.sarif import write_sarif

    path = file_named(config.invocation_params.dir, name)
    try:
        write_sarif(path, verdict, version("pytest-golive"))
    except OSError as error:
        return replace(verdict, faults=(*verdict.faults, f"{path} cannot be written: {error.strerror}"))
    tell(config, verdict, verdict, f"findings as SARIF: {name}")
    return verdict
