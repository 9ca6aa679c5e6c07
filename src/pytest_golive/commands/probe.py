"""``golive probe``: runs a command and reports whether the service was up all the time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure, GoliveError, NotSetUp
from pytest_golive.files.writing import is_free_for, replace_file
from pytest_golive.keeping.child import NotStarted, start_attached
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.drawing import draw, svg
from pytest_golive.service.probing.probe import Probe, Watch
from pytest_golive.service.target import Target

NO_GAP, GAPS, NOT_MEASURED = 0, 1, 2
# At a terminal Ctrl-C also reaches the command; it may clean up before it is killed.
PATIENCE: Final = 1.0
GRACE: Final = 5.0


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """The command line.

    Attributes:
        command: program and arguments.
        url: what to request, or "".
        target: name of the target to request instead, or "" for the default one.
        path: path to request; if "", the health path of the target, or the URL as it is.
        interval: seconds between two requests of one kind.
        timeout: seconds after which a request has failed.
        settle: seconds to go on after the command.
        svg: file for the drawing, or "".
    """

    command: tuple[str, ...]
    url: str
    target: str
    path: str
    interval: float
    timeout: float
    settle: float
    svg: str


@dataclass(frozen=True, slots=True)
class Probed:
    """The result: the exit status, and the report."""

    status: int
    report: str


def probe_command(options: ProbeOptions, start: Path) -> Probed:
    """Run the command and probe; its output goes to our output.

    Raises:
        SettingsError: the settings have faults.
    """
    try:
        probe = Probe(_endpoint(options, start), options.interval, options.timeout)
        return _watched(options, probe)
    except CannotMeasure as error:
        return Probed(NOT_MEASURED, f"golive: could not measure: {error}")


def _endpoint(options: ProbeOptions, start: Path) -> Endpoint:
    if options.url:
        origin, slash, path = options.url.partition("://")[2].partition("/")
        scheme = options.url.partition("://")[0]
        return Endpoint(Target("url", f"{scheme}://{origin}"), options.path or slash + path)
    return _endpoint_of_target(options, start)


def _endpoint_of_target(options: ProbeOptions, start: Path) -> Endpoint:
    from pytest_golive.settings.loading import find_project, load_settings
    from pytest_golive.targets.reaching.places import ca_file_of, client_certificate_of, url_of

    root = find_project(start)
    settings = load_settings(root).settings
    name = options.target or settings.default_target
    table = settings.targets.get(name)
    if table is None:
        raise NotSetUp(f"there is no target {name!r}", f"describe it in [tool.golive.targets.{name}], or give --url")
    if table.start is not None:
        raise NotSetUp(f"the target {name!r} only runs while the checklist does", "start it, and give its --url")
    target = Target(
        name,
        url_of(name, table, os.environ),
        production=table.production,
        ca_file=ca_file_of(root, name, table),
        client_certificate=client_certificate_of(root, name, table, os.environ),
        headers=dict(table.headers),
    )
    return Endpoint(target, options.path or table.health)


def _watched(options: ProbeOptions, probe: Probe) -> Probed:
    watch: Watch | None = None
    trouble = ""
    with _ended_as_interrupted():
        try:
            with probe.watching(settle=options.settle) as watch:
                watch.mark("started")
                status = _run(options.command)
                watch.mark("ended")
                trouble = f"the command ended with exit status {status}" if status else ""
        except KeyboardInterrupt:
            trouble = "broken off"
    if watch is None:
        return Probed(NOT_MEASURED, "golive: broken off before the service was seen well")
    return _verdict_of(watch, trouble, options.svg)


def _verdict_of(watch: Watch, trouble: str, picture: str) -> Probed:
    result = watch.so_far
    lines = [f"golive: {result.source}", draw(result)]
    if picture:
        lines += _drawn_into(Path(picture), svg(result))
    try:
        is_down = bool(watch.result.gaps)
    except GoliveError as error:
        # Observations before an abort count, too.
        is_down = trouble == "broken off" and bool(result.gaps)
        trouble = trouble or f"could not measure: {str(error).removeprefix('could not measure: ')}"
    lines += [f"golive: {trouble}"] if trouble else []
    return Probed(GAPS if is_down else NOT_MEASURED if trouble else NO_GAP, "\n".join(lines))


def _drawn_into(path: Path, text: str) -> list[str]:
    try:
        if not is_free_for(path, b"<svg"):
            return [f"golive: {path} holds something other than a picture, and stays as it is; name another file"]
        replace_file(path, text.encode())
    except OSError as error:
        return [f"golive: {path} cannot be written: {error.strerror}"]
    return [f"  see {path}"]


def _run(command: Sequence[str]) -> int:
    """Run it with our input and output; if we are ended, it is ended with everything it started."""
    child = start_attached(command, grace=GRACE)
    try:
        return child.wait()
    except NotStarted as error:
        raise CannotMeasure(f"{command[0]} does not start: {error}", "correct what stands after --") from None
    except BaseException:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE)
        raise
    finally:
        child.end()


@contextlib.contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Treat SIGTERM, which CI systems and terminals send, like Ctrl-C."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
