"""A deployment in batches: each is run and watched by a probe that never rests, and all of them are judged as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from pytest_golive.delivery.deploying import LOG, Awaited, WatchedDeployment, keep, now, run_watched, seen_by
from pytest_golive.delivery.steps.commanding import Command
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.relay import Relay

T = TypeVar("T")
Parts = Sequence[tuple[str, WatchedDeployment]]
BETWEEN: Final = "what happened between these runs was not probed"


def deploy_batch(  # noqa: PLR0913 -- all are named
    command: Command,
    relay: Relay,
    *,
    folder: Path,
    settle: float,
    rests: bool,
    tell: Callable[[str], None],
    awaited: Awaited = str,
) -> WatchedDeployment:
    """Deploy one batch, and watch the service until *settle* seconds after it has come, and then without a pause.

    Args:
        command: deploys the batch.
        relay: probes.
        folder: for the output and what was observed; made if it is missing.
        settle: seconds.
        rests: whether a watch comes next, and not another batch.
        tell: told what happens, for people.
        awaited: waits for the release of the batch; why it has not come, or "".

    Raises:
        CannotMeasure: the command failed or took too long, or the service was not healthy before it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log, watch = folder / LOG, relay.take()
    try:
        began, ended = run_watched(command, watch, log, tell)
        late = awaited()
        watch.settle(settle)
    except BaseException:
        relay.drop(watch)
        keep(watch.so_far, folder)
        raise
    keep(relay.pass_on(watch, rests=rests).so_far, folder)
    return seen_by(watch, folder, str(log.absolute()), (began, ended)).but_late(late)


def observed(relay: Relay, do: Callable[[], T], *, folder: Path, last: bool) -> tuple[T, WatchedDeployment]:
    """What *do* returns, and what the probe saw meanwhile; that the service is down then is for *do* to say.

    Args:
        relay: probes.
        do: takes its time.
        folder: for what was observed; made if it is missing.
        last: whether the probe ends with it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    began = now()
    try:
        watch = relay.take(rests=True)
    except CannotMeasure as error:
        value = do()
        return value, WatchedDeployment((), 0, "", 0.0, "", "", "", began, now(), unseen=(error.what, error.cure))
    try:
        value = do()
    except BaseException:
        relay.drop(watch)
        raise
    if last:
        watch.end()
    else:
        relay.pass_on(watch)
    keep(watch.so_far, folder)
    return value, seen_by(watch, folder, "", (began, now()))


def combined(parts: Parts) -> WatchedDeployment:
    """All batches and their watches as one deployment, which ends when the last batch has.

    Args:
        parts: by their names, in order; those that deploy have a log, or a person who says so.
    """
    found, batches = [part for _, part in parts], [part for _, part in parts if part.log or part.claimed]
    worst = max(found, key=lambda one: (len(one.gaps), bool(one.picture)))
    gaps = tuple(replace(gap, message=f"{name}: {gap.message}") for name, one in parts for gap in one.gaps)
    unseen = {f"{name}: {one.unseen[0]}": one.unseen[-1] for name, one in parts if one.unseen}
    earlier = [f"{name} {one.earlier}" for name, one in parts if one.earlier]
    source = next((one.source for one in found if one.source), "")
    return WatchedDeployment(
        gaps,
        sum(one.requests for one in found),
        f"{source} (the first of {len(found)} parts, of which watches were probed less often)",
        max(one.slowest for one in found),
        "\n".join(f"{name}: {one.timeline}" for name, one in parts if one.timeline),
        batches[-1].log,
        worst.picture,
        batches[0].began,
        batches[-1].ended,
        earlier="; ".join([*earlier, BETWEEN]) if earlier else "",
        # What is down is told, whatever else nobody saw.
        unseen=("; ".join(unseen), next(iter(unseen.values()))) if unseen and not gaps else (),
    )
