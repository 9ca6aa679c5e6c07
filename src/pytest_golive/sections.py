"""The sections of the checklist, found by their modules: the same name in each package.

``gates/smoke.py`` judges the rows of the section ``smoke``, ``fixtures/smoke.py`` measures for them,
``settings/smoke.py`` defines their settings, ``explaining/smoke.py`` explains them. A section that needs several files
has a folder with its name. There is no central list: a section exists as soon as its gates do.

Another installed package may add sections: an entry point of the group ``pytest_golive.sections`` names a package
with subpackages of these names.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from pytest_golive.errors import GoliveError

OURS = "pytest_golive"
GROUP = "pytest_golive.sections"
ROOMS = ("gates", "fixtures", "settings", "explaining", "proposing")
LAST = 1_000  # the position of a section whose explanations name none


@cache
def sections() -> tuple[str, ...]:
    """The names of all sections, in the order of the checklist.

    Raises:
        GoliveError: two packages have a section with the same name, or a module cannot be imported.
    """
    return tuple(sorted(_homes(), key=lambda name: (_place(name), name)))


def added() -> dict[str, str]:
    """The sections that other packages add: by name, the package."""
    return {section: package for section, package in _homes().items() if package != OURS}


def names(room: str, section: str) -> Iterator[str]:
    """The modules of *room* about *section*: one; those of a folder, and the folder itself; or none.

    Args:
        room: such as "settings".
        section: such as "smoke".
    """
    home = _room(_homes().get(section, OURS), room)
    found = dict(_modules_in(home))
    if section in found:
        yield f"{home}.{section}"
        if found[section]:
            yield from (f"{home}.{section}.{part}" for part, _ in _modules_in(f"{home}.{section}"))


def parts(room: str, section: str) -> Iterator[ModuleType]:
    """The same modules, imported one by one.

    Raises:
        GoliveError: one that another package adds cannot be imported.
    """
    return map(_imported, names(room, section))


def modules_in(room: str) -> Iterator[ModuleType]:
    """Every module of our own *room*, including folders."""
    for name, is_folder in _modules_in(f"{OURS}.{room}"):
        yield from modules_in(f"{room}.{name}") if is_folder else [import_module(f"{OURS}.{room}.{name}")]


def check_added() -> None:
    """Import everything that other packages add.

    Raises:
        GoliveError: it cannot be imported.
    """
    for section in added():
        for room in ROOMS:
            list(parts(room, section))


@cache
def _homes() -> dict[str, str]:
    """For each section, its package: ours, or one that an entry point names."""
    found: dict[str, str] = {}
    for package in (OURS, *_adding()):
        for section, _ in _modules_in(_room(package, "gates")):
            if section in found:
                raise GoliveError(
                    f"two packages have a section {section!r} of the checklist: {found[section]} and {package}",
                    "rename one of them, or uninstall its package",
                )
            found[section] = package
    return found


def _adding() -> Iterator[str]:
    from importlib.metadata import distributions

    found = {
        point.value: None
        for package in distributions()
        if f"[{GROUP}]" in (package.read_text("entry_points.txt") or "")  # parsing each entry takes three times as long
        for point in package.entry_points
        if point.group == GROUP
    }
    return iter(found)


def _room(package: str, room: str) -> str:
    """In other packages the rooms are at the top, however deep ours are."""
    return f"{package}.{room if package == OURS else room.rpartition('.')[2]}"


@cache
def _modules_in(package: str) -> tuple[tuple[str, bool], ...]:
    """The names of the modules in *package*, and whether each is a folder, sorted; none if it does not exist."""
    if not package.startswith(f"{OURS}.") and not _is_there(package):
        return ()
    found = ((one.name, one.ispkg) for one in iter_modules(_imported(package).__path__))
    return tuple(sorted(one for one in found if not one[0].startswith("_")))


def _is_there(room: str) -> bool:
    _imported(room.rpartition(".")[0])
    return find_spec(room) is not None


def _imported(name: str) -> ModuleType:
    if name.startswith(f"{OURS}.") or name == OURS:
        return import_module(name)
    try:
        return import_module(name)
    except Exception as error:
        raise GoliveError(
            f"{name}, which adds a section to the checklist, cannot be imported: {type(error).__name__}: {error}",
            "correct it, or uninstall its package",
        ) from error


def _place(section: str) -> int:
    return next((module.PLACE for module in parts("explaining", section) if hasattr(module, "PLACE")), LAST)
