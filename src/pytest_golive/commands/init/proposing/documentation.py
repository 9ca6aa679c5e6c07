"""Proposals for documentation: which of the existing documents each release needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_golive.commands.init.lines import defaults, named
from pytest_golive.commands.init.survey import Survey
from pytest_golive.documents.freshness.roles import CHANGELOG, STANDARD, STANDARDS, SUMMARY
from pytest_golive.settings.documentation.table import Documentation
from pytest_golive.settings.wording.describing import spelled

README = re.compile(r"readme(?:\.(?:md|markdown|rst|rest))?", re.IGNORECASE)
VAGUE = "{path} names no limit and no tool; say in it what is enforced, such as line length, formatter and linter"


def _documentation(survey: Survey) -> Iterator[str]:
    found = tuple(role for role in STANDARD if role in survey.roles)
    if found == STANDARD:
        yield "# Every document of the checklist is there: each release needs them all."
        yield 'documents = "standard"'
    elif found:
        yield f"# Documents that each release needs, of those that are there. All: {spelled(STANDARD)}."
        yield f"documents = {spelled(found)}"
    else:
        yield '# documents = "standard"  # those that each release needs; none was found'
    yield "# Documents of your own, each with the globs of what it is about:"
    yield '# covers = { "docs/paying.md" = ["src/shop/pay/**"] }'
    yield "# The public API, what docstrings have to say, and what a version promises:"
    yield '# api = { public = "declared", docstrings = "complete" }'
    yield '# migration = { compatibility = "deprecation" }'
    if len(survey.openapi) > 1:
        yield f"# There are several OpenAPI documents: {', '.join(map(spelled, survey.openapi))}. Review it."
        yield f"openapi = {{ document = {spelled(survey.openapi[0])} }}"
    yield from defaults(Documentation)


TABLES = {"documentation": _documentation}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    table = named(prefix, "documentation")
    if not survey.roles:
        yield "documents_updated", f"say in [{table}] which documents each release needs"
    if STANDARDS not in survey.roles:
        yield "code_standards_verified", f"write docs/code-standards.md, or name it in [{table}] places"
    elif survey.vague_standards:
        yield "code_standards_verified", VAGUE.format(path=ascii(survey.vague_standards)[1:-1])
    if SUMMARY not in survey.roles:
        yield "codebase_summary_current", f"write docs/codebase-summary.md, or name it in [{table}] places"
    if CHANGELOG not in survey.roles:
        yield "changelog_updated", f"write CHANGELOG.md, or name it in [{table}] changelog"
    is_imported = survey.has_python and survey.kind.kind != "service"
    if not is_imported and not survey.openapi:
        hint = "commit the OpenAPI document of the service, or say why there is no API that others use"
        yield "api_documentation_current", hint
        yield "migration_guide_complete", hint
    if not survey.documents:
        yield "documents_sound", "write a README.md at least, or say where the documentation is kept"
    if not any(README.fullmatch(path) for path in survey.documents):
        yield "readme_accurate", f"write a README.md, or name it in [{table}] readme"
