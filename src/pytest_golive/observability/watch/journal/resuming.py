"""Goes on with a watch that was killed or stopped, from the samples in its file."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import told
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.watch.clocks import STEP, SYSTEM, Clock
from pytest_golive.observability.watch.journal.lines import About, Began
from pytest_golive.observability.watch.journal.reading import CURE, Stored, read
from pytest_golive.observability.watch.journal.writing import Journal, begin, opened
from pytest_golive.observability.watch.standing import Ending

FRESH: Final = 3600.0  # seconds after which a good result is not of now any more; a long watch's, after twice its time
APART: Final = 60.0  # seconds by which the clock of whoever says when it was deployed may differ from ours


def start(path: Path, about: About, clock: Clock = SYSTEM) -> Journal:
    """The journal of a new watch that begins now; raises as `begin` does."""
    now = clock.now()
    return begin(path, about, Began(now.wall, now.boot, clock.boot_id()))


def resume(path: Path, about: About, clock: Clock = SYSTEM, deployed: float | None = None) -> Journal:
    """The journal of a watch that goes on, or that has ended, so that its result can be read.

    It goes on if nothing else is watched than before, and if no more samples were missed meanwhile than the strictest
    `consecutive_error_limit` tolerates: each of them is an error, whoever is to blame. A line that was torn by the kill
    is cut off.

    Args:
        path: the file.
        about: what is to be watched, and how.
        clock: of this machine.
        deployed: when the release was deployed, in seconds since 1970: what was watched before is no watch over it.

    Raises:
        CannotMeasure: there is nothing to resume, something has changed, or too much time has passed.
    """
    handle = opened(path) if path.is_file() else -1  # else reading it says what is wrong
    try:
        stored = read(path)
        _check_same(path, about, stored.about)
        _check_deployed(path, stored, deployed)
        if not stored.is_over:
            _check_time(path, stored, clock)
        elif stored.kept.standing.ending is Ending.SUCCESSFUL:
            _check_fresh(path, stored, clock)
        if stored.torn and not stored.ended:
            os.truncate(handle, stored.size)
    except BaseException as error:
        if handle >= 0:
            os.close(handle)
        if isinstance(error, OSError):
            raise CannotMeasure(*told(path, error)) from None
        raise
    return Journal(path, about, stored.began, handle, stored)


def elapsed(stored: Stored, clock: Clock) -> float:
    """Seconds since a stored watch began, and not less than until its last sample was taken.

    Within one start of the machine, the clock that nobody sets says it; else the wall clock, since the last sample.

    Raises:
        CannotMeasure: the wall clock is before the last sample.
    """
    now, began, last = clock.now(), stored.began, stored.last
    known = last.since + last.took if last else 0.0
    is_same = began.boot_id != "" and began.boot_id == clock.boot_id()
    if is_same and now.boot is not None and began.boot is not None and now.boot - began.boot >= known:
        return now.boot - began.boot
    passed = now.wall - (last.at - last.since if last else began.wall)
    if passed < known - STEP:
        raise CannotMeasure(
            f"this machine's clock is {in_words(known - passed)} before the last sample, so nobody knows how much time "
            "has passed since",
            f"set the clock; or {CURE}",
        )
    return max(passed, known)


def missed(stored: Stored, passed: float) -> int:
    """How many samples were due since the last one and can no longer be taken, *passed* seconds after the beginning."""
    policy = stored.about.policy
    return max(0, int((passed - policy.due(stored.next_slot)) // policy.interval))


def _check_same(path: Path, wanted: About, found: About) -> None:
    for each in fields(About):
        mine, theirs = getattr(wanted, each.name), getattr(found, each.name)
        if mine != theirs:
            shown = f": {theirs!r} there, {mine!r} now" if isinstance(mine, str) else ""
            name = "what else the watch depends on" if each.name == "others" else f"the {each.name}"
            verb = "differ" if each.name == "signals" else "differs"
            raise CannotMeasure(f"{path} is of another watch: {name} {verb}{shown}", CURE)


def _check_deployed(path: Path, stored: Stored, deployed: float | None) -> None:
    if deployed is not None and stored.began.wall < deployed - APART:
        early = in_words(deployed - stored.began.wall)
        raise CannotMeasure(f"the watch in {path} began {early} before the release was deployed", CURE)


def _check_fresh(path: Path, stored: Stored, clock: Clock) -> None:
    age = clock.now().wall - (stored.last.at if stored.last else stored.began.wall)
    if age > max(FRESH, stored.about.policy.longest):
        raise CannotMeasure(f"the watch in {path} ended {in_words(age)} ago, so it says nothing of now", CURE)


def _check_time(path: Path, stored: Stored, clock: Clock) -> None:
    passed = elapsed(stored, clock)
    gap, limit = missed(stored, passed), stored.about.policy.strictest(stored.about.signals)
    if gap > limit:
        last = stored.last.since if stored.last else 0.0
        interval = stored.about.policy.interval
        raise CannotMeasure(
            f"the newest sample in {path} is {in_words(passed - last)} old, and {gap:,} samples were missed since; "
            f"a watch goes on after {limit:,} at most ({in_words((limit + 2) * interval)})",
            f"{CURE}; or raise consecutive_error_limit",
        )
