"""Compares what the journal of a killed deployment says with what the commands did, without the code that wrote it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment_world import OLD, World

JOURNAL = ".git/golive/journal/prod.jsonl"


@dataclass(frozen=True)
class Lines:
    """The whole lines of a journal.

    Attributes:
        entries: what they say, oldest first.
    """

    entries: Sequence[dict[str, Any]]

    @property
    def started(self) -> list[str]:
        return [one["step"] for one in self.entries if one["event"] == "step started"]

    @property
    def results(self) -> dict[str, str]:
        return {one["step"]: one["result"] for one in self.entries if one["event"] == "step ended"}

    @property
    def cut(self) -> list[str]:
        """The steps that began and never ended."""
        return [step for step in self.started if step not in self.results]

    @property
    def under_way(self) -> str:
        """Where the deployment was, in words."""
        if self.cut:
            return f"in {self.cut[-1].removeprefix('deployment::')}"
        if any(one["event"] == "ended" for one in self.entries):
            return "ended"
        return (
            f"after {list(self.results)[-1].removeprefix('deployment::')}" if self.results else "before the first step"
        )


def of_journal(project: Path) -> Lines:
    """What is written there; a last line without its end does not count."""
    file = project / JOURNAL
    whole = file.read_bytes().rpartition(b"\n")[0].splitlines() if file.exists() else []
    return Lines([json.loads(line) for line in whole])


def lies(lines: Lines, ledger: Sequence[tuple[str, str]]) -> list[str]:
    """What the journal says that was not so, and what it does not say that was.

    Args:
        lines: the journal after the kill.
        ledger: what the commands wrote down: "began" or "ended", and the step.
    """
    began = Counter(f"deployment::{step}" for word, step in ledger if word == "began")
    ended = {f"deployment::{step}" for word, step in ledger if word == "ended"}
    found = [f"{step} began, and the journal does not know" for step in began if step not in lines.started]
    found += [f"{step} was done {times} times" for step, times in began.items() if times > 1]
    found += [
        f"{step} ended, and the journal says neither that it has ended nor that it was cut short"
        for step in ended
        if lines.results.get(step, "passed" if step in lines.cut else "") != "passed"
    ]
    found += [
        f"the journal says that {step} {how}, and it did not end"
        for step, how in lines.results.items()
        if step not in ended
    ]
    return found + ([f"{len(lines.cut)} steps are under way at once"] if len(lines.cut) > 1 else [])


def not_undone(world: World, status: int, said: str) -> list[str]:
    """What the rollback has left of the new version."""
    found = [f"golive rollback exits with {status}: {said[-2000:]}"] if status else []
    found += [f"after the rollback the instances serve {sorted(world.versions)}"] if world.versions != {OLD} else []
    return found + ([f"after the rollback the database is {world.migrated}"] if world.migrated else [])
