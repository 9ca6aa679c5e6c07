"""Where a release stands, by its journal."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.progress import Standing, progress, usual_times
from pytest_golive.delivery.journal.reading import read

BACKUP, DEPLOYED = "deployment::backup_created", "deployment::deployed"
NEXT = Release("sha256:" + "b" * 64, "1.5.0")


@pytest.mark.parametrize(
    ("result", "standing"),
    [
        (Result.PASSED, Standing.FINISHED),
        (Result.FAILED, Standing.FAILED),
        (Result.ERROR, Standing.FAILED),
        (Result.INTERRUPTED, Standing.INTERRUPTED),
    ],
)
def test_how_a_step_ended(opened, path, release, result, standing):
    with opened() as journal:
        journal.begin(DEPLOYED)
        journal.end(DEPLOYED, result, {"status": 3})
    state = progress(read(path), release)[DEPLOYED]
    assert (state.standing, state.result, state.evidence, state.who) == (
        standing,
        result,
        {"status": 3},
        "ann@build-1 4711",
    )
    assert state.took is not None
    assert state.ended >= state.began
    assert state.holds is (standing is Standing.FINISHED)


def test_a_step_that_nobody_ended_was_interrupted(opened, path, release):
    journal = opened()
    journal.begin(BACKUP)
    journal.end(BACKUP, Result.PASSED)
    journal.begin(DEPLOYED)
    journal.close()
    states = progress(read(path), release)
    assert [*states] == [BACKUP, DEPLOYED]
    assert states[BACKUP].holds
    assert (states[DEPLOYED].standing, states[DEPLOYED].ended, states[DEPLOYED].took) == (
        Standing.INTERRUPTED,
        None,
        None,
    )


def test_only_the_newest_run_of_a_step_counts(opened, path, release):
    for result in (Result.FAILED, Result.PASSED):
        with opened(who=f"{result.value}@x 1") as journal:
            journal.begin(DEPLOYED)
            journal.end(DEPLOYED, result)
    state = progress(read(path), release)[DEPLOYED]
    assert (state.standing, state.runs, state.who) == (Standing.FINISHED, 2, "passed@x 1")


def test_a_rollback_undoes_what_was_done_before_it(opened, path, release):
    with opened() as journal:
        journal.begin(DEPLOYED)
        journal.end(DEPLOYED, Result.PASSED)
        journal.tell(Event.ROLLED_BACK, result=Result.PASSED)
        state = progress(read(path), release)[DEPLOYED]
        assert (state.standing, state.holds) == (Standing.FINISHED, False)
        assert state.undone.startswith("the release was rolled back at 2")
        journal.begin(DEPLOYED)
        journal.end(DEPLOYED, Result.PASSED)
    assert progress(read(path), release)[DEPLOYED].holds


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result.FAILED, "the rollback that ended at 2*did not succeed: look at the target*"),
        (Result.INTERRUPTED, "the rollback that ended at 2*did not succeed*"),
        ("", "a rollback began at 2*, and nobody wrote down how it ended*"),
    ],
)
def test_a_rollback_that_did_not_succeed_is_not_called_one(opened, path, release, result, said):
    with opened() as journal:
        journal.begin(DEPLOYED)
        journal.end(DEPLOYED, Result.PASSED)
        journal.tell(Event.ROLLBACK_STARTED)
        if result:
            journal.tell(Event.ROLLED_BACK, result=result)
    state = progress(read(path), release)[DEPLOYED]
    assert not state.holds
    assert fnmatchcase(state.undone, said)


def test_the_same_step_of_another_release_takes_its_place(opened, path, release):
    for each in (release, NEXT):
        with opened(each) as journal:
            journal.begin(DEPLOYED)
            journal.end(DEPLOYED, Result.PASSED)
    assert progress(read(path), NEXT)[DEPLOYED].holds
    assert progress(read(path), release)[DEPLOYED].undone.startswith("the release 1.5.0 did the same at 2")
    assert progress(read(path), Release("sha256:unknown")) == {}


def test_how_long_it_took_last_time_of_any_release(opened, path, release, monkeypatch):
    from pytest_golive.delivery.journal import writing

    clock = [0.0]
    monkeypatch.setattr(writing.time, "monotonic", lambda: clock[0])
    for each, took, result in (
        (release, 12.0, Result.PASSED),
        (release, 99.0, Result.FAILED),
        (NEXT, 14.5, Result.PASSED),
    ):
        with opened(each) as journal:
            journal.begin(DEPLOYED)
            clock[0] += took
            journal.end(DEPLOYED, result)
    entries = read(path)
    assert progress(entries, NEXT)[DEPLOYED].usual == 12.0
    assert progress(entries, NEXT)[DEPLOYED].took == 14.5
    assert usual_times(entries) == {DEPLOYED: 14.5}
    assert [json.loads(line).get("took") for line in path.read_text().splitlines()][3] == 12.0
