"""Proposals for security: which tests are about it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.code.around import has_tool
from pytest_golive.commands.init.code.history import rounded_up
from pytest_golive.commands.init.lines import defaults, listed, named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.security import Security
from pytest_golive.settings.wording.describing import spelled

INSTALL = {"pip-audit": "pip install 'pytest-golive[audit]'", "npm": "install Node.js"}


def _security(survey: Survey) -> Iterator[str]:
    yield from defaults(Security)
    if survey.commits > Security().history_commits:
        yield f"# There are {survey.commits:,} commits since the last release, or since the beginning."
        yield f"history_commits = {rounded_up(survey.commits)}  # a tag at the last release makes it fewer"
    if survey.auditors:
        there = [tool for tool in survey.auditors if has_tool(tool)]
        yield "# Looked up at the service of each tool, which learns the names of what is installed."
        yield f"{'' if there else '# '}dependencies = {{ audit = {spelled(there or list(survey.auditors))} }}"
    if survey.marks_security:
        yield "# Security tests carry @pytest.mark.security."
    elif survey.security_tests:
        yield "# Security tests carry @pytest.mark.security, or lie here. Guessed by name: review it."
        yield from listed("test_paths", survey.security_tests)
    else:
        yield "# Security tests carry @pytest.mark.security, or are named here."
        yield '# test_paths = ["tests/security/**"]'


TABLES = {"security": _security}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.has_python:
        yield "no_vulnerable_code", "there is no Python here, and bandit reads nothing else"
    if not survey.auditors:
        yield "no_vulnerable_dependencies", "no dependencies were found that a tool can look up"
    elif not any(map(has_tool, survey.auditors)):
        hint = f"{INSTALL[survey.auditors[0]]}, and take the comment mark off dependencies in [{{table}}]"
        yield "no_vulnerable_dependencies", hint.format(table=named(prefix, "security"))
    if not survey.marks_security and not survey.security_tests:
        yield "security_tests_pass", "mark tests with @pytest.mark.security, or say why there are none"
