"""Commands that install: extras, groups, requirement files and versions that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_golive.documents.readme.project import Project, normal

REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*|\.{1,2}(?:/[\w./-]*)?)\s*+(?:\[([^\]]*)\])?\s*+((?:[=<>!~]=?=?[^;]*)?)")
VERSION = re.compile(r"={2,3}\s*v?([\w.+!-]+)")
WITH_VALUE = frozenset({"-r", "--requirement", "-c", "--constraint"})
EXTRA = frozenset({"--extra", "--extras", "-E"})
GROUP = frozenset({"--group", "--only-group", "--with", "--only"})
INSTALLERS = {
    ("pip", "install"),
    ("pip3", "install"),
    ("pipx", "install"),
    ("pipx", "run"),
    ("uv", "add"),
    ("uv", "sync"),
    ("uv", "run"),
    ("uv", "tool"),
    ("poetry", "add"),
    ("poetry", "install"),
    ("pdm", "add"),
    ("pdm", "install"),
}


def is_install(words: Sequence[str]) -> bool:
    """Whether a command installs packages of Python."""
    return len(words) > 1 and (words[0], words[1]) in INSTALLERS


def faults(words: Sequence[str], project: Project) -> Iterator[tuple[str, str]]:
    """What a command that installs names and does not exist: rule and words."""
    before = ""
    for word in words[2:]:
        if before in WITH_VALUE:
            if not project.library.tracked & {word} and not _is_unknown(word):
                yield "file", f"{word} is not tracked"
        elif before in EXTRA:
            yield from _extras(word.split(","), project)
        elif (
            before in GROUP and words[0] in {"pip", "poetry", "uv", "pdm"} and (words[0] != "uv" or before != "--with")
        ):
            yield from _groups(word.split(","), project)
        elif not word.startswith("-"):
            yield from _requirement(word, project)
        before, _, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if value and before in EXTRA:
            yield from _extras(value.split(","), project)
        elif value and before in GROUP:
            yield from _groups(value.split(","), project)


def _requirement(word: str, project: Project) -> Iterator[tuple[str, str]]:
    found = REQUIREMENT.fullmatch(word)
    if found is None or not (found[1] == "." or (project.name and normal(found[1]) == project.name)):
        return
    if found[2]:
        yield from _extras(found[2].split(","), project)
    if (pinned := VERSION.match(found[3])) and project.versions and "*" not in found[3]:
        yield from version_faults(pinned[1], project)


def version_faults(version: str, project: Project) -> Iterator[tuple[str, str]]:
    """What is wrong with a version of this project that somebody is told to use."""
    if version.removeprefix("v") not in project.versions and not _is_unknown(version):
        newest = ", ".join(sorted(project.versions)[-3:])
        yield "version", f"there is no version {version} of {project.name or 'this project'}; there are {newest}"


def _extras(names: Sequence[str], project: Project) -> Iterator[tuple[str, str]]:
    known = project.extras
    for name in (extra.strip() for extra in names):
        if name and known is not None and normal(name) not in known and not _is_unknown(name):
            there = ", ".join(sorted(known)) or "none"
            yield "extra", f"there is no extra {name!r}; there are {there}"


def _groups(names: Sequence[str], project: Project) -> Iterator[tuple[str, str]]:
    for name in (group.strip() for group in names):
        if name and project.groups and normal(name) not in project.groups and not _is_unknown(name):
            yield "group", f"there is no group of dependencies {name!r}; there are {', '.join(sorted(project.groups))}"


def _is_unknown(word: str) -> bool:
    """Whether a reader has to put something in its place."""
    return any(sign in word for sign in "$<>{*") or word.isupper()
