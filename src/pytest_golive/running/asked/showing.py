"""The page of ``--golive-html``: whoever asked relies on it, so without it there is no GO."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest

from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Verdict
from pytest_golive.options import file_named
from pytest_golive.running.filing import signed_rows
from pytest_golive.running.writing import FILES, tell

OPTION = "--golive-html"


def check_page(config: pytest.Config) -> None:
    """Find out whether a page can be made, before anything is measured.

    Raises:
        pytest.UsageError: Jinja is not installed, or the option names no file.
    """
    name = config.getoption("golive_html", None)
    if name is None:
        return
    if not name.strip():  # such as a variable of a pipeline that is not set
        raise pytest.UsageError(f"{OPTION} names no file: name one, such as {OPTION}=report.html")
    from pytest_golive.reports.html.writing import INSTALL, is_possible

    if not is_possible():
        raise pytest.UsageError(f"{OPTION} needs Jinja, which is not installed: {INSTALL}")


def with_page(verdict: Verdict, run: Run, config: pytest.Config) -> Verdict:
    """*verdict*, once its page is written, if one was asked for; with a fault if that cannot be."""
    name = config.getoption("golive_html", None)
    if not name:
        return verdict
    from pytest_golive.reports.html.gathering import surroundings_of
    from pytest_golive.reports.html.writing import write_html

    path = file_named(config.invocation_params.dir, name)
    try:
        around = surroundings_of(verdict, run, signed_rows(config) or {})
        write_html(path, verdict, around, version("pytest-golive"))
    except OSError as error:
        return replace(verdict, faults=(*verdict.faults, f"{path} cannot be written: {error.strerror or error}"))
    except GoliveError as error:
        return replace(verdict, faults=(*verdict.faults, f"{path} cannot be written: {error}"))
    if (line := f"report: {name}") not in config.stash.get(FILES, []):  # it may be written once more
        tell(config, verdict, verdict, line)
    return verdict
