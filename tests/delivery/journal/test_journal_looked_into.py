"""What a person says of a step that was cut short counts for that step, and for no other."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_golive.collecting.executing.journalling import JOURNAL, Journalled, RunJournal, executed
from pytest_golive.delivery.batches import combined
from pytest_golive.delivery.deploying import WatchedDeployment
from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.progress import Standing, progress
from pytest_golive.delivery.journal.reading import read
from pytest_golive.errors import CannotMeasure

DEPLOYED, WATCHED = "deployment::deployed", "deployment::batch_10_watched"
NEXT = Release("sha256:" + "b" * 64, "1.5.0")


def say(journal, found="finished", step=DEPLOYED):
    journal.tell(Event.LOOKED_INTO, step, evidence={"by": "bob", "found": found, "reason": "I saw it"})


def state_of(path, release, step=DEPLOYED):
    return progress(read(path), release)[step]


@pytest.mark.parametrize(
    ("found", "standing"),
    [("finished", Standing.FINISHED), ("not finished", Standing.FAILED), ("perhaps", Standing.INTERRUPTED)],
)
@pytest.mark.parametrize("ended", [None, Result.INTERRUPTED])
def test_what_a_step_is_that_was_cut_short(opened, path, release, found, standing, ended):  # noqa: PLR0917 -- fixtures
    with opened() as journal:
        journal.begin(DEPLOYED)
        if ended:
            journal.end(DEPLOYED, ended)
        say(journal, found)
        state = state_of(path, release)
    assert state.standing is standing
    assert state.holds is (found == "finished")
    assert state.is_open is (found == "perhaps")
    if found != "perhaps":
        assert state.settled.startswith("looked into by bob (ann@build-1 4711), 2")
        assert state.settled.endswith(f"who says that it is {found}: I saw it")
        assert state.settled in state.told
        assert state.looked is not None


@pytest.mark.parametrize(
    ("result", "standing"),
    [(Result.FAILED, Standing.FAILED), (Result.ERROR, Standing.FAILED), (Result.PASSED, Standing.FINISHED)],
)
@pytest.mark.parametrize("found", ["finished", "not finished"])
def test_whose_end_is_written_down_is_as_that_says(opened, path, release, result, standing, found):  # noqa: PLR0917 -- fixtures
    with opened() as journal:
        journal.begin(DEPLOYED)
        journal.end(DEPLOYED, result)
        say(journal, found)
    state = state_of(path, release)
    assert (state.standing, state.settled, state.looked) == (standing, "", None)


def test_it_is_about_one_release_and_one_run(opened, path, release):
    with opened() as journal:
        journal.begin(DEPLOYED)
    with opened(release=NEXT) as journal:
        say(journal)
        assert state_of(path, release).is_open
    with opened() as journal:
        journal.begin(DEPLOYED)
        say(journal)
        assert state_of(path, release).holds
        say(journal, "not finished")
        assert state_of(path, release).holds, "the first word counts"
        journal.begin(DEPLOYED)
        state = state_of(path, release)
        assert (state.standing, state.settled) == (Standing.INTERRUPTED, "")


def test_a_rollback_undoes_it(opened, path, release):
    with opened() as journal:
        journal.begin(DEPLOYED)
        say(journal)
        journal.tell(Event.ROLLED_BACK, result=Result.PASSED)
        assert not state_of(path, release).holds
        say(journal)
        assert not state_of(path, release).holds


@pytest.mark.parametrize(("resumable", "result"), [(False, "as it was said"), (True, "looked anew")])
def test_a_word_stands_for_no_proof(opened, path, release, resumable, result):
    """Whoever writes it by hand into the journal still has the watch held anew."""
    with opened() as journal:
        journal.begin(WATCHED)
        say(journal, step=WATCHED)
    with opened() as journal:
        states = progress(journal.before, release)
        config = SimpleNamespace(stash=pytest.Stash())
        config.stash[JOURNAL] = RunJournal(journal, states)
        step = Journalled(
            WATCHED, "", lambda: "looked anew", lambda _: {}, lambda _: "as it was said", resumable=resumable
        )
        assert executed(SimpleNamespace(target_name="prod"), config, step) == result


def test_what_was_said_not_to_be_finished_is_done_again(opened, path, release):
    with opened() as journal:
        journal.begin(DEPLOYED)
        config = SimpleNamespace(stash=pytest.Stash())
        step = Journalled(DEPLOYED, "", lambda: "done", lambda _: {}, lambda _: "known")
        config.stash[JOURNAL] = RunJournal(journal, progress(read(path), release))
        run = SimpleNamespace(target_name="prod")
        with pytest.raises(CannotMeasure) as error:
            executed(run, config, step)
        assert "golive journal --target=prod --settle deployment::deployed --finished" in error.value.cure
        say(journal, "not finished")
        config.stash[JOURNAL] = RunJournal(journal, progress(read(path), release))
        assert executed(run, config, step) == "done"


def test_a_batch_that_only_a_person_says_is_there_ends_a_deployment_of_which_nobody_saw_all():
    began, ended = "2026-11-27T09:00:00+00:00", "2026-11-27T09:05:00+00:00"
    first = WatchedDeployment((), 9, "GET /healthz", 0.1, "...", "/a.log", "", began, began)
    last = WatchedDeployment.by_word(ended, ended, "by ann, looked into by bob")
    whole = combined([("batch of 50 %", first), ("batch of 100 %", last)])
    assert (whole.began, whole.ended) == (began, ended)
    with pytest.raises(CannotMeasure, match=r"batch of 100 %: it was cut short, and only a person says"):
        whole.must_be_seen()
