"""Run the team's own deployment while a probe asks the service whether customers notice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import replace_file
from pytest_golive.processes.running import args_as_text, quote_tail, run_to_end
from pytest_golive.service.probing.drawing import draw, summary, svg
from pytest_golive.service.probing.probe import Probe, Watch
from pytest_golive.service.probing.result import ProbeResult


@dataclass(frozen=True, slots=True)
class Command:
    """What deploys.

    Attributes:
        args: program and arguments; no shell.
        root: where it runs.
        environment: its whole environment.
        timeout: seconds it may take.
    """

    args: tuple[str, ...]
    root: Path
    environment: Mapping[str, str]
    timeout: float


@dataclass(frozen=True, slots=True)
class WatchedDeployment:
    """A deployment that came to its end, and what customers saw of it.

    Attributes:
        watch: what the probe saw.
        timeline: the same, drawn in text.
        log: absolute path of what the command printed.
        picture: absolute path of the timeline as SVG.
    """

    watch: ProbeResult
    timeline: str
    log: str
    picture: str


def deploy_watched(
    command: Command, probe: Probe, *, folder: Path, settle: float, tell: Callable[[str], None]
) -> WatchedDeployment:
    """Deploy, and watch the service until *settle* seconds later.

    What was seen is kept in *folder* however this ends: ``zero-downtime.txt``, ``zero-downtime.svg``.

    Raises:
        CannotMeasure: the command failed or took too long, the service was not well before, or what was seen proves
            nothing.
    """
    log, picture = folder / "deployment.log", folder / "zero-downtime.svg"
    watch: Watch | None = None
    try:
        with probe.watching(settle=settle) as watch:
            watch.mark("deploying")
            glancing = watch
            status = run_to_end(
                command.args,
                cwd=command.root,
                env=command.environment,
                log=log,
                timeout=command.timeout,
                watch=lambda: tell(f"deploying: {glancing.glance}"),
                table="deployment",
                leaves=True,
            )
            watch.mark("deployed" if status == 0 else "failed")
            if status:
                raise _failed(command, status, log, watch)
    finally:
        if watch is not None:
            _keep(watch.so_far, folder, picture)
    result = watch.result
    return WatchedDeployment(result, draw(result), str(log.absolute()), str(picture.absolute()))


def _failed(command: Command, status: int, log: Path, watch: Watch) -> CannotMeasure:
    end = f"was ended by signal {-status}" if status < 0 else f"failed with exit status {status}"
    return CannotMeasure(
        f"the deployment {args_as_text(command.args)} {end}, so there is no release to judge; until then: "
        f"{summary(watch.so_far)}; it last said: {quote_tail(log)}",
        f"see {log}, and make it deploy; [tool.golive.deployment] command names it",
    )


def _keep(result: ProbeResult, folder: Path, picture: Path) -> None:
    # A full disk must not hide what happened to the deployment.
    with contextlib.suppress(OSError):
        replace_file(folder / "zero-downtime.txt", f"{result.source}\n{draw(result)}\n".encode())
        replace_file(picture, svg(result).encode())
