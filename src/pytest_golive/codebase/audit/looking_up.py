"""Runs a tool that looks dependencies up, or reads a report that it wrote earlier."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pytest_golive.codebase.audit.node_locks import NPM_LOCKS
from pytest_golive.codebase.audit.reports import read_report
from pytest_golive.codebase.audit.requirement_lines import locks
from pytest_golive.codebase.audit.result import Audit
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.reading import read_bounded
from pytest_golive.processes.running import quote_tail, run_to_end

LARGEST: Final = 64 << 20  # bytes of a report
LOOKED_UP: Final = (0, 1)  # exit statuses of all three tools
AHEAD: Final = 300.0  # seconds by which a clock may differ
# What .npmrc or the environment may say otherwise: npm would ask nobody, or leave packages out, and still report "0".
WHOLE: Final = (
    *("--offline=false", "--prefer-offline=false", "--global=false", "--workspaces=null"),
    *("--include=prod", "--include=dev", "--include=optional", "--include=peer"),
)
WORKSPACE: Final = re.compile(r"^[ \t]*workspace[ \t]*(?:\[\][ \t]*)?=", re.MULTILINE)
PART: Final = "npm_config_workspace"  # has no option that takes it back


@dataclass(frozen=True, slots=True)
class Auditor:
    """Runs audits in a project.

    Attributes:
        root: the project's folder.
        environment: the tools' complete environment.
        folder: the folder of their output.
        timeout: seconds that one tool may take.
        requirements: requirements files for pip-audit; () for the packages that are installed here.
        osv_url: the URL of pip-audit's service; "" for PyPI's.
        watch: called while they run.
    """

    root: Path
    environment: Mapping[str, str]
    folder: Path
    timeout: float
    requirements: tuple[Path, ...] = ()
    osv_url: str = ""
    watch: Callable[[], None] = lambda: None

    def audit(self, tool: str) -> Audit:
        """The audit by *tool*: "pip-audit", "npm" or "osv-scanner".

        Raises:
            CannotMeasure: it is missing, fails, or cannot reach its service.
        """
        log, report = self.folder / f"{tool}.log", self.folder / f"{tool}.json"
        report.unlink(missing_ok=True)
        command = {"pip-audit": self._pip_audit, "npm": self._npm, "osv-scanner": self._osv_scanner}[tool](report)
        status = run_to_end(
            command, cwd=self.root, env=_surroundings(self.environment), log=log, timeout=self.timeout,
            watch=self.watch, table="security.dependencies",
        )  # fmt: skip
        # 1 stands for vulnerabilities, and with some tools for failures, too: there only the report tells.
        written = report if tool != "npm" else log
        if status not in LOOKED_UP or not written.is_file() or "{" not in (text := _text(written)):
            said = f"exit status {status}; it last said: {quote_tail(log)}"
            raise CannotMeasure(f"{tool} could not look everything up: {said}", f"see {log}")
        found = read_report(text, f"the report of {tool}", self.root, has_looked_up=True)
        return replace(found, source=self._source(tool))

    def _source(self, tool: str) -> str:
        if tool != "pip-audit":
            return tool
        files = ", ".join(file.relative_to(self.root).as_posix() for file in self.requirements)
        return f"pip-audit {files or 'of what is installed here'}{f' at {self.osv_url}' if self.osv_url else ''}"

    def _pip_audit(self, report: Path) -> Sequence[str]:
        if importlib.util.find_spec("pip_audit") is not None:
            # -P: ignores a module of that name in the project.
            start: tuple[str, ...] = (sys.executable, "-P", "-m", "pip_audit")
        else:
            start = (_program("pip-audit", "pip install 'pytest-golive[audit]'"),)
        options = ["--format", "json", "--output", str(report), "--progress-spinner", "off", "--desc", "off"]
        if self.osv_url:
            options += ["--vulnerability-service", "osv", "--osv-url", self.osv_url]
        if not self.requirements:
            return (*start, *options, "--path", sysconfig.get_path("purelib"))
        if all(locks(file) for file in self.requirements):
            options += ["--no-deps", "--disable-pip"]  # nothing needs to be resolved
        return (*start, *options, *(word for file in self.requirements for word in ("--requirement", str(file))))

    def _npm(self, _: Path) -> Sequence[str]:
        if not any((self.root / name).is_file() for name in NPM_LOCKS):
            raise CannotMeasure("there is no package-lock.json for npm audit", "npm install --package-lock-only")
        settings = self.root / ".npmrc"
        if settings.is_file() and WORKSPACE.search(_text(settings)):
            raise CannotMeasure(".npmrc names a workspace, so npm audits only that one", "remove workspace from .npmrc")
        return (_program("npm", "install Node.js"), "audit", "--json", "--package-lock-only", *WHOLE)

    def _osv_scanner(self, report: Path) -> Sequence[str]:
        program = _program("osv-scanner", "see github.com/google/osv-scanner")
        where = ("--recursive", "--all-packages", ".")
        return (program, "scan", "source", "--format", "json", "--output", str(report), *where)


def saved(root: Path, path: Path, longest: float, *, is_tracked: bool) -> Audit:
    """The audit in a report that was written earlier.

    Args:
        root: the project's folder.
        path: the report's path.
        longest: greatest age in seconds.
        is_tracked: whether it is in version control.

    Raises:
        CannotMeasure: it cannot be read, or is not fresh.
    """
    name = path.relative_to(root).as_posix()
    if is_tracked:
        raise CannotMeasure(f"{name} is in version control, so its age is unknown",
                            "let CI write it, and add it to .gitignore")  # fmt: skip
    age = time.time() - path.stat().st_mtime
    if age < -AHEAD:
        raise CannotMeasure(f"{name} has a date in the future", "correct the clock, and create the report again")
    if age > longest:
        raise CannotMeasure(
            f"{name} is {age / 3600:,.1f} h old, and new advisories are published every day", "create it again"
        )
    return read_report(_text(path), name, root)


def is_among(root: Path, path: Path, tracked: Collection[str]) -> bool:
    """Whether *path*, or the file to which it links, is in version control."""
    real, top = path.resolve(), root.resolve()
    names = {path.relative_to(root).as_posix(), real.relative_to(top).as_posix() if real.is_relative_to(top) else ""}
    return any(name in tracked for name in names)


def _text(file: Path) -> str:
    return read_bounded(file, LARGEST, "create it again").decode("utf-8", "replace")


def _surroundings(given: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in given.items() if name.casefold().replace("-", "_") != PART}


def _program(name: str, cure: str) -> str:
    absolute = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(part).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(absolute))
    if found is None:
        raise CannotMeasure(f"{name} is not installed, so no dependency was looked up", cure)
    return found
