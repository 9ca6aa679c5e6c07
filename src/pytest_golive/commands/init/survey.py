"""What a repository contains: sources, tests, documents, CI."""

from __future__ import annotations

import fnmatch
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pytest_golive.commands.init import guessing
from pytest_golive.commands.init.code.around import missing_extras, projects_in, vague_standards
from pytest_golive.commands.init.code.history import commits_since_release, release_tags_of
from pytest_golive.commands.init.code.places import mark_security, sources_of, tops
from pytest_golive.commands.init.code.taking import NO_CODE, Code, code_of
from pytest_golive.commands.init.delivering import UNKNOWN, Delivered, delivered_in
from pytest_golive.commands.init.kinds.kind import KindFound, applications, kind_of
from pytest_golive.commands.init.observed import NOTHING, Observed, observed_in
from pytest_golive.commands.init.pipelines import pipelines_of
from pytest_golive.commands.init.suites.finding import suite_of
from pytest_golive.commands.init.suites.suite import Suite
from pytest_golive.commands.init.tracing import UNTRACED, Traced, traced_in
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.freshness.roles import ROLES
from pytest_golive.documents.openapi.reading import candidates
from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.guessing import forge_of

VIRTUALENVS = (".venv", "venv", "env")
CHANGELOG = re.compile(r"(?:CHANGELOG|CHANGES|NEWS|HISTORY|RELEASES?)(?:\.(?:md|rst|txt|adoc))?", re.IGNORECASE)
README = re.compile(r"README(?:\.(?:md|rst|txt|adoc))?", re.IGNORECASE)
DOCS = frozenset({"doc", "docs", "documentation"})
AUDITORS = {"pip-audit": "*.py", "npm": "package-lock.json"}  # the one at the top
MOST_TEST_FILES = 5_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found; paths are POSIX and relative to the root.

    Attributes:
        sources: folders and single files at the top of the product's code.
        has_python: whether any of the code is Python.
        tests: folders with Python tests.
        other_tests: folders with tests in other languages.
        runs_by: why the tests can run without a configured command; "" if they cannot.
        suite: how the tests run otherwise, and which files that writes.
        virtualenv: the project's own, if this program does not run in it; else "".
        names_coverage: whether a coverage configuration names the sources.
        documents: readme, changelog and documentation.
        pipelines: the files of CI systems.
        critical: globs for files with critical names.
        marks_security: whether a test has the security marker.
        security_tests: test files with names about security.
        release_tags: globs for release tags, if the default ones match no tag; else ().
        kind: whether it is a service or a library, and the file that shows it.
        start: the command that starts the service for a run, if its framework tells.
        openapi: OpenAPI documents, by their names.
        roles: the roles of the documents that each release may need: "changelog", "summary", …
        forge: web address of the repository on its forge, and the forge's kind, "" if nobody knows it; () for none.
        auditors: tools that know how to look up its dependencies.
        observed: files about its metrics, alerts, objectives and dashboards.
        traced: what shows that it is traced.
        delivered: what already deploys it.
        code: what its inventory says.
        commits: how many there are since the last release; 0 if nobody can tell.
        vague_standards: the document about standards, if it states nothing that can be compared; else "".
        projects: folders with a project of their own below this one.
        extras: what the plugin needs to read this repository and is not installed, with the reason.
    """

    sources: tuple[str, ...]
    has_python: bool
    tests: tuple[str, ...]
    other_tests: tuple[str, ...]
    runs_by: str
    suite: Suite
    virtualenv: str
    names_coverage: bool
    documents: tuple[str, ...]
    pipelines: tuple[str, ...]
    critical: tuple[str, ...]
    marks_security: bool
    security_tests: tuple[str, ...]
    release_tags: tuple[str, ...]
    kind: KindFound
    start: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    openapi: tuple[str, ...] = ()
    forge: tuple[str, ...] = ()
    auditors: tuple[str, ...] = ()
    observed: Observed = NOTHING
    traced: Traced = UNTRACED
    delivered: Delivered = UNKNOWN
    code: Code = NO_CODE
    commits: int = 0
    vague_standards: str = ""
    projects: tuple[str, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)


def look_at(root: Path) -> Survey:
    """Survey the files that git tracks below *root*, and new ones that are not ignored.

    Raises:
        CannotMeasure: *root* is not in a git work tree.
    """
    from pytest_golive.testrun.project.configuration import coverage_settings

    repository = Repository.open(root)
    listed = repository.git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    paths = sorted({os.fsdecode(path) for path in listed.split(b"\0") if path})
    tests = [path for path in paths if guessing.is_test(path)]
    virtualenv = _virtualenv(root)
    code = code_of(repository, paths)
    runs_by = _runs_by(root, virtualenv)
    release_tags = release_tags_of(repository)
    return Survey(
        sources=sources_of(paths),
        has_python=any(path.endswith(".py") for path in paths),
        tests=tops(tests),
        other_tests=tops(filter(guessing.is_other_test, paths)),
        runs_by=runs_by,
        suite=suite_of(root, paths, has_python_tests=bool(runs_by or tests)),
        virtualenv=virtualenv,
        names_coverage=coverage_settings(root).names_source,
        documents=_documents(paths),
        pipelines=pipelines_of(repository),
        critical=tuple(guessing.critical_globs(paths, code.aside)),
        marks_security=mark_security(root, tests[:MOST_TEST_FILES]),
        security_tests=tuple(guessing.guarding_tests(tests)),
        release_tags=release_tags,
        commits=commits_since_release(repository, release_tags),
        kind=kind_of(root, paths),
        start=tuple(next((made.start(path) for path, made in applications(root, paths)), ())),
        openapi=tuple(candidates(paths)),
        roles=tuple(role for role, what in ROLES.items() if any(map(what.names.fullmatch, paths))),
        forge=forge_of(repository),
        auditors=tuple(tool for tool, names in AUDITORS.items() if fnmatch.filter(paths, names)),
        observed=observed_in(root, paths),
        traced=traced_in(root, paths),
        delivered=delivered_in(root, paths),
        code=code,
        vague_standards=vague_standards(root, paths),
        projects=projects_in(paths),
        extras=missing_extras(paths),
    )


def _runs_by(root: Path, virtualenv: str) -> str:
    from pytest_golive.testrun.project.command import find_command

    try:
        return find_command(root, python=virtualenv or None).why
    except CannotMeasure:
        return ""


def _virtualenv(root: Path) -> str:
    found = next((name for name in VIRTUALENVS if (root / name / "pyvenv.cfg").is_file()), "")
    return "" if found and Path(sys.prefix).resolve() == (root / found).resolve() else found


def _documents(paths: Sequence[str]) -> tuple[str, ...]:
    files = [path for path in paths if README.fullmatch(path) or CHANGELOG.fullmatch(path)]
    folders = sorted({f"{top}/" for path in paths if (top := path.split("/", 1)[0]) in DOCS and top != path})
    return (*files, *folders)
