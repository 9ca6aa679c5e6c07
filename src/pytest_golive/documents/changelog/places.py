"""Find the changelogs: of the whole project, of each package, or one file for each version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.codebase.inventory.unseen import require_none
from pytest_golive.delivery.releases.versions import parse
from pytest_golive.documents.changelog.fragments import Fragments
from pytest_golive.documents.changelog.parsing.included import first_included, included
from pytest_golive.documents.changelog.parsing.sections import Changelog, Section, read
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import CannotMeasure, NotSetUp

NAME: Final = re.compile(
    r"(?:project[-_])?(?:change[-_]?log|changes|news|history|release[-_]?notes|releases?|whats[-_]?new)"
    r"(?:\.(?:md|markdown|rst|txt|adoc))?",
    re.IGNORECASE,
)
FOLDERS: Final = ("", "docs", "doc", "documentation", "docs/source", "docs/src", "doc/en", "docs/about", "docs/project")
GUIDE: Final = re.compile(r"releases?\b(?!-)", re.IGNORECASE)
# "v1.2.0", "1.2.0-notes", "release-1.2", "release_notes_1.2.0"
NUMBERED: Final = re.compile(
    r"(?:(?:release|version|changelog|changes|notes|whats?new|news)[-_ ]?){0,3}"
    r"[vV]?(\d+(?:\.\d+)*(?:\.?(?:a|b|rc|dev|post)\d*)?)"
    r"(?:[-_ ]?(?:release|changelog|changes|notes|news)){0,3}",
    re.IGNORECASE,
)
INDEX: Final = re.compile(r"index\.(?:md|rst)", re.IGNORECASE)
METADATA: Final = ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg", "setup.py", "Chart.yaml")
CURE: Final = '[tool.golive.documentation] changelog = "CHANGELOG.md" names it'


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the project that is released under one version.

    Attributes:
        folder: its folder, "packages/shop/"; "" for the root.
        changelogs: paths of its changelog; several if each version has its own file.
    """

    folder: str
    changelogs: tuple[str, ...]

    @property
    def has_file_for_each(self) -> bool:
        """Whether each version has its own file."""
        return len(self.changelogs) > 1


def units(texts: Texts, globs: Sequence[str], fragments: Iterable[Fragments], names: Sequence[str]) -> list[Unit]:
    """The changelogs that the settings name, or else those that are found.

    Raises:
        CannotMeasure: the settings name a file that does not exist.
        NotSetUp: there is none.
    """
    paths = [*texts.paths, *texts.links]
    chosen: list[str] = []
    for glob in globs:
        meant = [path for path in paths if matches_any(path, (glob,))]
        if not meant:
            raise CannotMeasure(f"[tool.golive.documentation] changelog names {glob}, and nothing tracked is called so",
                                "correct the name, or git add the file", path=glob)  # fmt: skip
        chosen += meant
    if not chosen:
        chosen = _found(texts, list(fragments), names)
    chosen = [inner for path in chosen for inner in _within(path, texts, names)]
    numbered = [path for path in chosen if _numbered(path)]
    if len(numbered) > 1:
        return [Unit("", tuple(numbered))]
    return [Unit(_home(path, texts), (path,)) for path in dict.fromkeys(chosen)]


def _within(path: str, texts: Texts, names: Sequence[str]) -> list[str]:
    """The changelog itself; where it says nothing of its own, the files that it includes."""
    text = texts.read(path)
    if read(text, path, names).sections:
        return [path]
    inner = [*included(path, text, texts.has)]
    if not inner and (made := first_included(text)):
        message = f"{path} only includes {made}, which is not tracked: a build makes it, so nobody can read it here"
        raise CannotMeasure(message, "name another changelog: [tool.golive.documentation] changelog", path=path)
    beside = [each for each in texts.those(_is_page) if _folder(each) == _folder(path) and _numbered(each)]
    return inner or (beside if INDEX.fullmatch(_last(path)) and beside else [path])


def _numbered(path: str) -> str:
    """The version that a file is about, by its name: "0.12.0" for "docs/release/0.12.0-notes.rst"; "" for none."""
    match = NUMBERED.fullmatch(PurePosixPath(path).stem)
    return match[1] if match and parse(match[1]) else ""


def _is_page(path: str) -> bool:
    return path.endswith((".md", ".rst", ".txt"))


def read_unit(unit: Unit, text: dict[str, str], names: Sequence[str]) -> Changelog:
    """The changelog of a unit, from the text of its files."""
    if not unit.has_file_for_each:
        path = unit.changelogs[0]
        return read(text.get(path, ""), path, names)
    parts = []
    for path in unit.changelogs:
        stem, lines = _numbered(path), text.get(path, "")
        own = [section for section in read(lines, path, names).versions if _is_of(section, stem)]
        if len(own) > 1:  # a file for each series: 0.14 has 0.14.1 and 0.14.0
            parts += [(path, section) for section in own]
            continue
        headed = read(f"{stem}\n======\n\n{_without_title(lines)}", f"{stem}.rst", ())
        parts += [(path, section) for section in headed.sections[:1]]
    parts.sort(key=lambda part: part[1].order.order if part[1].order else None, reverse=True)  # type: ignore[arg-type, return-value]
    return Changelog(parts[0][0] if parts else unit.changelogs[0], 0, tuple(section for _, section in parts))


def _is_of(section: Section, series: str) -> bool:
    version = parse(series)
    mine = version.order.release if version else ()
    return section.order is not None and section.order.order.release[: len(mine)] == mine


def _without_title(text: str) -> str:
    """The text without its first heading, which repeats the version."""
    lines = text.lstrip().splitlines()
    if lines and lines[0].startswith("#"):
        return "\n".join(lines[1:])
    marks = [number for number, line in enumerate(lines[:4]) if re.fullmatch(r"([=~*#^-])\1{2,}\s*", line)]
    return "\n".join(lines[marks[-1] + 1 :] if marks else lines)


def _found(texts: Texts, fragments: Sequence[Fragments], names: Sequence[str]) -> list[str]:
    outputs = [one.output for one in fragments if one.output and texts.has(one.output)]
    if outputs:
        return outputs[:1]
    if any(one.tool == "changesets" for one in fragments):
        packages = [
            path for path in texts.paths if path.endswith("/CHANGELOG.md") and texts.has(_beside(path, "package.json"))
        ]
        if packages:
            return packages
    order = {folder: number for number, folder in enumerate(FOLDERS)}
    places = {path: _place(path) for path in (*texts.paths, *texts.links)}
    candidates = [path for path, place in places.items() if NAME.fullmatch(_last(place))]
    candidates = [path for path in candidates if _folder(places[path]) in order]
    candidates.sort(key=lambda path: (order[_folder(places[path])], path != places[path], path))
    counted = [(len(read(texts.read(path), path, names).sections), path) for path in candidates]
    # "RELEASE.md" without a version tells how to release.
    found = [path for number, path in counted if number] + [path for path in candidates if not GUIDE.match(_last(path))]
    if not found:
        require_none([entry for entry in texts.unseen if NAME.fullmatch(_last(entry.path))])
        raise NotSetUp("no changelog was found", CURE)
    return found[:1]


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _place(path: str) -> str:
    """The path of a page; of the first page of a folder, that of the folder: "docs/changelog"."""
    folder, _, name = path.rpartition("/")
    return folder if INDEX.fullmatch(name) else path


def _home(path: str, texts: Texts) -> str:
    """The folder of the package that a changelog belongs to: the nearest one with metadata; "" for the root."""
    folder = _folder(path)
    while folder and not any(texts.has(f"{folder}/{name}") for name in METADATA):
        folder = folder.rpartition("/")[0]
    return f"{folder}/" if folder else ""


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _beside(path: str, name: str) -> str:
    return f"{_folder(path)}/{name}"
