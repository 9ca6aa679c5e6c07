"""Says where the newest deployment in a journal stopped, and how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from pytest_golive.delivery.journal.entries import Entries, Event, Release, Result
from pytest_golive.delivery.journal.progress import Standing, StepState, progress, settling, usual_times
from pytest_golive.delivery.lengths import length
from pytest_golive.masking.printing import on_one_line


def going_on(entries: Entries, confirmed: str, *, is_held: bool) -> Iterator[str]:
    """The last lines of the report.

    Args:
        entries: the journal.
        confirmed: not empty if a deployment to the target must be confirmed.
        is_held: whether a run writes it at this moment.
    """
    if entries.torn or entries.lacks_newline:
        yield from _torn(entries, is_held=is_held)
    for back in entries.set_back.values():
        yield (
            f"the clock of {on_one_line(back.who)} was set back during the run that began at "
            f"{back.at:%Y-%m-%d %H:%M:%S} UTC: the order of the lines counts, and not its moments"
        )
    run = entries.last_run
    if run is None:
        yield "no run has begun"
        return
    release, who = run.release, on_one_line(run.who)
    states = progress(entries, release)
    name = on_one_line(release.name)
    if is_held:
        yield f"{name}: {who} is deploying since {run.at:%Y-%m-%d %H:%M:%S} UTC"
        yield from _running(states, usual_times(entries))
        return
    yield from _stopped(entries, release, states, confirmed)


def _stopped(entries: Entries, release: Release, states: Mapping[str, StepState], confirmed: str) -> Iterator[str]:
    name, result = on_one_line(release.name), _ended(entries)
    undone = next((state.undone for state in states.values() if state.undone), "")
    if undone:
        yield f"{name}: {on_one_line(undone)}"
    if result:
        yield f"{name}: the run ended: {result}"
    for state in states.values():
        if state.settled and not state.undone:
            yield f"{name}: {on_one_line(state.step)} was cut short, and {on_one_line(state.settled)}"
    stopped = [state for state in states.values() if not state.undone and state.standing is not Standing.FINISHED]
    for state in stopped:
        yield f"{name} stopped in {on_one_line(state.step)}, which {_how(state)}"
    if stopped or (not undone and result != Result.PASSED.value):
        yield from _commands(entries, release, confirmed)
    for state in stopped:
        if state.is_open:
            yield "if you have looked how it ended, write that down, and the next run goes on by it:"
            yield f"  {settling(on_one_line(entries.target), on_one_line(state.step))}"


def _torn(entries: Entries, *, is_held: bool) -> Iterator[str]:
    if is_held:  # it is being written just now
        return
    if entries.torn and not entries.lacks_newline:
        yield (
            f"line {len(entries.entries) + 1} is torn, {len(entries.torn):,} bytes: a run was killed while it wrote "
            "it, so nobody relied on it; the next run sets it aside"
        )
    else:
        yield f"line {len(entries.entries)} lacks its end: a run was killed while it wrote it; it is whole, and counts"


def _running(states: Mapping[str, StepState], usual: Mapping[str, float]) -> Iterator[str]:
    for state in states.values():
        if state.standing is Standing.INTERRUPTED and state.ended is None and not state.undone:
            before = f"; it took {length(usual[state.step])} last time" if state.step in usual else ""
            yield f"now in {on_one_line(state.step)}, since {state.began:%H:%M:%S} UTC{before}"


def _how(state: StepState) -> str:
    if state.settled:
        return "is not finished, so that the next run does it again"
    if state.ended is None:
        return f"began at {state.began:%Y-%m-%d %H:%M:%S} UTC, and nobody wrote down how it ended"
    word = "failed" if state.standing is Standing.FAILED else "was interrupted"
    return f"{word} at {state.ended:%Y-%m-%d %H:%M:%S} UTC"


def _ended(entries: Entries) -> str:
    """How the newest run ended; "" if it did not end by itself."""
    last = entries.entries[-1]
    if last.event is not Event.ENDED:
        return ""
    return last.result.value if last.result else "without a result"


def _commands(entries: Entries, release: Release, confirmed: str) -> Iterator[str]:
    target = shlex.quote(on_one_line(entries.target))
    typed = f" --golive-confirm={shlex.quote(on_one_line(release.version))}" if release.version else ""
    confirm = f" --golive-allow=deploy{typed}" if confirmed else ""
    yield "look at the target first; then go on, which repeats no finished step, or roll back:"
    yield f"  pytest -m deploy --target={target} --golive-execute{confirm}"
    yield f"  golive rollback --target={target}"
