"""A deployment that writes its journal and says what it relies on; and the check of what is left of it.

``python benchmarks/journal_work.py FILE`` writes; each line that it prints names an entry that was acknowledged.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pytest_golive.delivery.journal.entries import Entries, Event, Release, Result
from pytest_golive.delivery.journal.progress import Standing, progress
from pytest_golive.delivery.journal.reading import NoJournal, read
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.errors import CannotMeasure

RELEASE = Release("sha256:" + "b" * 64, "1.4.2", "b" * 40)
OLDER = Release("sha256:" + "a" * 64, "1.4.1", "a" * 40)
STEPS = ("deployment::backup_created", "deployment::deployed")
ACK, FAILED, UNSOUND = "ack ", "failed ", "unsound "
TORN = b'{"golive":"journal","format":1,"number":5,"at":"20'
# What is there when the deployment begins.
SCENARIOS = ("new", "older", "torn", "no newline")
OWN = frozenset({Event.CREATED, Event.BEGUN, Event.SET_ASIDE})  # entries of the journal itself


def say(text: str) -> None:
    """Print a line by one system call; a deployment that cannot is none whose promises count."""
    try:
        os.write(1, f"{text}\n".encode())
    except OSError:
        os._exit(3)


def work(path: Path) -> None:
    """Deploy: begin and end each step, and say what is acknowledged."""
    try:
        with Journal.opened(path, "prod", RELEASE, "ann@build-1 1") as journal:
            try:
                evidence = {"status": 0, "output": "x" * int(os.environ.get("JOURNAL_PAD", "0"))}
                for step in STEPS:
                    say(ACK + journal.begin(step).hash)
                    say(ACK + journal.end(step, Result.PASSED, evidence).hash)
                say(ACK + journal.tell(Event.ENDED, result=Result.PASSED).hash)
            except CannotMeasure as error:
                say(FAILED + error.what)
                if "nothing more is written" not in error.cure:
                    say(f"{UNSOUND}the error does not say that nothing more is written: {error.cure}")
                _write_on(journal)
    except CannotMeasure as error:
        say(FAILED + error.what)


def _write_on(journal: Journal) -> None:
    """After a failure nothing may be written, although the disk would take it again."""
    try:
        journal.tell(Event.NOTED)
    except CannotMeasure:
        return
    say(f"{UNSOUND}a line was written after a failure")


def prepare(folder: Path, scenario: str) -> Path:
    """The file of the journal as *scenario* says."""
    path = folder / "golive" / "journal" / "prod.jsonl"
    if scenario == "new":
        return path
    with Journal.opened(path, "prod", OLDER, "bob@build-1 2") as journal:
        journal.begin(STEPS[1])
        journal.end(STEPS[1], Result.PASSED)
    content = path.read_bytes()
    path.write_bytes({"older": content, "torn": content + TORN, "no newline": content[:-1]}[scenario])
    return path


def acknowledged(said: str) -> list[str]:
    """The hashes of the entries that a deployment relied on, by what it has printed."""
    return [line.removeprefix(ACK) for line in said.splitlines() if line.startswith(ACK)]


def problems(path: Path, said: str, before: Iterable[str], scenario: str) -> list[str]:
    """What is wrong with the journal after a crash; none if it tells the truth and the next run can go on.

    Args:
        path: the file.
        said: what the deployment has printed until then.
        before: hashes of the entries that were there before it.
        scenario: what was there.
    """
    found = [line for line in said.splitlines() if line.startswith(UNSOUND)]
    known = {*before, *acknowledged(said)}
    try:
        entries = read(path)
    except NoJournal:
        entries = None
        if known:
            found.append("the journal is gone")
    except CannotMeasure as error:
        return [*found, f"it cannot be read: {error}"]
    if entries is not None:
        found += _untrue(entries, known, acknowledged(said))
    try:
        Journal.opened(path, "prod", RELEASE).close()
        after = read(path)
    except CannotMeasure as error:
        return [*found, f"the next run cannot open it: {error}"]
    kept = {one.hash for one in after.entries}
    if entries is not None and not {one.hash for one in entries.entries} <= kept:
        found.append("the next run has lost entries")
    if scenario == "torn" and TORN not in {one.read_bytes() for one in path.parent.glob("*.torn-*")}:
        found.append("the torn line is lost")
    return found


def _untrue(entries: Entries, known: set[str], acknowledged: list[str]) -> list[str]:
    hashes = {one.hash for one in entries.entries}
    found = [f"{len(known - hashes)} acknowledged entries are lost"] if known - hashes else []
    extra = [one for one in entries.entries if one.hash not in known and one.event not in OWN]
    if len(extra) > 1:
        found.append(f"{len(extra)} entries are there that nobody was told of")
    ended = {one.step for one in entries.entries if one.hash in acknowledged and one.event is Event.STEP_ENDED}
    states = progress(entries, RELEASE)
    if lost := [step for step in ended if states[step].standing is not Standing.FINISHED]:
        found.append(f"finished steps are lost: {lost}")
    return found


if __name__ == "__main__":
    work(Path(sys.argv[1]))
