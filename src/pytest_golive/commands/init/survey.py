"""What a repository contains: sources, tests, documents, CI."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.commands.init import guessing
from pytest_golive.commands.init.delivering import UNKNOWN, Delivered, delivered_in
from pytest_golive.commands.init.kind import KindFound, kind_of
from pytest_golive.commands.init.observed import NOTHING, Observed, observed_in
from pytest_golive.commands.init.pipelines import pipelines_of
from pytest_golive.commands.init.tracing import UNTRACED, Traced, traced_in
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming, sort_out
from pytest_golive.documents.freshness.roles import ROLES
from pytest_golive.documents.openapi.reading import candidates
from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.guessing import forge_of

VIRTUALENVS = (".venv", "venv", "env")
CHANGELOG = re.compile(r"(?:CHANGELOG|CHANGES|NEWS|HISTORY|RELEASES?)(?:\.(?:md|rst|txt|adoc))?", re.IGNORECASE)
README = re.compile(r"README(?:\.(?:md|rst|txt|adoc))?", re.IGNORECASE)
DOCS = frozenset({"doc", "docs", "documentation"})
MARKER = re.compile(rb"\bmark\.security\b")
AUDITORS = (("pip-audit", ".py"), ("npm", "package-lock.json"))
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
        runner: the usual test command of another kind of project; () if unknown.
        virtualenv: the project's own, if this program does not run in it; else "".
        names_coverage: whether a coverage configuration names the sources.
        documents: readme, changelog and documentation.
        pipelines: the files of CI systems.
        critical: globs for files with critical names.
        marks_security: whether a test has the security marker.
        security_tests: test files with names about security.
        release_tags: globs for release tags, if the default ones match no tag; else ().
        kind: whether it is a service or a library, and the file that shows it.
        openapi: OpenAPI documents, by their names.
        roles: the roles of the documents that each release may need: "changelog", "summary", …
        forge: web address of the repository on its forge, and the forge's kind, "" if nobody knows it; () for none.
        auditors: tools that know how to look up its dependencies.
        observed: files about its metrics, alerts, objectives and dashboards.
        traced: what shows that it is traced.
        delivered: what already deploys it.
    """

    sources: tuple[str, ...]
    has_python: bool
    tests: tuple[str, ...]
    other_tests: tuple[str, ...]
    runs_by: str
    runner: tuple[str, ...]
    virtualenv: str
    names_coverage: bool
    documents: tuple[str, ...]
    pipelines: tuple[str, ...]
    critical: tuple[str, ...]
    marks_security: bool
    security_tests: tuple[str, ...]
    release_tags: tuple[str, ...]
    kind: KindFound
    roles: tuple[str, ...] = ()
    openapi: tuple[str, ...] = ()
    forge: tuple[str, ...] = ()
    auditors: tuple[str, ...] = ()
    observed: Observed = NOTHING
    traced: Traced = UNTRACED
    delivered: Delivered = UNKNOWN


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
    return Survey(
        sources=_sources(paths),
        has_python=any(path.endswith(".py") for path in paths),
        tests=_tops(tests),
        other_tests=_tops(filter(guessing.is_other_test, paths)),
        runs_by=_runs_by(root, virtualenv),
        runner=guessing.usual_command(paths),
        virtualenv=virtualenv,
        names_coverage=coverage_settings(root).names_source,
        documents=_documents(paths),
        pipelines=pipelines_of(repository),
        critical=tuple(guessing.critical_globs(paths)),
        marks_security=_mark_security(root, tests[:MOST_TEST_FILES]),
        security_tests=tuple(guessing.guarding_tests(tests)),
        release_tags=_release_tags(repository),
        kind=kind_of(root, paths),
        openapi=tuple(candidates(paths)),
        roles=tuple(role for role, what in ROLES.items() if any(map(what.names.fullmatch, paths))),
        forge=forge_of(repository),
        auditors=tuple(tool for tool, name in AUDITORS if any(path.endswith(name) for path in paths)),
        observed=observed_in(root, paths),
        traced=traced_in(root, paths),
        delivered=delivered_in(root, paths),
    )


def _sources(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders that coverage should measure: "src", or the packages and modules at the top."""
    from pytest_golive.testrun.project.product import scenario_folders

    tops: dict[str, None] = {}
    scenarios = scenario_folders(paths)
    for path in filter(guessing.is_source, paths):
        if path.startswith(scenarios):
            continue
        top = path.split("/", 1)[0]
        if top not in {"setup.py", "conftest.py", "noxfile.py", "manage.py", "tasks.py"}:
            tops[top] = None
    return tuple(tops)


def _tops(paths: Iterable[str]) -> tuple[str, ...]:
    """The folders of *paths*, without nested ones."""
    folders = sorted({path.rpartition("/")[0] for path in paths})
    tops: list[str] = []
    for folder in folders:
        if not any(not top or folder.startswith(f"{top}/") for top in tops):
            tops.append(folder)
    return tuple(top or "." for top in tops)


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


def _mark_security(root: Path, tests: Sequence[str]) -> bool:
    """Whether one of *tests* uses the security marker."""
    for path in tests:
        try:
            if MARKER.search((root / path).read_bytes()):
                return True
        except OSError:
            continue  # the run reports the error; here only a hint is lost
    return False


def _release_tags(repository: Repository) -> tuple[str, ...]:
    """Globs for release tags, if the run itself would not recognise them."""
    tags = repository.tags()
    try:
        recognised, _ = sort_out(
            tags, Naming(names=project_names(repository.root, repository.prefix)), repository.prefix
        )
    except CannotMeasure:
        return ()  # tags of several projects: the run reports it, and a guess is impossible
    return () if recognised else tuple(guessing.release_globs(list(tags)))
