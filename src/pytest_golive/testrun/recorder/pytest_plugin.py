"""The recorder as a plugin of the project's own pytest, 7 and later; see `writing`."""

# Also runs on Python 3.8; a test that replaces pathlib must not affect it.
# ruff: noqa: PTH111, PTH118

from __future__ import annotations

import os
import unittest
from collections.abc import Generator
from typing import Any

import pytest

from . import coverage_data
from .writing import LIMIT, hide, junit, recording, write

FACTS = "_golive_markers"
RAISED = "_golive_raised"
CHOOSING = (("-k", "keyword"), ("-m", "markexpr"))
CHOOSING_MORE = (("--deselect", "deselect"), ("--ignore", "ignore"), ("--ignore-glob", "ignore_glob"))
CHOOSING_AT_ALL = (("--last-failed", "lf"), ("--stepwise", "stepwise"), ("--collect-only", "collectonly"))
SKIPPED = "Skipped: "  # pytest's prefix of a reason


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: Any) -> None:
    """Record the versions, and request JUnit if the project does not; the project's own choice of a file stays."""
    option = config.option
    if getattr(option, "dist", "no") == "no" or hasattr(config, "workerinput"):
        hide()  # the controller of pytest-xdist runs no tests, and its workers need the variables
    if not recording():
        return
    # pytest expands variables in the name, and a folder may have the name $HOME.
    if junit == os.path.expandvars(junit) and not getattr(option, "xmlpath", junit):
        option.xmlpath = junit
    chosen = os.path.expanduser(os.path.expandvars(getattr(option, "xmlpath", None) or ""))
    path = os.path.join(str(config.invocation_params.dir), chosen) if chosen else ""
    tool = f"pytest {pytest.__version__}"
    retries = any("retry" in name for name, _ in config.pluginmanager.list_name_plugin())
    write("start", tool=tool, root=str(config.rootpath), junit=path, choices=_choices(config), retries=retries)


def pytest_collectreport(report: Any) -> None:
    """Record what could not be collected: its tests would be missing unnoticed."""
    if report.failed:
        _uncollected(report, "error")
    elif report.skipped:
        _uncollected(report, "skipped")


def pytest_collection_finish(session: Any) -> None:
    """Record the number of tests."""
    write("collected", total=len(session.items))


def pytest_deselected(items: Any) -> None:
    """Record how many tests an option deselected."""
    write("deselected", total=len(items))


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtestloop(session: Any) -> Generator[None, Any, None]:
    """Check the coverage data before pytest-cov's wrapper, which is around this one, combines it."""
    config = session.config
    before = coverage_data.state()
    yield
    if coverage_data.measures(config):
        if hasattr(config, "workeroutput"):
            coverage_data.tell(config)
        elif recording():
            foreign, other_names = coverage_data.sort(config, before)
            write("data", foreign=foreign, others=other_names)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Record the data of a worker of pytest-xdist."""
    coverage_data.note_worker(getattr(node, "workeroutput", {}))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(ids: Any) -> None:
    """Record the number of tests if pytest-xdist collects."""
    write("workers")
    write("collected", total=len(ids))


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_pyfunc_call(pyfuncitem: Any) -> Generator[None, Any, None]:
    """Record what the test raises before any hook of the project can hide it."""
    outcome = yield
    _note(pyfuncitem, outcome)


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_call(item: Any) -> Generator[None, Any, None]:
    """The same for tests that are not functions."""
    outcome = yield
    _note(item, outcome)


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, None]:
    """Add to the report what only the process of the test knows, before a hook of the project rewrites it."""
    outcome = yield
    if outcome.excinfo is None:
        raised = item.__dict__.pop(RAISED, "") if call.when == "call" else ""
        report = outcome.get_result()
        setattr(report, FACTS, sorted({marker.name for marker in item.iter_markers()}))
        setattr(report, RAISED, _kind(call.excinfo.value) if call.excinfo is not None else raised)


def pytest_runtest_logstart(nodeid: str, location: Any) -> None:
    """Record the start of a test: it may kill the process."""
    write("begin", id=nodeid, **_place(location))


def pytest_runtest_logreport(report: Any) -> None:
    """Record one phase of one test."""
    write(
        "report",
        id=report.nodeid,
        when=report.when,
        outcome=report.outcome,
        xfail=hasattr(report, "wasxfail"),
        part=hasattr(report, "context"),
        markers=getattr(report, FACTS, []),
        raised=getattr(report, RAISED, None),
        seconds=getattr(report, "duration", 0.0),
        message="" if report.passed else _message(report),
        **_place(report.location),
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(exitstatus: Any) -> None:
    """Record the end of the session; a process that dies does not."""
    write("end", status=int(exitstatus))


def _choices(config: Any) -> list[str]:
    """The options that select tests, as typed."""
    option = config.option
    chosen = [f"{flag} {getattr(option, name)!r}" for flag, name in CHOOSING if getattr(option, name, "")]
    chosen += [f"{flag} {value}" for flag, name in CHOOSING_MORE for value in getattr(option, name, None) or ()]
    chosen += [flag for flag, name in CHOOSING_AT_ALL if getattr(option, name, False)]
    source = getattr(getattr(config, "args_source", None), "name", "")
    return chosen + ([f"only {' '.join(map(str, config.args))}"] if source == "ARGS" else [])


def _note(item: Any, outcome: Any) -> None:
    if outcome.excinfo is not None:
        item.__dict__.setdefault(RAISED, _kind(outcome.excinfo[1]))


def _kind(error: Any) -> str:
    if isinstance(error, (pytest.skip.Exception, unittest.SkipTest)):
        return "skipped"
    return "xfailed" if isinstance(error, pytest.xfail.Exception) else "failed"


def _uncollected(report: Any, outcome: str) -> None:
    file = report.nodeid.partition("::")[0]
    write("uncollected", id=report.nodeid, file=file, outcome=outcome, message=_message(report))


def _place(location: Any) -> dict[str, Any]:
    return {"file": str(location[0]), "line": 0 if location[1] is None else location[1] + 1}


def _message(report: Any) -> str:
    text = getattr(getattr(report.longrepr, "reprcrash", None), "message", None)
    if text is None and isinstance(report.longrepr, tuple) and len(report.longrepr) == 3:  # noqa: PLR2004 -- path, line, reason
        text = report.longrepr[2]
    message = str(text or report.longrepr or "")
    if text is None:  # an import error comes with its complete traceback, in which pytest marks the error
        message = "\n".join(line[1:].strip() for line in message.splitlines() if line.startswith("E ")) or message
    return message[len(SKIPPED) * message.startswith(SKIPPED) :][:LIMIT]
