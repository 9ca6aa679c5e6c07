"""The documents that a release needs, by role, and where to find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.reading import shown
from pytest_golive.documents.summary.parts import is_aside
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import CannotMeasure

SUMMARY, ARCHITECTURE, STANDARDS = "summary", "architecture", "standards"
CHANGELOG, ROADMAP, README, DEPLOYMENT = "changelog", "roadmap", "readme", "deployment"
STANDARD: Final = (SUMMARY, ARCHITECTURE, STANDARDS, CHANGELOG, ROADMAP, README, DEPLOYMENT)
MANIFESTS: Final = ("pyproject.toml", "package.json", "setup.cfg", "setup.py", "Cargo.toml", "Procfile")
# Words for the subjects of a deployment guide.
DEPLOYS: Final = (
    "Dockerfile*", "*.dockerfile", "docker-compose*.y*ml", "compose*.y*ml", "Procfile", "fly.toml", "render.yaml",
    "app.yaml", "serverless.y*ml", "charts/**", "helm/**", "k8s/**", "kubernetes/**", "deploy/**", "deployment/**",
    "terraform/**", "*.tf", "ansible/**", ".github/workflows/*deploy*", ".github/workflows/*release*", "systemd/**",
    "*.service", "nginx*.conf",
)  # fmt: skip
FORM: Final = r"\.(?:md|markdown|rst|txt|adoc)"
FOLDER: Final = r"(?:(?:docs?|documentation)/(?:source/|src/|development/|dev/|contributing/|internals?/)?|\.github/)?"


@dataclass(frozen=True, slots=True)
class Role:
    """The role of a document.

    Attributes:
        title: the role in words.
        usual: its usual path in checklists.
        names: the file names to look for.
    """

    title: str
    usual: str
    names: re.Pattern[str]


def _role(title: str, usual: str, names: str) -> Role:
    return Role(title, usual, re.compile(f"{FOLDER}(?:{names}){FORM}", re.IGNORECASE))


ROLES: Final[Mapping[str, Role]] = {
    SUMMARY: _role("codebase summary", "docs/codebase-summary.md",
                   r"code[-_]?base(?:[-_](?:summary|overview))?|project[-_](?:layout|structure)|(?:code|source)[-_](?:layout|map)"),
    ARCHITECTURE: _role("architecture", "docs/system-architecture.md", r"(?:system[-_])?architecture"),
    STANDARDS: _role("code standards", "docs/code-standards.md",
                     r"(?:code|coding)[-_]?(?:standards?|style|guidelines|conventions)|style[-_]?guide|contributing"),
    CHANGELOG: _role("changelog", "docs/project-changelog.md", r"(?:project[-_])?(?:changelog|changes|history|news)"),
    ROADMAP: _role("roadmap", "docs/development-roadmap.md", r"(?:\w+[-_])?roadmap"),
    README: _role("README", "README.md", r"readme"),
    DEPLOYMENT: _role("deployment guide", "docs/deployment-guide.md",
                      r"deploy(?:ment|ing)?(?:[-_]guide)?|operations|runbook"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Required:
    """One document that must follow what it covers.

    Attributes:
        name: its role, or its path where a team named it.
        path: its path; "" if it was not found.
        covers: globs, for a document that a team named.
    """

    name: str
    path: str
    covers: tuple[str, ...] = ()

    @property
    def usual(self) -> str:
        """Where a document of its role usually is."""
        return ROLES[self.name].usual

    @property
    def title(self) -> str:
        """Its role in words."""
        return ROLES[self.name].title if self.name in ROLES else self.path


def find(role: str, texts: Texts, places: Mapping[str, str], moved: Mapping[str, str]) -> str:
    """The path of the document for *role*, "" if there is none.

    Args:
        role: one of the standard roles.
        texts: the tracked files.
        places: the paths of documents in the settings, by role.
        moved: the new paths of files that moved since the last release, by old path.

    Raises:
        CannotMeasure: the settings name a document that does not exist.
    """
    if path := places.get(role):
        return placed(path, texts, moved, f"[tool.golive.documentation] places.{role}")
    pattern = ROLES[role].names
    found = [path for path in (*texts.paths, *texts.links) if pattern.fullmatch(path)]
    usual = ROLES[role].usual
    return min(found, key=lambda path: (path != usual, _rank(role, path), path.count("/"), path), default="")


def placed(path: str, texts: Texts, moved: Mapping[str, str], setting: str) -> str:
    """The path of a document that a setting names; if the file moved since the last release, its new path.

    Raises:
        CannotMeasure: it does not exist.
    """
    if texts.has(path):
        return path
    if path in moved:
        return moved[path]
    raise CannotMeasure(
        f"{setting} names {shown(path)}, and it is not tracked", "correct the name, or git add it", path=path
    )


def _rank(role: str, path: str) -> int:
    """The rank of a file; specific names come first: CONTRIBUTING contains standards only if no other file does."""
    return int(role == STANDARDS and "contributing" in path.lower().rpartition("/")[2])


def roles_of(wanted: Sequence[str]) -> tuple[str, ...]:
    """The roles that the settings require; "standard" means all of them."""
    return STANDARD if "standard" in wanted else tuple(dict.fromkeys(wanted))


def uncovered(required: Sequence[Required], new: Iterable[str]) -> tuple[str, ...]:
    """The *new* source files that no document covers; the codebase summary covers all."""
    is_covered = ManyGlobs(globs := [glob for one in required for glob in one.covers]).any
    if not globs or any(one.name == SUMMARY for one in required):
        return ()
    return tuple(path for path in new if not is_aside(path) and not is_covered(path))


def is_manifest(path: str) -> bool:
    """Whether a file may declare what the project consists of."""
    return (name := path.rpartition("/")[2]) in MANIFESTS or "compose" in name
