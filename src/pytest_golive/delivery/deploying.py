"""Runs the team's deployment while a probe checks whether customers would notice it."""

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
    """The deployment command.

    Attributes:
        args: program and arguments; no shell.
        root: the folder in which it runs.
        environment: its complete environment.
        timeout: the longest time that it may take, in seconds.
    """

    args: tuple[str, ...]
    root: Path
    environment: Mapping[str, str]
    timeout: float


@dataclass(frozen=True, slots=True)
class WatchedDeployment:
    """A finished deployment, and what the probe observed.

    Attributes:
        watch: the result of the probe.
        timeline: the same result, drawn as text.
        log: absolute path of the command's output.
        picture: absolute path of the timeline as SVG.
    """

    watch: ProbeResult
    timeline: str
    log: str
    picture: str


def deploy_watched(
    command: Command, probe: Probe, *, folder: Path, settle: float, tell: Callable[[str], None]
) -> WatchedDeployment:
    """Deploy, and watch the service until *settle* seconds after the end.

    The observations are saved in *folder* in any case: ``zero-downtime.txt``, ``zero-downtime.svg``.

    Raises:
        CannotMeasure: the command failed or took too long, the service was not healthy before it, or the observations
            are too few to judge.
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
        f"see {log}, and correct the deployment, or its command: [tool.golive.deployment] command",
    )


def _keep(result: ProbeResult, folder: Path, picture: Path) -> None:
    # A full disk must not hide what happened to the deployment.
    with contextlib.suppress(OSError):
        replace_file(folder / "zero-downtime.txt", f"{result.source}\n{draw(result)}\n".encode())
        replace_file(picture, svg(result).encode())
