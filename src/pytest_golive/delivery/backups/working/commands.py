"""Commands of a proof: without a shell, in a clean environment, bounded in time and output."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pytest_golive.delivery.backups.working.folder import CURE, RESERVE, free_in
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import NAME, quotable
from pytest_golive.masking.known import MASK
from pytest_golive.processes import children
from pytest_golive.processes.running import all_lines, args_as_text, quote_tail, run_to_end

TABLE: Final = "deployment.backup"
USUAL: Final = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "SYSTEMROOT", "XDG_RUNTIME_DIR")
SAID: Final = 64 << 20  # bytes that a command may say; what it writes as a result has a limit of its own
SHOWN: Final = 1 << 20
ERROR: Final = re.compile(r"\b(?:ERROR|FATAL|error)\b")
DATA: Final = re.compile(r" near '|: \"")


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended.

    Attributes:
        text: the command, shortened, for messages.
        status: its exit status; negative for a signal.
        out: file of its output.
        errors: file of its standard error.
    """

    text: str
    status: int
    out: Path
    errors: Path

    @property
    def said(self) -> str:
        """The first megabyte of both, without colours."""
        return "\n".join([*all_lines(self.errors, SHOWN), *all_lines(self.out, SHOWN)])

    @property
    def last(self) -> str:
        """Its last words, on one line, for a message."""
        return quote_tail(self.errors if self.errors.stat().st_size else self.out)

    @property
    def reason(self) -> str:
        """Its first error, on one line, without the data that it is about: nobody's rows belong into a report."""
        lines = all_lines(self.errors, SHOWN)
        found = next((line for line in lines if ERROR.search(line)), "") or next((line for line in lines if line), "")
        return short(DATA.split(found, maxsplit=1)[0])

    @property
    def end(self) -> str:
        """How it ended: "`pg_restore -f` failed with exit status 1"."""
        how = f"was ended by signal {-self.status}" if self.status < 0 else f"failed with exit status {self.status}"
        return f"{self.text} {how}"


@dataclass(slots=True)
class Runner:
    """Runs the commands of one proof.

    Attributes:
        folder: where their output is kept, and what they restore.
        environment: theirs, complete.
        until: when the time for all of them is over, by `time.monotonic`.
        largest: bytes that a backup may be opened to.
        tell: reports progress.
    """

    folder: Path
    environment: Mapping[str, str]
    until: float
    largest: int
    tell: Callable[[str], None] = lambda _: None
    _number: list[int] = field(default_factory=lambda: [0], repr=False)

    @property
    def left(self) -> float:
        """The seconds that are left.

        Raises:
            CannotMeasure: none.
        """
        left = self.until - time.monotonic()
        if left <= 0:
            raise CannotMeasure(
                "the proof of the backup did not end in its time and was stopped",
                "allow more with [tool.golive.deployment.backup] proof_timeout",
            )
        return left

    def new(self, word: str) -> Path:
        """A path in the folder that nothing has yet."""
        self._number[0] += 1
        return self.folder / f"{self._number[0]}-{word}"

    def run(
        self,
        args: Sequence[str],
        *,
        variables: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        writes: Path | None = None,
        shown: str = "",
    ) -> Done:
        """Run *args* to their end.

        Args:
            args: program and arguments.
            variables: more of them for its environment.
            cwd: where it runs; the folder if not given.
            writes: file for its output if that is a result, up to the largest size.
            shown: the command for people, if its arguments do not tell what it is.

        Raises:
            CannotMeasure: it does not start, takes too long, or writes too much.
        """
        text = f"`{quotable(shown)}`" if shown else args_as_text(args)
        self.tell(f"proving the backup: {text}")
        out, errors = writes or self.new("output"), self.new("errors")
        limits = ((out, self.largest if writes else SAID), (errors, SAID))
        status = run_to_end(
            args,
            cwd=cwd or self.folder,
            env={**self.environment, **(variables or {})},
            log=out,
            errors=errors,
            timeout=self.left,
            table=TABLE,
            watch=lambda: self._watch(limits, text),
        )
        self._watch(limits, text)
        return Done(text, status, out, errors)

    def grown(self, written: int) -> None:
        """Something of ours has written so many bytes so far; time and room still last.

        Raises:
            CannotMeasure: they do not.
        """
        _ = self.left
        if written > self.largest:
            raise CannotMeasure(
                f"the backup opens to more than {self.largest:,} bytes, and was not opened further",
                "allow more with [tool.golive.deployment.backup] largest, if it is that large",
            )
        if free_in(self.folder) < RESERVE:
            raise CannotMeasure(f"the disk of {self.folder.parent} is nearly full, so the proof was stopped", CURE)

    def _watch(self, limits: Sequence[tuple[Path, int]], text: str) -> None:
        self.grown(0)
        for file, most in limits:
            if file.exists() and file.stat().st_size > most:
                what = f"{text} writes more than {most:,} bytes and was stopped"
                raise CannotMeasure(what, "let it write less, or allow more: [tool.golive.deployment.backup] largest")


def environment_of(names: Sequence[str], base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a backup's commands: what every program needs, and the variables of the settings.

    The values of variables whose names tell of a secret are hidden in all output from now on.

    Args:
        names: of further variables that they may see.
        base: variables by name; those of this process if not given.
    """
    given = os.environ if base is None else base
    usual = {name: given[name] for name in USUAL if name in given}
    kept = {name: given[name] for name in names if name in given}
    for name, value in kept.items():
        hide(value, name)
    # Messages are read, so they must be in English; times must not depend on where this machine is.
    return {**children.environment(usual), "LC_ALL": "C.UTF-8", "TZ": "UTC", **kept}


def hide(value: str, name: str) -> None:
    """Hide in all output what is secret of the variable *name*: its value, or the password in a URL."""
    if NAME.search(name):
        MASK.add(value, name)
    with contextlib.suppress(ValueError):
        MASK.add(unquote(urlsplit(value).password or ""))


def short(text: str, most: int = 300) -> str:
    """*text* on one line, without credentials, for a message."""
    return quotable(" ".join(text.split()))[:most]
