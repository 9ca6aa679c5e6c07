"""How our own modules are imported in a pytest run: as they are written.

pytest rewrites the assert statements of every module that a plugin's package holds. Ours judge by none, and to ask for
each of some two hundred modules, read its source and compare it takes longer than to run them.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

OURS = "pytest_golive."


class AsWritten(MetaPathFinder):
    """Finds our modules as Python itself does; it leaves all others to the next finder."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What Python's own finder says of a module of ours."""
        return PathFinder.find_spec(fullname, path, target) if fullname.startswith(OURS) else None


def import_as_written() -> Callable[[], None]:
    """Import our modules so until what is returned is called."""
    finder = AsWritten()
    sys.meta_path.insert(0, finder)

    def as_before() -> None:
        with contextlib.suppress(ValueError):  # code that saves and restores the finders has removed it
            sys.meta_path.remove(finder)

    return as_before
