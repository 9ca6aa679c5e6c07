"""The exit of the process that runs a checklist: it exits with status 0 only after a GO.

Whatever ends the run passes here last: a hook that exits or sets the status, an option that only lists, or
``os._exit``. What ends a process below Python, replaces it with another program, or keeps pytest from loading plugins
cannot be caught from inside: then there is no verdict line, and JUnit has no case for the verdict.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeGuard

import pytest

from pytest_golive.judging.verdict import Verdict

VERDICT = pytest.StashKey[Verdict]()
WRITTEN = pytest.StashKey[bool]()
# pytest's options that only list or show something and run no test, by the names under which pytest stores them.
LISTING = {
    "help": "--help",
    "version": "--version",
    "markers": "--markers",
    "showfixtures": "--fixtures",
    "show_fixtures_per_test": "--fixtures-per-test",
    "collectonly": "--collect-only",
    "cacheshow": "--cache-show",
}
Exit = Callable[[int], NoReturn]


def listing_option(config: pytest.Config) -> str:
    """The option that keeps pytest from running anything; "" if none was given."""
    values = ((word, config.getoption(name, None)) for name, word in LISTING.items())
    given = (word for word, value in values if value is not None and value is not False and value != 0)
    return next(given, "")


def listing_fault(option: str) -> str:
    """The fault of a run with *option*, which verified nothing."""
    return f"nothing was verified: {option} only lists; see also addopts and PYTEST_ADDOPTS"


@dataclass
class Door:
    """Guards ``os._exit`` in one process, from before pytest loads the conftests.

    Attributes:
        config: pytest's, for this run; its stash holds the verdict once there is one.
    """

    config: pytest.Config
    _exit: Exit = field(default=os._exit, repr=False)
    _pid: int = field(default_factory=os.getpid)
    _out: int = -1

    def close(self) -> None:
        """Replace ``os._exit`` from now on, even after pytest has ended if pytest owns the process.

        The verdict is written to a copy of standard output, which no later capture can redirect.
        """
        self._exit = os._exit
        if not _is_the_whole_process(self.config):
            self.config.add_cleanup(self.remove)
        with contextlib.suppress(OSError):
            self._out = os.dup(1)
        _set_exit(self._leave)

    def remove(self) -> None:
        """Put the original ``os._exit`` back."""
        if os._exit == self._leave:
            _set_exit(self._exit)
        if self._out >= 0:
            os.close(self._out)
            self._out = -1

    def _leave(self, status: int) -> NoReturn:
        if os.getpid() != self._pid:  # a child process, such as a worker of multiprocessing
            self._exit(status)
        verdict = self.config.stash.get(VERDICT, None)
        where = sys._getframe(1)  # noqa: SLF001 -- the only way to name the code that ended the process
        ending = f"os._exit({status}) at {where.f_code.co_filename}:{where.f_lineno} ended the process"
        if verdict is None:
            status, line = status or 1, f"NO-GO  {ending} before there was a verdict"
        elif not verdict.go:
            status, line = status or 1, f"{verdict.line}; {ending}"
        else:
            line = verdict.line
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        if self._out >= 0 and not self.config.stash.get(WRITTEN, False):
            with contextlib.suppress(OSError):
                os.write(self._out, f"\n{line}\n".encode(errors="backslashreplace"))
        self._exit(status)


def _set_exit(function: Exit) -> None:
    import posix

    os._exit = function  # type: ignore[assignment]
    posix._exit = function  # type: ignore[assignment]  # noqa: SLF001 -- os takes it from there


def refuse_early_exit(error: SystemExit) -> NoReturn:
    """End the process for a conftest that calls ``sys.exit`` while pytest imports it, but never with status 0.

    Raises:
        SystemExit: always.
    """
    status = error.code if isinstance(error.code, int) else int(error.code is not None)
    _write_line(f"NO-GO  sys.exit({status}) in a conftest or plugin ended the run before it began", os.environ)
    raise SystemExit(status or 1) from error


def write_broken_conftest(path: Path, cause: BaseException) -> None:
    """Write what a conftest that cannot be imported means for the checklist, which seldom needs conftests."""
    lacks = f"it imports {cause.name}, which {sys.executable} does not have: install" if _is_absent(cause) else "mend"
    _write_line(
        f"NO-GO  {path} cannot be imported ({type(cause).__name__}), and so nothing was verified; {lacks} it, or leave "
        "conftests out, if no gate needs one: --noconftest",
        os.environ,
    )


def _is_absent(cause: BaseException) -> TypeGuard[ModuleNotFoundError]:
    return isinstance(cause, ModuleNotFoundError) and bool(cause.name)


def leave(config: pytest.Config) -> Generator[None, Any, Any]:
    """Run the rest of the hook, and return its exit status: 0 only after a GO; else the last line says why."""
    reason = ""
    try:
        status = yield
    except SystemExit as error:
        _begin_line(config)
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
        reason = f"sys.exit({status}) in a hook ended the run"
    except pytest.UsageError:  # pytest reports it, and exits with status 4
        raise
    except Exception as error:
        _begin_line(config)
        _write_broken_end(config, error)
        raise
    verdict, option = config.stash.get(VERDICT, None), listing_option(config)
    if verdict is None or option:
        _write_line(f"NO-GO  {reason or (listing_fault(option) if option else _why_no_verdict(status))}", os.environ)
        return int(status) or 1
    if not config.stash.get(WRITTEN, False):
        _write_line(verdict.line, {})
    if verdict.go == (status == 0) and not reason:
        return status
    if verdict.go:
        ending = reason or f"the run ended with exit status {int(status)}"
        _write_line(f"NO-GO  the checklist was a GO, but {ending}", os.environ)
    else:
        _write_line(f"NO-GO  {reason or f'a hook made the exit status {int(status)}'}, and it was a NO-GO", {})
    return int(status) or 1


def _begin_line(config: pytest.Config) -> None:
    if not config.stash.get(WRITTEN, False):  # pytest's progress dots may still be on this line
        _write_line("", {})


def _write_broken_end(config: pytest.Config, error: Exception) -> None:
    """Write what an error that escapes pytest means for the verdict, such as a report that it cannot write."""
    from pytest_golive.masking.known import MASK

    verdict = config.stash.get(VERDICT, None)
    so_far = "before there was a verdict" if verdict is None else f"and the checklist was a {verdict.word}"
    error_text = " ".join(MASK.hide(f"{type(error).__name__}: {error}").split())
    _write_line(f"NO-GO  a hook or plugin broke the end of the run with {error_text}, {so_far}", os.environ)


def _why_no_verdict(status: int) -> str:
    why = ": a hook called pytest.exit, or took it over" if status == 0 else ""
    return f"the run ended with exit status {int(status)} before there was a verdict{why}"


def _write_line(line: str, environment: Mapping[str, str]) -> None:
    """Write the last line; on GitHub also as an annotation."""
    from pytest_golive.masking.printing import uncommanding

    command = f"::error title=NO-GO::{' '.join(line.removeprefix('NO-GO').split())}\n"
    text = f"{uncommanding(line)}\n{command if environment.get('GITHUB_ACTIONS') == 'true' else ''}"
    with contextlib.suppress(OSError, ValueError):
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()


def _is_the_whole_process(config: pytest.Config) -> bool:
    """Whether pytest was started from a shell, so that the process ends with it and its exit handlers belong to it."""
    return list(config.invocation_params.args) == sys.argv[1:]
