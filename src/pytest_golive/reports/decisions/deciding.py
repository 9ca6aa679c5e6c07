"""From the verdict of a run to a decision that a pipeline can act on; what is not proven is held."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pytest_golive.activation import ROOT
from pytest_golive.judging.evidence import now
from pytest_golive.judging.facts import by_weight
from pytest_golive.judging.verdict import Facts, Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.observability.triggers.trigger import SINCE

FORMAT: Final = 1
CONTINUE, HOLD, ROLL_BACK = "continue", "hold", "roll back"
TRIGGERS: Final = "rollback::no_trigger_fired"
WATCH: Final = "deployment::stable_after_deploy"
CHAIN: Final = "chain::earlier_records"  # told first: it is why the others were not tried
NOT_ENDED: Final = "the run has not ended"
UNWATCHED: Final = f"nothing in this run has watched the release: {TRIGGERS} and {WATCH} did not pass in it"
UNSEEN: Final = f"{WATCH}: no trigger of a rollback was looked at: {TRIGGERS} is not among its signals"
ENDED_EARLY: Final = "the run was ended before it had looked at everything, so nobody decides by it to roll back"
HIDDEN: Final = "the command of the rollback contains a credential, so it is not written here"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do.

    Attributes:
        decision: "continue", "hold" or "roll back".
        reasons: why, each on one line.
        verdict: "GO" or "NO-GO".
        command: program and arguments of the rollback; None unless the decision is to roll back.
        notify: who is told of a rollback.
        release: "version", "commit" and "previous", as far as they are known.
        target: the name of the target, or "".
        deployed: when the release was deployed, ISO 8601, UTC; None if nothing says so.
        since: since when a trigger has fired, by the data; None if none has, or nothing tells.
    """

    decision: str
    reasons: tuple[str, ...]
    verdict: str = "NO-GO"
    command: tuple[str, ...] | None = None
    notify: tuple[str, ...] = ()
    release: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    deployed: str | None = None
    since: str | None = None

    @property
    def text(self) -> str:
        """The content of the file: JSON, without credentials."""
        command, reasons = self.command, [_line(reason) for reason in self.reasons]
        if command is not None and any(MASK.hide(word) != word for word in command):
            command, reasons = None, [*reasons, HIDDEN]
        fields: dict[str, Any] = {
            "format": FORMAT,
            "decision": self.decision,
            "verdict": self.verdict,
            "reasons": reasons,
            "command": list(command) if command is not None else None,
            "notify": [_line(name) for name in self.notify],
            "release": {name: _line(value) for name, value in self.release.items()},
            "target": _line(self.target),
            "deployed": self.deployed,
            "since": self.since,
            "written": now(),
        }
        return json.dumps(fields, indent=2) + "\n"


def begun() -> Decision:
    """That of a run that has only begun."""
    return Decision(HOLD, (NOT_ENDED,), release=_release(Facts()))


def decided(verdict: Verdict, *, was_ended: bool) -> Decision:
    """The decision by *verdict*, without what only the run knows: the command, and who is told.

    Args:
        verdict: of the run.
        was_ended: whether somebody, or an internal error, ended the run before its end.
    """
    facts = verdict.facts
    fired = [row for row in verdict.gates if _has_fired(row)]
    common = Decision(HOLD, (), verdict.word, release=_release(facts), target=facts.target)
    if fired:
        reasons = tuple(reason for row in fired for reason in _told(row))
        since = min((moment for row in fired if (moment := _since(row))), default=None)
        if was_ended:
            return replace(common, reasons=(ENDED_EARLY, *reasons), since=since)
        return replace(common, decision=ROLL_BACK, reasons=reasons, since=since)
    if not verdict.go:
        return replace(common, reasons=tuple(_against(verdict)))
    watching = [row for row in verdict.gates if name_of(row) in {TRIGGERS, WATCH} and row.outcome is Outcome.PASSED]
    if not watching:
        return replace(common, reasons=(UNWATCHED,))
    seen = dict.fromkeys(reason for row in watching for reason in _for(row, watching))
    return replace(common, decision=CONTINUE, reasons=tuple(seen))


def _for(row: Row, watching: Sequence[Row]) -> Iterator[str]:
    """Why a release may go on; a watch also says what it has not looked at, unless the row of that has passed."""
    if name_of(row) != WATCH or any(name_of(one) == TRIGGERS for one in watching):
        yield f"{name_of(row)} passed"
    else:
        yield from of_watch(row)


def of_watch(row: Row) -> Iterator[str]:
    """Why a watch that has passed lets a release go on, and what it has not looked at."""
    yield f"{WATCH} passed"
    signals = [str(one.value).partition(";")[0].split(", ") for one in row.evidence if one.name == "watched"]
    if not any(TRIGGERS in names for names in signals):
        yield UNSEEN
    yield from (
        f"{WATCH}: not watched: {one.value}"
        for one in row.evidence
        if one.name == "not watched" and str(one.value).startswith(TRIGGERS)
    )


def _release(facts: Facts) -> Mapping[str, str]:
    return {"version": facts.version, "commit": facts.commit, "previous": facts.previous}


def _has_fired(row: Row) -> bool:
    """Whether a trigger has fired, by itself or in the watch, whose findings have the names of its signals as keys."""
    if row.outcome is not Outcome.FAILED:
        return False
    keys = {finding.key for one in row.evidence for finding in one.found}
    return name_of(row) == TRIGGERS or (name_of(row) == WATCH and TRIGGERS in keys)


def _told(row: Row) -> Iterator[str]:
    for one in row.evidence:
        if one.ok is False:
            yield f"{name_of(row)}: {one.sentence}"
            yield from (f"{name_of(row)}: {finding.message}" for finding in one.found)


def _since(row: Row) -> str:
    return next((str(one.value) for one in row.evidence if one.name == SINCE), "")


def _against(verdict: Verdict) -> Iterator[str]:
    """What stands against a GO: that rows were chosen by name, or steps only shown, comes last."""
    if verdict.glass is not None:
        yield f"BREAK-GLASS {verdict.glass.sentence}"
    causes, asked_for = by_weight(verdict.faults)
    yield from causes
    for row in sorted(verdict.blockers, key=lambda row: name_of(row) != CHAIN):
        message = f": {row.message}" if row.message else ""
        yield f"{name_of(row)} ({row.outcome}){message}"
    yield from asked_for
    if not verdict.faults and not verdict.blockers and verdict.glass is None:
        yield "nothing was verified"


def name_of(row: Row) -> str:
    """The name of a row's gate in settings."""
    return row.entry.id.removeprefix(f"{ROOT}/")


def _line(text: str) -> str:
    return " ".join(MASK.hide(text).split())
