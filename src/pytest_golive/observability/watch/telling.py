"""What a watch that has ended says: the signals that failed, what is not proven, and what readers should know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.triggers.trigger import SINCE
from pytest_golive.observability.watch.holding.arriving import TOOK
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.result import Watched
from pytest_golive.observability.watch.standing import Count, Ending, Standing

SLOW = "see what makes samples take so long, or choose a longer interval (watch.interval)"


def failed(watched: Watched) -> tuple[Finding, ...]:
    """The signals that failed more often than is tolerated: since which sample, and what they were.

    A trigger comes first, since to roll back is what to do first.
    """
    return tuple(
        Finding("", 0, "signal", _of_failed(watched, name), severity="high", key=name, cure=_cure(count))
        for name, count in sorted(watched.counts.items(), key=lambda item: not _is_trigger(item[1]))
        if count.failed > watched.policy.tolerates(name).failure_limit
    )


def doubt(watched: Watched) -> CannotMeasure | None:
    """Why it is not proven that the service was stable; None if it is, or if it is disproven."""
    if watched.is_proven or watched.ending is Ending.FAILED:
        return None
    taken = f"after {_samples(watched.total)} in {lasting(watched.lasted)}"
    if watched.ending not in {Ending.INCONCLUSIVE, Ending.ERROR}:
        return CannotMeasure(
            f"the watch ended {taken}, before anything was proven: {watched.why or watched.ending}",
            "watch again, for the whole time; golive watch --resume goes on where this one ended, if that was just now",
        )
    standing = Standing(watched.policy, list(watched.counts), dict(watched.counts))
    doubted = {name: _doubted(watched, name) for name in standing.ended(watched.ending)}
    told = [
        f"{name}: {'; '.join(dict.fromkeys(filter(None, said))) or 'it says nothing'}"
        for name, (*said, _) in doubted.items()
    ]
    cures = dict.fromkeys(cure for *_, cure in doubted.values() if cure)
    if watched.ending is Ending.INCONCLUSIVE:
        what = f"{taken} it is not proven that the service is stable: {'; '.join(told)}"
        return CannotMeasure(what, "; ".join(cures) or "watch while there is traffic")
    if any(TOOK in gap for gap in watched.gaps):
        cures[SLOW] = None
    gaps = [f"of the time between samples: {gap}" for gap in watched.gaps]
    what = f"{taken} the service could not be measured: {'; '.join([*told, *gaps]) or watched.why}"
    return CannotMeasure(what, "; ".join(cures) or "make sure that everything can be measured, and watch again")


def notes(watched: Watched) -> Iterator[tuple[str, str]]:
    """What else readers should know, by name."""
    yield "watched", f"{', '.join(watched.counts) or 'nothing'}; {_samples(watched.total)} in {lasting(watched.lasted)}"
    for name, why in watched.not_watched:
        yield "not watched", f"{name}: {why}"
    for name, count in watched.counts.items():
        tolerance = watched.policy.tolerates(name)
        if 0 < count.failed <= tolerance.failure_limit:
            yield (
                "forgiven",
                (
                    f"{name}: {_samples(count.failed)} failed, the first of them sample {count.first_failed:,}, and "
                    f"{tolerance.failure_limit:,} may fail"
                ),
            )
        if count.inconclusive and count.inconclusive - count.early <= tolerance.inconclusive_limit:
            yield "not proven", f"{name}: {_samples(count.inconclusive)} proved nothing"
        if count.errors:
            yield "not measured", f"{name}: {_samples(count.errors)} could not be taken"
    for gap in watched.gaps:
        yield "gap", gap
    if (since := _fired_since(watched)) is not None:
        yield SINCE, dt.datetime.fromtimestamp(since, dt.UTC).isoformat(timespec="seconds")
    yield from watched.notes


def _fired_since(watched: Watched) -> float | None:
    """When the first sample was due in which a trigger failed that has failed too often; None if nothing tells."""
    numbers = [
        count.first_failed
        for name, count in watched.counts.items()
        if _is_trigger(count) and count.failed > watched.policy.tolerates(name).failure_limit
    ]
    first = min(numbers, default=0)
    return next((each.at for each in watched.samples if first and each.number == first), None)


def _of_failed(watched: Watched, name: str) -> str:
    count = watched.counts[name]
    first = _first(watched, name, count.first_failed)
    shown = first or count.newest
    said = shown.said if shown is not None else ""
    when = _time_of(watched, count.first_failed)
    since = f"since sample {count.first_failed:,}{f', {when}' if when else ''}"
    return f"{name}: {said} ({since}; {_samples(count.failed)} of {count.counted:,} failed)"


def _first(watched: Watched, name: str, number: int) -> Measurement | None:
    """The measurement of its first failure, if it is still in memory."""
    sample = next((each for each in watched.samples if each.number == number), None)
    found = sample.of(name) if sample is not None else None
    return found if found is not None and found.phase is Phase.FAILED else None


def _time_of(watched: Watched, number: int) -> str:
    sample = next((each for each in watched.samples if each.number == number), None)
    return f"{dt.datetime.fromtimestamp(sample.at, dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if sample is not None else ""


def _doubted(watched: Watched, name: str) -> tuple[str, str, str]:
    """What the newest samples of a signal say: that which was taken last, then the newest; and what to do.

    A server that does not answer makes samples take long, so that others are left out: its silence is the reason then.
    """
    count = watched.counts[name]
    newest, succession = count.newest, count.errors_in_succession
    row = watched.samples[-succession:] if succession else ()
    found = (each.of(name) for each in reversed(row))
    taken = next((one for one in found if one is not None and one.phase is Phase.ERROR), None)
    return taken.said if taken else "", newest.said if newest else "", (taken.cure if taken else "") or _cure(count)


def _is_trigger(count: Count) -> bool:
    return count.newest is not None and count.newest.is_trigger


def _cure(count: Count) -> str:
    return count.newest.cure if count.newest is not None else ""


def _samples(number: int) -> str:
    return "1 sample" if number == 1 else f"{number:,} samples"
