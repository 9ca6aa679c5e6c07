"""The project's own strict build: Sphinx or MkDocs with warnings as errors, rerun only after a tracked file changes."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.seen import digests_of
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.soundness.result import Build
from pytest_golive.documents.soundness.sites import MKDOCS
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import spoken
from pytest_golive.processes.running import all_lines, args_as_text, quote_tail, run_to_end
from pytest_golive.testrun.project.environment import clean

LARGEST = 5_000_000  # bytes of the log that are read
SPHINX = re.compile(
    r"^(?P<path>[^\s:][^:\n]*?\.\w+)(?::(?P<line>\d+))?(?::[^:\n]*)?: (?:WARNING|ERROR|CRITICAL|SEVERE): (?P<words>.*)$"
)
SPHINX_ALONE = re.compile(r"^(?:WARNING|ERROR): (?P<words>.*)$")
MKDOCS_WARNING = re.compile(r"^(?:WARNING|ERROR)\s*-\s*(?P<words>.*)$")
MKDOCS_PATH = re.compile(r"(?:Doc file|page|file|In) '?([^\s']+\.md)'?")
ENDED_BADLY = 2  # Sphinx's status if something other than warnings stopped it


@dataclass(frozen=True)
class Builder:
    """How the documentation is built.

    Attributes:
        command: program and arguments; "{out}" stands for a temporary folder.
        tool: "sphinx", "mkdocs", or "" for a command of the team's own.
        folder: the folder of the documents, relative to the root.
        config: the path of the settings; "" for a command of the team's own.
    """

    command: tuple[str, ...]
    tool: str = ""
    folder: str = ""
    config: str = ""


def find_builder(library: Library, python: str) -> Builder | None:
    """The strict build that the project's files ask for; None if there is nothing to build."""
    config = next((path for path in sorted(library.tracked, key=len) if MKDOCS.fullmatch(path)), "")
    if config:
        command = (python, "-m", "mkdocs", "build", "--strict", "--config-file", config, "--site-dir", "{out}")
        return Builder(command, "mkdocs", config.rpartition("/")[0], config)
    folder = min(library.sphinx, key=len, default=None)
    if folder is None:
        return None
    options = ("-W", "--keep-going", "-q", "-b", "dummy", "-d", "{out}/doctrees")
    sphinx = (python, "-m", "sphinx", *options, folder or ".", "{out}/pages")
    return Builder(sphinx, "sphinx", folder, f"{folder}/conf.py".lstrip("/"))


@dataclass(frozen=True)
class Building:
    """What a build needs to run.

    Attributes:
        library: the documents, and all that is tracked.
        environment: the environment of the process; the interpreter's folder comes first on its PATH.
        timeout: seconds.
        cache: keeps the outcome until a tracked file changes.
    """

    library: Library
    environment: Mapping[str, str]
    timeout: float
    cache: ResultCache = NO_CACHE

    def run(self, builder: Builder) -> Build:
        """The outcome of the build.

        Raises:
            CannotMeasure: it does not start, does not end in time, or fails for a reason other than warnings.
        """
        library = self.library
        digest = hashlib.sha256()
        for path, content in digests_of(library.root, sorted(library.tracked)).items():
            digest.update(f"{path}\0{content}\0".encode("utf-8", "surrogateescape"))
        about = f"{sys.version}; {_packages(builder.command[0])}; {builder}"
        key = digest.hexdigest()
        answers = self.cache.through("documents-build", about, {"build": key}, lambda _: self._answers(builder))
        rows: list[tuple[str, int, str, str]] = answers["build"]["findings"]
        findings = tuple(Finding(path, line, rule, words, key=words) for path, line, rule, words in rows)
        return Build(args_as_text(builder.command), findings, config=builder.config)

    def _answers(self, builder: Builder) -> Iterator[dict[str, Any]]:
        found = [[finding.path, finding.line, finding.rule, finding.message] for finding in self._build(builder)]
        yield {"path": "build", "findings": found}

    def _build(self, builder: Builder) -> Sequence[Finding]:
        root = self.library.root
        with TemporaryDirectory() as folder:
            log = Path(folder) / "build.log"
            command = [word.replace("{out}", f"{folder}/out") for word in builder.command]
            env = {**clean(self.environment), "NO_COLOR": "1", "TERM": "dumb", "PYTHONDONTWRITEBYTECODE": "1"}
            status = run_to_end(command, cwd=root, env=env, log=log, timeout=self.timeout, table="documentation")
            lines = all_lines(log, LARGEST)
            found = [*_findings(lines, builder, str(root))]
            if status == 0:
                return ()
            if found and not (builder.tool == "sphinx" and status == ENDED_BADLY):
                return found
            if builder.tool:
                raise CannotMeasure(
                    f"{args_as_text(command)} ended with status {status} and named no place in a document; it last "
                    f"said: {quote_tail(log)}",
                    "install what the documentation requires for the interpreter of [tool.golive.tests] python, or set "
                    "the build command: [tool.golive.documentation] build",
                )
            summary = f"{args_as_text(builder.command)} ended with status {status}: {quote_tail(log)}"
            return [Finding(builder.folder, 0, "strict build", summary, key="strict build")]


def _findings(lines: Sequence[str], builder: Builder, root: str) -> Iterator[Finding]:
    for line in lines:
        text = line.replace(f"{root}/", "")
        if found := SPHINX.match(text):
            yield _finding(found["path"], int(found["line"] or 0), found["words"])
        elif found := MKDOCS_WARNING.match(text):
            named = MKDOCS_PATH.search(found["words"])
            path = f"{builder.folder}/docs/{named[1]}".lstrip("/") if named else ""
            yield _finding(path, 0, found["words"])
        elif found := SPHINX_ALONE.match(text):
            yield _finding(builder.folder, 0, found["words"])


def _finding(path: str, line: int, words: str) -> Finding:
    message = spoken(words)  # a tool may quote text of a document
    return Finding(path, line, "strict build", message, key=message)


def _packages(program: str) -> str:
    """A digest of the packages that the interpreter has: another version or theme may warn differently."""
    prefix = Path(shutil.which(program) or program).parent.parent
    names = sorted(
        distribution.name
        for folder in prefix.glob("lib/python*/site-packages")
        for distribution in folder.glob("*.dist-info")
    )
    return hashlib.sha256("\0".join(names).encode()).hexdigest()[:16]
