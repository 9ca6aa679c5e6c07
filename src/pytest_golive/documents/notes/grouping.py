"""The changes of a release by kind: from its changelog, else from changelog fragments, else from commits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pytest_golive.documents.changelog.fragments import Fragments
from pytest_golive.documents.changelog.parsing.outline import headings
from pytest_golive.documents.changelog.parsing.sections import Changelog, Section
from pytest_golive.documents.notes.commits import Change
from pytest_golive.documents.notes.facts import Group

OTHER: Final = "Other changes"
# The types of Conventional Commits and of tools with similar messages, in the order of the notes.
TITLES: Final[Mapping[str, str]] = {
    "feat": "Features", "feature": "Features", "perf": "Performance", "fix": "Fixes", "bugfix": "Fixes",
    "security": "Security", "sec": "Security", "refactor": "Architecture", "deprecate": "Deprecations",
    "removal": "Removals", "remove": "Removals", "revert": "Reverts", "docs": "Documentation", "doc": "Documentation",
    "build": "Maintenance", "ci": "Maintenance", "chore": "Maintenance", "style": "Maintenance", "test": "Maintenance",
    "tests": "Maintenance", "misc": OTHER,
}  # fmt: skip
ORDER: Final = tuple(dict.fromkeys(TITLES.values()))
ITEM: Final = re.compile(r"([-*+]|\d{1,3}[.)])[ \t]+(\S.*)")
NESTED: Final = re.compile(r"[ \t]+(?:[-*+]|\d{1,3}[.)])[ \t]")
FENCE: Final = re.compile(r"[ \t]*(`{3,}+|~{3,}+)")
LINK: Final = re.compile(r"\[[^\]\n]{1,200}\]: ")


def of_commits(changes: Iterable[Change]) -> tuple[Group, ...]:
    """Changes by the types of their messages; those without a type are "Other changes", unless most have none."""
    entries_by_title: dict[str, list[str]] = {title: [] for title in ORDER}
    everything = []
    for change in changes:
        about = f"**{change.scope}:** " if change.scope else ""
        everything.append(f"{about}{change.words} ({change.number or change.sha[:7]})")
        entries_by_title[TITLES.get(change.kind, OTHER)].append(everything[-1])
    if len(entries_by_title[OTHER]) > len(everything) / 2:
        return (Group("", tuple(everything)),)  # these messages have no types
    return tuple(Group(title, tuple(entries)) for title, entries in entries_by_title.items() if entries)


def of_changelog(changelog: Changelog, section: Section, text: str) -> tuple[Group, ...]:
    """The changelog's entries for one version, under its own headings."""
    lines = text.splitlines()
    later = [heading.line for heading in changelog.sections if heading.line > section.line]
    end = min(later, default=len(lines) + 1)
    inner = [heading for heading in headings(lines, changelog.path) if section.line < heading.line < end]
    own_heading = next(heading for heading in headings(lines, changelog.path) if heading.line == section.line)
    starts = [("", own_heading.body), *((heading.title, heading.body) for heading in inner)]
    ends = [*(heading.line for heading in inner), end]
    groups = [
        Group(title, tuple(entries(lines[start - 1 : stop - 1])))
        for (title, start), stop in zip(starts, ends, strict=True)
    ]
    return tuple(group for group in groups if group.entries)


def of_fragments(pieces: Sequence[Fragments], texts: Mapping[str, str]) -> tuple[Group, ...]:
    """The texts of changelog fragments, by the kind in their names: "12.bugfix.rst"."""
    entries_by_title: dict[str, list[str]] = {}
    for path in (path for piece in pieces for path in piece.left):
        name = path.rpartition("/")[2]
        kinds = (TITLES[part] for part in name.lower().split(".")[1:] if part in TITLES)
        words = " ".join(_without_front(texts.get(path, "")).split())
        if words:
            entries_by_title.setdefault(next(kinds, OTHER), []).append(words)
    return tuple(Group(title, tuple(entries_by_title[title])) for title in ORDER if title in entries_by_title)


def entries(lines: Sequence[str]) -> Iterator[str]:
    """The items of a list, or the paragraphs: each on one line, except for lists and code inside them."""
    gathered, fence = "", ""
    for line in [*lines, ""]:
        opened = FENCE.match(line)
        if fence or opened:
            gathered += f"\n{line}"
            fence = "" if fence and line.strip().startswith(fence) else fence or (opened[1] if opened else "")
            continue
        item, nested = ITEM.match(line), NESTED.match(line)
        says = bool(line.strip()) and not LINK.match(line) and not line.lstrip().startswith(("<!--", ".. "))
        if gathered and (item or not says):
            yield gathered.strip()
            gathered = ""
        if says:
            gathered += f"\n{line.rstrip()}" if nested and gathered else f" {item[2] if item else line.strip()}"
    if gathered:
        yield gathered.strip()  # a fence that is never closed


def _without_front(text: str) -> str:
    """*text* without the front matter of a changeset."""
    return text.split("---", 2)[2] if text.startswith("---") and text.count("---") > 1 else text
