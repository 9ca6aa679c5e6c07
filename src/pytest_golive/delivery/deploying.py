"""Runs the team's deployment while a probe checks whether customers would notice it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.steps.commanding import Command, run_command
from pytest_golive.delivery.steps.result import Attempt
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import replace_file
from pytest_golive.findings import Finding
from pytest_golive.processes.running import args_as_text
from pytest_golive.service.probing.drawing import draw, summary, svg
from pytest_golive.service.probing.probe import Probe, Watch
from pytest_golive.service.probing.result import ProbeResult

TABLE: Final = "[tool.golive.deployment]"
ONCE: Final = "it is not deployed once more by itself: roll back and deploy again, or waive the row with what was seen"
LOG, PICTURE, TEXT = "deployment.log", "zero-downtime.svg", "zero-downtime.txt"
Awaited = Callable[[], str]  # waits for the release, since a command may only ask for it; why it has not come, or ""
KEPT: Final = ("requests", "source", "slowest", "timeline", "log", "picture", "began", "ended")


@dataclass(frozen=True, slots=True)
class WatchedDeployment:
    """A finished deployment, and what the probe observed.

    Attributes:
        gaps: one finding for each time in which the service was down.
        requests: how many the probe sent.
        source: how that was measured.
        slowest: the slowest good answer, in seconds.
        timeline: the observations, drawn as text.
        log: absolute path of the command's output, bounded and without secrets.
        picture: absolute path of the timeline as SVG.
        began: when the command was started, ISO 8601, UTC.
        ended: when it had ended.
        earlier: who made it in an earlier run, and when; "" for this run.
        unseen: why nobody can tell whether customers noticed it, and what to do; empty if that is known.
        claimed: whether only a person says that it was made; then nothing is known but that.
    """

    gaps: tuple[Finding, ...]
    requests: int
    source: str
    slowest: float
    timeline: str
    log: str
    picture: str
    began: str
    ended: str
    earlier: str = ""
    unseen: tuple[str, ...] = ()
    claimed: bool = False

    def told(self) -> dict[str, Any]:
        """All that the journal keeps of it."""
        gaps = [gap.message for gap in self.gaps]
        unseen = {"unseen": list(self.unseen)} if self.unseen else {}
        return {**{name: getattr(self, name) for name in KEPT}, "gaps": gaps, **unseen}

    def must_be_seen(self) -> WatchedDeployment:
        """The same, if it is known whether customers noticed it.

        Raises:
            CannotMeasure: it is not. The release is deployed all the same, so that is not done again.
        """
        if self.unseen:
            earlier = f" {self.earlier}" if self.earlier else ""
            raise CannotMeasure(f"it was deployed{earlier}, but nobody saw how: {self.unseen[0]}", self.unseen[-1])
        return self

    def but_late(self, why: str) -> WatchedDeployment:
        """The same; where the release did not come while the probe looked (*why*), nobody sees how it comes."""
        return replace(self, unseen=(why, ONCE)) if why and not self.gaps and not self.unseen else self

    @classmethod
    def by_word(cls, began: str, looked: str, earlier: str) -> WatchedDeployment:
        """A deployment that was cut short, and of which a person said at the moment *looked* that it is finished."""
        unseen = ("it was cut short, and only a person says that it is finished", ONCE)
        return cls((), 0, "", 0.0, "", "", "", began, looked, earlier=earlier, unseen=unseen, claimed=True)

    @classmethod
    def known(cls, told: Mapping[str, Any], earlier: str) -> WatchedDeployment:
        """The deployment of an earlier run, by what the journal kept of it.

        Raises:
            CannotMeasure: the journal does not keep all of it.
        """
        gaps = told.get("gaps")
        if not isinstance(gaps, list) or any(name not in told for name in KEPT):
            raise CannotMeasure(
                f"the journal says that the release was deployed by {earlier}, but not what the probe saw meanwhile",
                "read the log of that run, and say in not_applicable what it proved; golive journal shows the line",
            )
        found = tuple(Finding("", 0, "gap", str(gap), severity="high") for gap in gaps)
        unseen = tuple(map(str, told.get("unseen") or ()))
        return cls(found, **{name: told[name] for name in KEPT}, earlier=earlier, unseen=unseen)


def deploy_watched(  # noqa: PLR0913 -- all are named
    command: Command, probe: Probe, *, folder: Path, settle: float, tell: Callable[[str], None], awaited: Awaited = str
) -> WatchedDeployment:
    """Deploy, and watch the service until *settle* seconds after the release has come, by what *awaited* says.

    The observations are saved in *folder* in any case: ``zero-downtime.txt``, ``zero-downtime.svg``.

    Raises:
        CannotMeasure: the command failed or took too long, or the service was not healthy before it. Observations that
            cannot be judged are told by what is returned: the release is deployed all the same.
    """
    log = folder / LOG
    watch: Watch | None = None
    try:
        with probe.watching(settle=settle) as watch:
            moments = run_watched(command, watch, log, tell)
            late = awaited()
    finally:
        if watch is not None:
            keep(watch.so_far, folder)
    return seen_by(watch, folder, str(log.absolute()), moments).but_late(late)


def run_watched(command: Command, watch: Watch, log: Path, tell: Callable[[str], None]) -> tuple[str, str]:
    """Run *command* to its end while *watch* looks at the service, and return when it began and ended.

    Raises:
        CannotMeasure: it failed, did not start, or took too long.
    """
    watch.mark("deploying")
    began = now()
    done = run_command(
        command,
        log,
        lambda _: tell(f"deploying: {watch.glance}"),
        key=f"{TABLE} command",
        limit=f"{TABLE} timeout",
    )
    ended = now()
    watch.mark("deployed" if done.outcome == "passed" else "failed")
    if done.outcome != "passed":
        raise _failed(command, done, watch)
    return began, ended


def seen_by(watch: Watch, folder: Path, log: str, moments: tuple[str, str]) -> WatchedDeployment:
    """What *watch*, which has ended, saw of a deployment, or why that cannot be judged.

    Args:
        watch: its observations are kept in *folder*.
        folder: see `keep`.
        log: absolute path of the command's output; "" if there is none.
        moments: when the deployment began and ended.
    """
    kept = (log, str((folder / PICTURE).absolute()))
    try:
        result = watch.result
    except CannotMeasure as error:
        return WatchedDeployment((), 0, "", 0.0, "", *kept, *moments, unseen=(error.what, f"{error.cure}; {ONCE}"))
    return WatchedDeployment(
        tuple(gap.finding for gap in result.gaps),
        len(result.samples),
        result.source,
        result.worst_latency,
        draw(result),
        *kept,
        *moments,
    )


def now() -> str:
    """This moment, ISO 8601, UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _failed(command: Command, done: Attempt, watch: Watch) -> CannotMeasure:
    return CannotMeasure(
        f"the deployment {args_as_text(command.args)} {done.end}, so there is no release to judge; until then: "
        f"{summary(watch.so_far)}; it last said: {done.last_words}",
        f"see {done.log}, and correct the deployment, or its command: {TABLE} command",
    )


def keep(result: ProbeResult, folder: Path) -> None:
    """Save what was observed in *folder*, as text and as a picture."""
    # A full disk must not hide what happened to the deployment.
    with contextlib.suppress(OSError):
        replace_file(folder / TEXT, f"{result.source}\n{draw(result)}\n".encode())
        replace_file(folder / PICTURE, svg(result).encode())
