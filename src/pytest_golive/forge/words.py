"""The data of forges, in terms that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The state of a check."""

    GREEN = "green"
    RED = "red"
    RUNNING = "running"
    WAITING = "waiting"  # waits for other jobs; nothing has started it
    SKIPPED = "skipped"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


# The names that forges and CI systems give them. An unknown word never counts as green.
STATES = {
    "success": State.GREEN,
    "failure": State.RED,
    "failed": State.RED,
    "error": State.RED,
    "warning": State.RED,
    "cancelled": State.RED,
    "canceled": State.RED,
    "canceling": State.RED,
    "timed_out": State.RED,
    "startup_failure": State.RED,
    "action_required": State.RED,
    "stale": State.RED,
    "pending": State.RUNNING,
    "queued": State.RUNNING,
    "in_progress": State.RUNNING,
    "requested": State.RUNNING,
    "running": State.RUNNING,
    "preparing": State.RUNNING,
    "scheduled": State.RUNNING,
    "waiting_for_resource": State.RUNNING,
    "waiting_for_callback": State.RUNNING,
    "expected": State.RUNNING,
    "created": State.WAITING,
    "waiting": State.WAITING,
    "manual": State.SKIPPED,
    "skipped": State.SKIPPED,
    "neutral": State.NEUTRAL,
}
PASSED = frozenset({State.GREEN, State.SKIPPED, State.NEUTRAL})
UNFINISHED = frozenset({State.RUNNING, State.WAITING})


@dataclass(frozen=True, slots=True)
class Project:
    """A repository on a forge.

    Attributes:
        name: the name on the forge: "shop/shop".
        branch: its default branch.
        url: its web address.
    """

    name: str
    branch: str
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a commit: its last attempt.

    Attributes:
        name: the name by which a forge requires it: a job's name, or a status's context.
        state: its state.
        said: the forge's own word for the state: "timed_out".
        url: its page; "" if the forge does not say.
        reporter: the app that reports it, if a requirement can name it; "" otherwise.
        may_fail: whether the pipeline itself allows it to fail.
        job: the number of the job; 0 if it is not a job.
        run: the number of its run or pipeline; 0 if it has none.
    """

    name: str
    state: State
    said: str = ""
    url: str = ""
    reporter: str = ""
    may_fail: bool = False
    job: int = 0
    run: int = 0

    @property
    def is_unfinished(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in UNFINISHED


@dataclass(frozen=True, slots=True)
class Required:
    """What a forge requires of a commit before it may be merged.

    Attributes:
        names: names of the checks; ``*`` stands for any text, if the forge supports it.
        where: the source of the requirement: "the rules of main".
        unreadable: why the forge does not say; "" if it does.
        reporters: apps that must report a check, by the check's name; without an entry, any app may.
        workflows: files of this repository's workflows that must succeed.
        unread: the types of rules that demand what no check shows: "code_scanning".
    """

    names: tuple[str, ...] = ()
    where: str = ""
    unreadable: str = ""
    reporters: tuple[tuple[str, str], ...] = ()
    workflows: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
