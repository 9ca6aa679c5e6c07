"""What came of a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["passed", "failed", "error", "done already", "interrupted"]
GOOD = frozenset(("passed", "done already"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a step.

    Attributes:
        number: from 1; 0 for the question whether the step is done already.
        began: when it began, ISO 8601, UTC.
        ended: when it had ended.
        seconds: how long it took.
        outcome: "passed" or "failed"; "error" if it is not known what it did; "interrupted".
        what: what happened, in words, without secrets: "exit status 3", "ended by SIGKILL", "HTTP 502".
        status: exit status or HTTP status; None if there is none.
        signal: number of the signal that ended it; 0 for none.
        said: the last lines of its output, without secrets.
        log: absolute path of its output, bounded and without secrets; "" if it has none.
        size: bytes that it wrote.
        left_out: bytes of them that the log leaves out.
        is_begun: whether anything was run or sent.
    """

    number: int
    began: str
    ended: str
    seconds: float
    outcome: Outcome
    what: str
    status: int | None = None
    signal: int = 0
    said: tuple[str, ...] = ()
    log: str = ""
    size: int = 0
    left_out: int = 0
    is_begun: bool = True

    @property
    def end(self) -> str:
        """How it ended, as the end of a sentence: "failed with exit status 3"."""
        return f"was ended by signal {self.signal}" if self.signal else f"failed with exit status {self.status}"

    @property
    def last_words(self) -> str:
        """The last lines of its output on one line, for a message."""
        return " | ".join(self.said) or "nothing"

    def evidence(self) -> dict[str, Any]:
        """The same for a journal: small, and without secrets."""
        return {
            "number": self.number,
            "began": self.began,
            "ended": self.ended,
            "seconds": round(self.seconds, 3),
            "outcome": self.outcome,
            "what": self.what,
            "status": self.status,
            "signal": self.signal,
            "said": list(self.said),
            "log": self.log,
            "size": self.size,
            "left_out": self.left_out,
        }


@dataclass(frozen=True, slots=True)
class StepResult:
    """How a step ended.

    Attributes:
        name: the step's name.
        outcome: "passed"; "done already"; "failed", if it is known to have failed; "error", if it is not known what it
            did; "interrupted".
        what: what happened, in words; "" if it passed.
        cure: what to do about it; "" if it passed.
        shown: what ran, and where, without secrets.
        attempts: all attempts, with the question whether it is done already as the first.
        changed: what it changed in the repository.
    """

    name: str
    outcome: Outcome
    what: str = ""
    cure: str = ""
    shown: str = ""
    attempts: tuple[Attempt, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the deployment may go on."""
        return self.outcome in GOOD

    @property
    def last(self) -> Attempt | None:
        """The last attempt; None if there was none."""
        return self.attempts[-1] if self.attempts else None

    @property
    def is_cut_short(self) -> bool:
        """Whether an attempt began, and nobody knows what it did: it did not end in time, or no response came."""
        return any(one.number and one.outcome == "error" and one.is_begun for one in self.attempts)

    def evidence(self) -> Mapping[str, Any]:
        """The same for a journal: plain types, small, and without secrets."""
        return {
            "outcome": self.outcome,
            "what": self.what,
            "shown": self.shown,
            "attempts": [attempt.evidence() for attempt in self.attempts],
            "changed": list(self.changed),
        }
