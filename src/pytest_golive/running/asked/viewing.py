"""The verdict for people, in files: written last, when nothing can add to the verdict any more."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from pytest_golive.judging.verdict import Verdict
from pytest_golive.options import file_named
from pytest_golive.running.writing import tell


def viewed(verdict: Verdict, config: pytest.Config) -> Verdict:
    """*verdict*, once people can read it in the files that were asked for; with a fault if one cannot be written."""
    return _with_markdown(verdict, config)


def _with_markdown(verdict: Verdict, config: pytest.Config) -> Verdict:
    name = config.getoption("golive_markdown")
    if name is None:
        return verdict
    from pytest_golive.reports.markdown.summary import write_markdown

    path = file_named(config.invocation_params.dir, name)
    try:
        write_markdown(path, verdict)
    except OSError as error:
        return replace(verdict, faults=(*verdict.faults, f"{path} cannot be written: {error.strerror}"))
    tell(config, verdict, verdict, f"summary as Markdown: {name}")
    return verdict


def shown_by_ci(
    verdict: Verdict, config: pytest.Config, reporter: pytest.TerminalReporter, *, is_listing: bool
) -> None:
    """Put the verdict where the CI system shows it; nobody asked, so nothing depends on it."""
    from pytest_golive.reports import github

    if github.runs_on_github(os.environ):
        for command in github.commands(verdict):
            reporter.write_line(command)
    if is_listing:
        return
    from pytest_golive.reports.markdown.offered import GITHUB, add_to_step, upload_command

    try:
        if not add_to_step(verdict, os.environ) and os.environ.get(GITHUB):
            reporter.write_line(
                "golive: other commands have filled the summary of this step, so the verdict is not on it"
            )
    except OSError as error:
        reporter.write_line(f"golive: the summary of this step cannot be written: {error.strerror or error}")
    name = config.getoption("golive_markdown")
    if name and (upload := upload_command(file_named(config.invocation_params.dir, name), os.environ)):
        reporter.write_line(upload)
