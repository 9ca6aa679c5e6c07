"""What a step is given by the run: placeholders, variables, the target, and where its output goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_golive.delivery.steps.filling.placeholders import NAMES, Values
from pytest_golive.masking.foreign import LEAST, VARIABLE
from pytest_golive.masking.known import MASK

if TYPE_CHECKING:
    from pytest_golive.service.target import Target

# What most programs need, and what holds no credential.
ALWAYS: Final = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TMPDIR", "VIRTUAL_ENV",
    "SYSTEMROOT", "XDG_RUNTIME_DIR", "CI",
)  # fmt: skip
PREFIX: Final = "GOLIVE_"
TOLD: Final = frozenset(f"{PREFIX}{name.upper()}" for name in NAMES)  # never those of an outer run


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True)
class StepContext:
    """The surroundings of a step in one run.

    Attributes:
        root: the folder in which it runs, the project's.
        folder: for its output; it need not exist yet.
        values: what placeholders stand for.
        target: the target; None if there is none, so that a request needs a complete URL.
        environment: the variables of this process, of which a step gets few.
        tell: told what happens, for people.
    """

    root: Path
    folder: Path
    values: Values = field(default_factory=Values)
    target: Target | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    tell: Callable[[str], None] = _silent

    def variables(self, globs: Sequence[str] = ()) -> dict[str, str]:
        """The environment of a step.

        Args:
            globs: names, or globs of names, of the variables that it gets besides the usual ones.
        """
        allowed = (*ALWAYS, *globs)
        chosen = {
            name: value
            for name, value in self.environment.items()
            if any(fnmatchcase(name, glob) for glob in allowed) and name not in TOLD
        }
        told = {f"{PREFIX}{name.upper()}": value for name, value in self._told()}
        return {**chosen, **told}

    def hide_secrets(self) -> None:
        """Hide from now on what variables with telling names hold: "DEPLOY_TOKEN"."""
        for name, value in self.environment.items():
            if VARIABLE.search(name) and len(value.strip()) >= LEAST and not value.startswith("/"):
                MASK.add(value.strip(), name, withheld=False)

    def _told(self) -> Iterator[tuple[str, str]]:
        yield from ((name, self.values.by_name[name]) for name in NAMES if self.values.by_name.get(name))
