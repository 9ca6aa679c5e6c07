"""A lock that the team's own commands take, give back and look at, such as a file on the target by ssh."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.locking.holder import LARGEST, Holder, holder_in
from pytest_golive.delivery.locking.lock import locked_by, replaced
from pytest_golive.delivery.steps.filling.placeholders import Values, filled
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable
from pytest_golive.masking.printing import on_one_line
from pytest_golive.processes.running import args_as_text, quote_tail, run_to_end

HELD: Final = 1  # exit status of acquire and status: somebody holds it, and the output says who
SETTING: Final = "deployment.lock"


@dataclass(frozen=True)
class CommandLock:
    """The lock that three commands take, give back and look at.

    In their arguments ``{target}`` is the target, ``{lock}`` is one line of text that says who takes it, since when and
    by which word it is known, which ``status`` prints; ``{who}`` is its user, host and process.

    Attributes:
        take: exits with 0 if the lock was free and is held now, with 1 if somebody else holds it.
        give: exits with 0 if it is free now.
        look: exits with 0 if it is free, with 1 if it is held, and then prints the text of the lock.
        target: the name of the target.
        root: where they run.
        environment: their complete environment.
        folder: for their output.
        timeout: seconds that each may take.
    """

    take: tuple[str, ...]
    give: tuple[str, ...]
    look: tuple[str, ...]
    target: str
    root: Path
    environment: Mapping[str, str]
    folder: Path
    timeout: float = 60.0

    @property
    def place(self) -> str:
        """Where it is."""
        return f"as {_shown(self._filled(self.look, None))} says"

    def holder(self) -> Holder | None:
        """Who holds it now."""
        status, log, errors = self._run("status", self.look, None)
        if status not in {0, HELD}:
            raise self._failed(self.look, status, errors, "so nobody knows whether the target is locked")
        return holder_in(_read(log)) if status else None

    def breaking(self) -> str:
        """How a person removes it."""
        return quotable(shlex.join(self._filled(self.give, None)))

    def acquire(self, holder: Holder) -> None:
        """Run the command that takes it."""
        status, _, errors = self._run("acquire", self.take, holder)
        found = self.holder() if status in {0, HELD} else None
        if status == HELD and found:
            raise locked_by(self, found)
        if status:
            raise self._failed(self.take, status, errors, "so the lock was not taken")
        if found is None or not found.is_same(holder):
            what = f"{_shown(self._filled(self.take, holder))} took the lock, but {_shown(self.look)} says "
            raise CannotMeasure(
                f"{what}{f'that {found} holds it' if found else 'that it is free'}",
                "let acquire write {lock}, and status print it and exit with 1: [tool.golive.deployment.lock]",
            )

    def release(self, holder: Holder) -> None:
        """Run the command that gives it back, if it is still ours."""
        found = self.holder()
        if found is None or not found.is_same(holder):
            raise replaced(self, found)
        status, _, errors = self._run("release", self.give, holder)
        if status:
            raise self._failed(self.give, status, errors, "so the target is still locked")

    def _run(self, name: str, args: tuple[str, ...], holder: Holder | None) -> tuple[int, Path, Path]:
        log, errors = self.folder / f"lock-{name}.log", self.folder / f"lock-{name}.errors"
        status = run_to_end(
            self._filled(args, holder), cwd=self.root, env=self.environment, log=log, errors=errors,
            timeout=self.timeout, table=SETTING,
        )  # fmt: skip
        return status, log, errors

    def _filled(self, args: tuple[str, ...], holder: Holder | None) -> tuple[str, ...]:
        """Arguments with their values; a look at the lock, and its removal by a person, know no holder."""
        found = {"who": holder.who, "lock": holder.text} if holder else dict.fromkeys(("who", "lock"), "nobody")
        return filled(args, Values({"target": self.target, **found}))

    def _failed(self, args: tuple[str, ...], status: int, errors: Path, so: str) -> CannotMeasure:
        end = f"was ended by signal {-status}" if status < 0 else f"failed with exit status {status}"
        shown = _shown(self._filled(args, None))
        what = f"{shown} {end}, {so}; it last said: {quote_tail(errors)}"
        return CannotMeasure(what, f"see {errors}; [tool.golive.{SETTING}] names it")


def _shown(args: tuple[str, ...]) -> str:
    return on_one_line(args_as_text(args))


def _read(log: Path) -> bytes:
    with log.open("rb") as file:
        return file.read(LARGEST)
