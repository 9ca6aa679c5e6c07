"""``golive probe``: run a command and tell whether the service served all the while."""

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
from pytest_golive.files.writing import replace_file
from pytest_golive.keeping.child import NotStarted, start_attached
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.drawing import draw, svg
from pytest_golive.service.probing.probe import Probe, Watch
from pytest_golive.service.target import Target

NO_GAP, GAPS, NOT_MEASURED = 0, 1, 2
# At a terminal Ctrl-C reaches the command, too; it may clean up before we insist.
PATIENCE: Final = 1.0
GRACE: Final = 5.0


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """What the command line asked for.

    Attributes:
        command: program and arguments.
        url: where to ask, or "".
        target: name of the target to ask instead, or "" for the default one.
        path: what to ask for; the health path of the target, or the URL as it is, if "".
        interval: seconds between two requests of one kind.
        timeout: seconds after which a request has failed.
        settle: seconds to go on after the command.
        svg: file to draw into, or "".
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
    """What came of it: the exit status, and what to say."""

    status: int
    report: str


def probe_command(wanted: ProbeOptions, start: Path) -> Probed:
    """Run the command and probe; its output goes where ours goes.

    Raises:
        SettingsError: the settings have faults.
    """
    try:
        probe = Probe(_endpoint(wanted, start), wanted.interval, wanted.timeout)
        return _watched(wanted, probe)
    except CannotMeasure as error:
        return Probed(NOT_MEASURED, f"golive: could not measure: {error}")


def _endpoint(wanted: ProbeOptions, start: Path) -> Endpoint:
    if wanted.url:
        origin, slash, path = wanted.url.partition("://")[2].partition("/")
        scheme = wanted.url.partition("://")[0]
        return Endpoint(Target("url", f"{scheme}://{origin}"), wanted.path or slash + path)
    return _endpoint_of_target(wanted, start)


def _endpoint_of_target(wanted: ProbeOptions, start: Path) -> Endpoint:
    from pytest_golive.settings.loading import find_project, load_settings
    from pytest_golive.targets.reaching import ca_file_of, client_certificate_of, url_of

    root = find_project(start)
    settings = load_settings(root).settings
    name = wanted.target or settings.default_target
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
    return Endpoint(target, wanted.path or table.health)


def _watched(wanted: ProbeOptions, probe: Probe) -> Probed:
    watch: Watch | None = None
    trouble = ""
    with _ended_as_interrupted():
        try:
            with probe.watching(settle=wanted.settle) as watch:
                watch.mark("started")
                status = _run(wanted.command)
                watch.mark("ended")
                trouble = f"the command ended with exit status {status}" if status else ""
        except KeyboardInterrupt:
            trouble = "broken off"
    if watch is None:
        return Probed(NOT_MEASURED, "golive: broken off before the service was seen well")
    return _judged(watch, trouble, wanted.svg)


def _judged(watch: Watch, trouble: str, picture: str) -> Probed:
    seen = watch.so_far
    said = [f"golive: {seen.source}", draw(seen)]
    if picture:
        said += _drawn_into(Path(picture), svg(seen))
    try:
        is_down = bool(watch.result.gaps)
    except GoliveError as error:
        # What was seen before somebody broke it off was seen.
        is_down = trouble == "broken off" and bool(seen.gaps)
        trouble = trouble or f"could not measure: {str(error).removeprefix('could not measure: ')}"
    said += [f"golive: {trouble}"] if trouble else []
    return Probed(GAPS if is_down else NOT_MEASURED if trouble else NO_GAP, "\n".join(said))


def _drawn_into(path: Path, text: str) -> list[str]:
    try:
        replace_file(path, text.encode())
    except OSError as error:
        return [f"golive: {path} cannot be written: {error.strerror}"]
    return [f"  see {path}"]


def _run(command: Sequence[str]) -> int:
    """Run it with our own input and output; whatever ends us ends it, and all it has started."""
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
    """Let a polite end of ours, as CI systems and terminals ask for it, be one like Ctrl-C."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
