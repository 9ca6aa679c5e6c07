"""What a journal tells about a rollback: the facts with which a post-mortem begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pytest_golive.delivery.journal.entries import Entry, Event

TOLD: Final = {
    Event.STEP_STARTED: "{step} begins",
    Event.STEP_ENDED: "{step} ends: {result}",
    Event.TRIGGER_FIRED: "a trigger fires",
    Event.ROLLBACK_STARTED: "the rollback begins",
    Event.ROLLED_BACK: "the rollback ends: {result}",
    Event.BREAK_GLASS: "an emergency passes rows by",
    Event.LOOKED_INTO: "{step} is looked into",
    Event.NOTED: "noted",
}
UTC: Final = "%Y-%m-%d %H:%M:%S UTC"
MOST: Final = 200  # entries
LONGEST: Final = 600  # characters of evidence


def timeline(entries: Sequence[Entry]) -> Iterator[str]:
    """What happened when, the newest at most."""
    told = [one for one in entries if one.event in TOLD][-MOST:]
    for one in told:
        words = TOLD[one.event].format(step=one.step, result=one.result or "nobody knows")
        took = f", {one.took:.1f} s" if one.took is not None else ""
        said = f": {_words(one.evidence)}" if one.event is Event.LOOKED_INTO else ""
        yield f"{one.at:{UTC}}: {words}{took}{said} ({one.who})"


def triggers(entries: Sequence[Entry]) -> Iterator[str]:
    """What fired, each with its evidence, and why the rollback began."""
    for one in entries:
        if one.event is Event.TRIGGER_FIRED:
            fired = [f"{name}: {value}"[:LONGEST] for name, value in one.evidence.items()]
            yield from (f"{one.at:{UTC}}: {words}" for words in fired or ["no evidence is recorded"])
        elif one.event is Event.ROLLBACK_STARTED and (why := one.evidence.get("why")):
            yield f"{one.at:{UTC}}: the rollback begins because of {why}"[:LONGEST]


def samples(entries: Sequence[Entry]) -> Iterator[str]:
    """The evidence of steps that failed, and of the rollback."""
    for one in entries[-MOST:]:
        is_bad = one.event is Event.STEP_ENDED and one.result is not None and one.result.value != "passed"
        if (is_bad or one.event is Event.ROLLED_BACK) and one.evidence:
            yield f"{one.step or one.event.value}: {_words(one.evidence)}"


def recovery(took: float | None) -> Iterator[str]:
    """The time to recover, if it is known."""
    if took is not None:
        yield f"The time to recover was {took:.0f} s, from the trigger (or the beginning of the rollback) to its end."


def _words(evidence: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in evidence.items())[:LONGEST]
