"""What is told of each step before it begins: its place in the list, the time it took last time, and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pytest_golive.collecting.accompanying.beside import Placed, _fitting
from pytest_golive.collecting.accompanying.listing import Earlier, Listing
from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.progress import ROWS, progress, usual_times
from pytest_golive.delivery.journal.reading import read
from pytest_golive.delivery.journal.writing import Journal

NAMES = ("deployment::backup_created", "deployment::deployed", "deployment::zero_downtime", "deployment::smoke_passed")
OLD, NEW = Release("sha256:1", "1.1.0"), Release("sha256:2", "1.2.0")


@pytest.fixture
def journal(tmp_path):
    """A journal of a release that was deployed, and of the next one, which has come to its backup."""
    path = tmp_path / "prod.jsonl"
    with Journal.opened(path, "prod", OLD, "ann@build-1 1") as journal:
        for name in NAMES[:2]:
            journal.begin(name)
            journal.end(name, Result.PASSED)
        journal.tell(Event.ENDED, result=Result.PASSED, evidence={ROWS: {"deployment::smoke_passed": 3.2}})
    with Journal.opened(path, "prod", NEW, "bob@build-1 2") as journal:
        journal.begin(NAMES[0])
        journal.end(NAMES[0], Result.PASSED)
    return read(path)


def timed(entries):
    """The same journal, whose steps have taken 65 s."""
    slow = tuple(replace(one, took=65.0) if one.event is Event.STEP_ENDED else one for one in entries.entries)
    return replace(entries, entries=slow)


def told(entries, release):
    listing = Listing(NAMES, Earlier(progress(entries, release), usual_times(entries)))
    return ["; ".join(listing.pieces(name)) for name in NAMES]


def test_each_step_has_its_place_its_usual_time_and_what_comes_next(journal):
    when = f"{journal.entries[-2].at:%Y-%m-%d %H:%M:%S}"
    assert told(timed(journal), NEW) == [
        f"step 1 of 4: backup_created; done already by bob@build-1 2, {when} UTC; next: deployed",
        "step 2 of 4: deployed; 1 min 5 s last time; next: zero_downtime",
        "step 3 of 4: zero_downtime; next: smoke_passed",
        "step 4 of 4: smoke_passed; 3.2 s last time; the last one",
    ]


def test_a_release_that_is_new_has_done_nothing_already(journal):
    assert (
        told(timed(journal), Release("sha256:3"))[0]
        == "step 1 of 4: backup_created; 1 min 5 s last time; next: deployed"
    )


def test_a_target_without_a_journal_has_no_usual_times():
    listing = Listing(NAMES)
    assert listing.pieces(NAMES[1]) == ["step 2 of 4: deployed", "next: zero_downtime"]
    assert (listing.place(NAMES[1]), listing.usual(NAMES[1])) == ("step 2 of 4", None)


def test_on_staging_the_first_row_of_the_deployment_takes_its_time(journal):
    names = ("deployment::deployed_to_staging", "deployment::deployed")
    listing = Listing(names, Earlier({}, usual_times(timed(journal))))
    assert (listing.place(names[0]), listing.usual(names[0])) == ("step 1 of 2", 65.0)
    assert listing.usual(names[1]) is None


def test_times_of_rows_that_nobody_can_read_are_none(journal):
    strange = replace(
        journal.entries[-1], event=Event.ENDED, step="", evidence={ROWS: {"deployment::deployed": "long"}}
    )
    assert "deployment::deployed" not in usual_times(replace(journal, entries=(strange,)))
    assert usual_times(replace(journal, entries=(replace(strange, evidence={ROWS: [1]}),))) == {}
    assert strange.at.tzinfo is dt.UTC


@pytest.mark.parametrize("width", [0, 40, 60, 80, 120])
def test_it_fits_into_a_terminal_and_is_one_line_in_a_log(width):
    pieces = ["step 11 of 14: staging_regression", "12 min 3 s last time", "next: staging_stable"]
    lines = _fitting(pieces, width)
    assert all(piece in " ".join(lines) for piece in pieces)
    assert len(lines) == {0: 1, 40: 3, 60: 2, 80: 1, 120: 1}[width]
    assert all(len(line) <= width for line in lines if width)


class Drawn:
    """What the line of progress was told."""

    def __init__(self):
        self.said, self.expected = [], []
        self.expect = self.expected.append

    def __call__(self, *words):
        self.said.append(words)


def test_the_line_of_progress_says_first_where_the_deployment_is():
    drawn, place = Drawn(), [("step 2 of 4", 48.0)]
    placed = Placed(drawn, lambda: place[0])
    placed("deploying", 3, 4)
    place[0] = ("", None)
    placed("watching")
    placed.clear()
    assert drawn.said == [("step 2 of 4: deploying", 3, 4), ("watching", 0, 0)]
    assert drawn.expected == [48.0]
