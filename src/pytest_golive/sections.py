"""The sections of the checklist, found by their modules: the same name in each room.

``gates/smoke.py`` judges the rows of the section ``smoke``, ``fixtures/smoke.py`` measures for them,
``settings/smoke.py`` holds what a team may write about them, ``explaining/smoke.py`` says what they mean. A section
that needs several files has a folder of that name. Nothing lists them: a section exists as soon as its gates do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

PACKAGE = "pytest_golive"
GATES = f"{PACKAGE}.gates"
LAST = 1_000  # the place of a section whose explanations do not name one


@cache
def sections() -> tuple[str, ...]:
    """The names of all sections, in the order of the checklist."""
    found = [name for name, _ in _modules_in(GATES)]
    return tuple(sorted(found, key=lambda name: (_place(name), name)))


def names(room: str, section: str) -> Iterator[str]:
    """The modules that *room* has about *section*: one; those of a folder, and the folder itself; or none.

    Args:
        room: such as "settings".
        section: such as "smoke".
    """
    found = dict(_modules_in(f"{PACKAGE}.{room}"))
    if section in found:
        name = f"{PACKAGE}.{room}.{section}"
        yield name
        if found[section]:
            yield from (f"{name}.{part}" for part, _ in _modules_in(name))


def parts(room: str, section: str) -> Iterator[ModuleType]:
    """The same, imported one by one."""
    return map(import_module, names(room, section))


def modules_in(room: str) -> Iterator[ModuleType]:
    """Every module of *room*, in folders, too."""
    for name, is_folder in _modules_in(f"{PACKAGE}.{room}"):
        full = f"{PACKAGE}.{room}.{name}"
        yield from modules_in(f"{room}.{name}") if is_folder else [import_module(full)]


@cache
def _modules_in(package: str) -> tuple[tuple[str, bool], ...]:
    """The names of what *package* holds, and whether each is a folder, in the order of the alphabet."""
    found = ((one.name, one.ispkg) for one in iter_modules(import_module(package).__path__))
    return tuple(sorted(one for one in found if not one[0].startswith("_")))


def _place(section: str) -> int:
    return next((module.PLACE for module in parts("explaining", section) if hasattr(module, "PLACE")), LAST)
