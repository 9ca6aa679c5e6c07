"""Reads requirements files as pip does: the packages for this platform, and their versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pytest_golive.codebase.audit.requirement_lines import lines, without_secrets
from pytest_golive.codebase.audit.result import Unknown
from pytest_golive.errors import CannotMeasure

LOCAL: Final = ("./", "../", "/", "file:", ".\\", "..\\")
ARCHIVES: Final = (".whl", ".tar.gz", ".zip", ".tar.bz2", ".tgz")
NAMED: Final = "write NAME @ URL, so that its advisories can be looked up"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dependency that a project declares.

    Attributes:
        ecosystem: "PyPI" or "npm", as OSV names them.
        name: its name in the ecosystem's normal form.
        versions: the allowed versions, as a specifier of PEP 440; "" for any.
        place: where it is declared: "requirements.txt:3".
        extras: which of its extras are asked for.
    """

    ecosystem: str
    name: str
    versions: str
    place: str
    extras: tuple[str, ...] = field(default=(), compare=False)


def requirements(root: Path, file: Path) -> Iterator[Wanted | Unknown]:
    """The requirements in *file* and in the files that it includes by -r, as constraints limit them.

    Args:
        root: the project's folder; packages inside it are the project's own.
        file: the file to read.

    Raises:
        CannotMeasure: a file cannot be read, or a line is not a requirement.
    """
    reading = _Reading(root)
    for each in [*reading.all(file)]:
        if isinstance(each, Wanted):
            limits = reading.limits.get(each.name, ())
            yield replace(each, versions=",".join(filter(None, (each.versions, *limits))))
        else:
            yield each


def one(text: str, place: str) -> Iterator[Wanted]:
    """The dependency in one requirement of PEP 508, if its marker applies here.

    Raises:
        CannotMeasure: it is none.
    """
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        found = Requirement(text)
        applies = found.marker is None or found.marker.evaluate({"extra": ""})
    except (InvalidRequirement, ValueError, KeyError) as error:
        why = str(error).partition("\n")[0][:120]
        raise CannotMeasure(f"{place} is not a valid requirement: {why}", f"correct {place}") from None
    if applies:
        yield Wanted("PyPI", canonicalize_name(found.name), str(found.specifier), place, tuple(sorted(found.extras)))


@dataclass(frozen=True)
class _Reading:
    """Reads requirements files below *root*; *limits* are what their constraints allow, by name."""

    root: Path
    limits: dict[str, list[str]] = field(default_factory=dict)
    seen: set[tuple[Path, bool]] = field(default_factory=set)

    def all(self, file: Path, *, is_limit: bool = False) -> Iterator[Wanted | Unknown]:
        """What *file*, and each file that it includes, names."""
        if (file.resolve(), is_limit) in self.seen:
            return
        self.seen.add((file.resolve(), is_limit))
        name = _name(self.root, file)
        for line in lines(file, name):
            place = f"{name}:{line.number}"
            for value in line.constraints:
                if "://" not in value:  # those of others limit versions that the tool looks up anyway
                    self._limit(self._included(file, value, place))
            for value in line.files:
                if "://" in value:
                    why = f"{place} includes requirements from outside the project; keep them in the project"
                    yield Unknown(without_secrets(value)[:120], why)
                else:
                    yield from self.all(self._included(file, value, place), is_limit=is_limit)
            for text in filter(None, (line.requirement, *line.editables)):
                yield from _required(self.root, file, text, place)

    def _limit(self, file: Path) -> None:
        for one in self.all(file, is_limit=True):
            if isinstance(one, Wanted) and one.versions:
                self.limits.setdefault(one.name, []).append(one.versions)

    def _included(self, file: Path, value: str, place: str) -> Path:
        further = file.parent / value
        if not further.is_file():
            raise CannotMeasure(f"{place} includes {value}, which does not exist", f"correct {place}")
        return further


def _required(root: Path, file: Path, text: str, place: str) -> Iterator[Wanted | Unknown]:
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename

    text = text.strip()
    is_place = text in {".", ".."} or text.startswith(LOCAL) or "://" in text.partition("@")[0]
    if not is_place and not text.partition("[")[0].endswith(ARCHIVES) and not (file.parent / text).is_dir():
        yield from one(text, place)
        return
    address, _, fragment = text.partition(" ;")[0].strip().partition("#")
    egg = next((part[4:] for part in fragment.split("&") if part.startswith("egg=")), "")
    local = address.removeprefix("file:").partition("[")[0]
    is_own = "://" not in local and _is_folder_in(root, file.parent / local)
    try:
        name, version, *_ = parse_wheel_filename(address.rpartition("/")[2])
    except InvalidWheelFilename:
        if egg:
            yield from one(egg, place)
        elif not is_own:
            yield Unknown(without_secrets(address)[:120], f"{place} does not say its name; {NAMED}")
    else:
        yield Wanted("PyPI", name, f"=={version}", place)


def _is_folder_in(root: Path, path: Path) -> bool:
    return path.is_dir() and path.resolve().is_relative_to(root.resolve())


def _name(root: Path, file: Path) -> str:
    here, top = file.resolve(), root.resolve()
    return here.relative_to(top).as_posix() if here.is_relative_to(top) else file.name
