"""Proposals for code quality: how the tests run, and which files are critical."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.lines import defaults, named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.code_quality.tests import Tests
from pytest_golive.settings.wording.describing import spelled

NO_TESTS = "no tests were found; write some, or say in [{tests}] how they run or which JUnit files CI wrote"
OTHER_TESTS = (
    "the tests are not in Python: say in [{tests}] how they run, and which JUnit and coverage files that writes"
)


def _tests(survey: Survey) -> Iterator[str]:
    if survey.runs_by:
        yield f"# They run by themselves, for {survey.runs_by}. Otherwise:"
    else:
        yield "# Say how they run, or which files CI wrote:"
    yield f"# command = {spelled(survey.runner or ('pytest', '-q'))}"
    yield '# junit = ["reports/*.xml"]'
    yield '# coverage_data = "coverage.xml"'
    if survey.virtualenv:
        yield f"python = {spelled(survey.virtualenv)}  # the project's virtualenv"
    if survey.runs_by and not survey.names_coverage:
        folders = [path for path in survey.sources if path.isprintable() and "." not in path]
        yield "# No coverage configuration says what counts, so packages count and tests do not. To say it yourself:"
        yield f"# source = {spelled(folders)}"
    yield from defaults(Tests)


TABLES = {"tests": _tests}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.critical:
        hint = "name the critical files in critical above, or say why no file is critical"
        yield "critical_files_modular", hint
        yield "no_todo_in_critical_paths", hint
    if not survey.runs_by and not survey.tests:
        hint = (OTHER_TESTS if survey.other_tests else NO_TESTS).format(tests=named(prefix, "tests"))
        yield "tests_pass", hint
        yield "coverage", hint
