"""Proposals for code quality: how the tests run, and which files are critical."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.lines import defaults, named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.code_quality.tests import Tests
from pytest_golive.settings.wording.describing import spelled

NO_TESTS = "no tests were found; write some, or say in [{tests}] how they run or which JUnit files CI wrote"
NO_CODE = "no source code was found; commit it, or say why there is none"
OTHER_TESTS = (
    "the tests are not in Python: say in [{tests}] how they run, and which JUnit and coverage files that writes"
)


def _tests(survey: Survey) -> Iterator[str]:
    suite = survey.suite
    is_set = suite.is_sure and not _runs_itself(survey)
    if is_set:
        yield f"# Guessed from {suite.why}: review it."
    elif survey.runs_by:
        yield f"# They run by themselves, for {survey.runs_by}. Otherwise:"
    else:
        yield "# Say how they run, or which files CI wrote:"
    mark = "" if is_set else "# "
    yield f"{mark}command = {spelled(suite.command or ('pytest', '-q'))}"
    if suite.junit or not is_set:
        yield f"{mark}junit = {spelled(list(suite.junit or ('reports/*.xml',)))}"
    has_coverage = is_set and suite.coverage and not suite.lacks_coverage
    yield f"{'' if has_coverage else '# '}coverage_data = {spelled(suite.coverage or 'coverage.xml')}"
    if survey.virtualenv:
        yield f"python = {spelled(survey.virtualenv)}  # the project's virtualenv"
    if survey.runs_by and not survey.names_coverage and not is_set:
        folders = [path for path in survey.sources if path.isprintable() and "." not in path]
        yield "# No coverage configuration says what counts, so packages count and tests do not. To say it yourself:"
        yield f"# source = {spelled(folders or ['src'])}"
    yield from defaults(Tests)


TABLES = {"tests": _tests}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.code.is_there:
        yield "files_within_limit", NO_CODE
        yield "no_fixme_or_hack", NO_CODE
    if not survey.critical:
        hint = "name the critical files in critical above, or say why no file is critical"
        yield "critical_files_modular", hint
        yield "no_todo_in_critical_paths", hint
    suite = survey.suite
    if _runs_itself(survey) or (survey.tests and not suite.is_sure):
        return
    if not suite.is_sure:
        hint = (suite.lacks or (OTHER_TESTS if survey.other_tests else NO_TESTS)).format(tests=named(prefix, "tests"))
        yield "tests_pass", hint
        yield "coverage", hint
    elif suite.lacks_coverage:
        yield "coverage", suite.lacks_coverage.format(tests=named(prefix, "tests"))


def _runs_itself(survey: Survey) -> bool:
    """Whether a run finds how the tests run, and nothing in the project says better."""
    return bool(survey.runs_by) and not survey.suite.is_sure
