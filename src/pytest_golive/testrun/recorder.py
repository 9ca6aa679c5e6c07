"""The recorder as a plugin of the project's own pytest, 7 and up; see `recorder_writing`."""

# Python 3.8 runs this, too, and a test that replaces pathlib must not reach it.
# ruff: noqa: PTH111, PTH118

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

from .recorder_writing import LIMIT, hide, junit, recording, write

FACTS = "_golive_markers"
SKIPPED = "Skipped: "  # pytest's own word before a reason


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: Any) -> None:
    """Say who records, and ask for JUnit where the project does not; its own choice of a file stands."""
    option = config.option
    if getattr(option, "dist", "no") == "no" or hasattr(config, "workerinput"):
        hide()  # the controller of pytest-xdist runs no tests, and its workers need what it has
    if not recording():
        return
    # pytest expands variables in the name, and a folder may be called $HOME.
    if junit == os.path.expandvars(junit) and not getattr(option, "xmlpath", junit):
        option.xmlpath = junit
    chosen = os.path.expanduser(os.path.expandvars(getattr(option, "xmlpath", None) or ""))
    path = os.path.join(str(config.invocation_params.dir), chosen) if chosen else ""
    write("start", tool=f"pytest {pytest.__version__}", root=str(config.rootpath), junit=path)


def pytest_collectreport(report: Any) -> None:
    """Keep what could not be collected: its tests are missing, and nobody would miss them."""
    if report.failed:
        _uncollected(report, "error")
    elif report.skipped:
        _uncollected(report, "skipped")


def pytest_collection_finish(session: Any) -> None:
    """Keep how many tests there must be."""
    write("collected", total=len(session.items))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(ids: Any) -> None:
    """Keep how many tests there must be, where pytest-xdist collects."""
    write("workers")
    write("collected", total=len(ids))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any) -> Generator[None, Any, None]:
    """Give the report what only the process that ran the test knows."""
    outcome = yield
    if outcome.excinfo is None:
        setattr(outcome.get_result(), FACTS, sorted({marker.name for marker in item.iter_markers()}))


def pytest_runtest_logstart(nodeid: str, location: Any) -> None:
    """Keep that a test began: it may kill the process."""
    write("begin", id=nodeid, **_place(location))


def pytest_runtest_logreport(report: Any) -> None:
    """Keep one phase of one test."""
    write(
        "report",
        id=report.nodeid,
        when=report.when,
        outcome=report.outcome,
        xfail=hasattr(report, "wasxfail"),
        part=hasattr(report, "context"),
        markers=getattr(report, FACTS, []),
        seconds=getattr(report, "duration", 0.0),
        message="" if report.passed else _message(report),
        **_place(report.location),
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(exitstatus: Any) -> None:
    """Keep that the session came to its end; a process that dies does not."""
    write("end", status=int(exitstatus))


def _uncollected(report: Any, outcome: str) -> None:
    file = report.nodeid.partition("::")[0]
    write("uncollected", id=report.nodeid, file=file, outcome=outcome, message=_message(report))


def _place(location: Any) -> dict[str, Any]:
    return {"file": str(location[0]), "line": 0 if location[1] is None else location[1] + 1}


def _message(report: Any) -> str:
    text = getattr(getattr(report.longrepr, "reprcrash", None), "message", None)
    if text is None and isinstance(report.longrepr, tuple) and len(report.longrepr) == 3:  # noqa: PLR2004 -- path, line, reason
        text = report.longrepr[2]
    said = str(text or report.longrepr or "")
    if text is None:  # what could not be imported is shown with all its traceback; pytest marks the error in it
        said = "\n".join(line[1:].strip() for line in said.splitlines() if line.startswith("E ")) or said
    return said[len(SKIPPED) * said.startswith(SKIPPED) :][:LIMIT]
