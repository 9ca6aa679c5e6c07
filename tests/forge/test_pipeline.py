"""Whether checks are green: what counts, what is missing, what is left out, and how long the run waits."""

from __future__ import annotations

import pickle

import pytest
from faked_forges import OLDER, SHA, FakeGitea, Turns

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.pipeline.judging import Pipeline, Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.pipeline.own import Own
from pytest_golive.forge.words import STATES, Check, Required

NOBODY = Own()


def check(name, said="success", **more):
    return Check(name, STATES[said], said, **more)


def judged(*checks, required=(), rules=None, own=NOBODY, reporters=()):
    demanded = Required(tuple(required), "the rules of main", reporters=tuple(reporters))
    return Pipeline(SHA, "git.example/shop/shop", Observed(tuple(checks)), demanded, rules or Rules(), own)


def wrong(pipeline):
    return [finding.message for finding in pipeline.not_green]


@pytest.mark.parametrize(
    "said", ["failure", "failed", "cancelled", "timed_out", "action_required", "stale", "startup_failure", "warning"]
)
def test_whatever_ended_otherwise_than_in_success_is_not_green(said):
    assert wrong(judged(check("build"), check("lint", said))) == [f"lint: {said}"]


def test_only_what_is_required_counts_and_all_counts_where_nothing_is():
    checks = check("build"), check("nightly", "failure")
    assert wrong(judged(*checks, required=["build"])) == []
    assert wrong(judged(*checks)) == ["nightly: failure"]
    assert wrong(judged(*checks, rules=Rules(optional=("night*",)))) == []
    assert wrong(judged(*checks, rules=Rules(optional=("night*",), required=("nightly",)))) == ["nightly: failure"]


@pytest.mark.parametrize(("said", "words"), [("skipped", "required, but skipped"), ("neutral", "neutral")])
def test_a_required_check_that_is_skipped_is_not_green_and_another_is_passed_over(said, words):
    assert wrong(judged(check("build"), check("lint", said), required=["build", "lint"])) == [f"lint: {words}"]
    passed = judged(check("build"), check("lint", said))
    assert wrong(passed) == []
    assert ("checks that do not count", f"lint ({said})") in list(passed.notes())


def test_nothing_but_skipped_checks_proves_nothing():
    with pytest.raises(
        CannotMeasure, match=r"no check that counts has run on 1111111111 .* do not count: lint \(skipped\)"
    ):
        _ = judged(check("lint", "skipped")).total


def test_a_required_check_that_never_ran_is_not_green():
    assert wrong(judged(check("build"), required=["build", "li*t"])) == ["li*t: required, but never ran on this commit"]


@pytest.mark.parametrize(("pattern", "fits"), [("ci/*", True), ("*/linux", True), ("c*/l*x", True), ("ci/", False)])
def test_a_required_pattern_fits_some_names(pattern, fits):
    assert (wrong(judged(check("ci/linux"), check("x"), required=[pattern, "x"])) == []) is fits


@pytest.mark.security
def test_a_required_check_that_somebody_else_reports_does_not_count():
    for reporter in ("9", ""):  # a commit status says of nobody who reports it
        forged = judged(check("build", reporter=reporter), required=["build"], reporters=[("build", "15368")])
        assert wrong(forged) == ["build: not reported by app 15368, as the rule requires"]
    assert wrong(judged(check("build", reporter="15368"), required=["build"], reporters=[("build", "15368")])) == []


def test_what_may_fail_by_the_pipelines_own_word_does_not_count():
    assert wrong(judged(check("build"), check("flaky", "failed", may_fail=True))) == []


def test_what_has_not_ended_is_doubt_and_a_failure_beside_it_is_told_first():
    running = judged(check("build"), check("lint", "running"))
    assert "1 of 2 checks of 1111111111 have not ended: lint (running)" in running.doubt().what
    assert wrong(running) == []
    assert judged(check("build")).doubt() is None


def test_this_runs_job_is_left_out_also_where_it_is_required():
    own = Own("GitHub Actions", run=7, names=frozenset({"golive", "deploy"}))
    checks = check("build", run=7), check("golive", "in_progress", run=7)
    assert wrong(judged(*checks, required=["build", "golive", "deploy"], own=own)) == []
    alone = judged(*checks, required=["golive"], own=own)
    assert [one.name for one in alone.counted] == ["build"]
    with pytest.raises(CannotMeasure, match="this run's own job does not count: golive"):
        _ = judged(checks[1], own=own).total


@pytest.mark.security
def test_a_required_job_of_another_called_workflow_is_not_left_out():
    own = Own("GitHub Actions", run=7, names=frozenset({"test"}), called="test")
    checks = check("build", run=7), check("release / test", "in_progress", run=7)
    found = judged(*checks, required=["build", "release / test", "unit / test"], own=own)
    assert wrong(found) == ["unit / test: required, but never ran on this commit"]


@pytest.fixture
def on_gitea(serve, rest_of):
    forge = FakeGitea(serve)
    rest = rest_of(forge)
    opened = Forge(Located("gitea", Place("https://git.example", "shop/shop"), forge.api), rest)
    slept = []

    def look(*commits, wait=0.0, before=(), own=NOBODY):
        return measure(opened, commits, before, "", Rules(), own, Wait(wait, 15.0, slept.append))

    return forge, look, slept


def test_the_first_commit_of_the_release_on_which_something_ran_counts(on_gitea):
    forge, look, _ = on_gitea
    forge.has(SHA, ("build", "success"))
    assert look(OLDER, SHA).commit == SHA
    forge.has(OLDER, ("build", "failure"))
    assert look(OLDER, SHA).commit == OLDER


def test_a_commit_that_was_not_pushed_cannot_be_green(on_gitea):
    _, look, _ = on_gitea
    with pytest.raises(CannotMeasure, match=r"git\.example/shop/shop does not have the commit 1111111111"):
        look(SHA)


def test_what_is_missing_is_looked_for_on_the_commits_before(on_gitea):
    forge, look, _ = on_gitea
    forge.requires("build", "lint")
    forge.has(SHA, ("build", "success"))
    forge.has(OLDER, ("lint", "success"))
    assert wrong(look(SHA, before=[OLDER])) == [
        "lint: required, but never ran on this commit; it ran on 2222222222, another commit"
    ]


def test_the_run_waits_for_what_has_not_ended_as_long_as_it_may_and_not_for_what_is_red(on_gitea):
    forge, look, slept = on_gitea
    path = f"/repos/shop/shop/statuses/{SHA}"
    forge.has(SHA, ("build", "success"))
    green = forge.answers[path]
    forge.has(SHA, ("build", "pending"))
    running = forge.answers[path]
    forge.answers[path] = Turns([running, running, green])
    assert look(SHA, wait=100.0).doubt() is None
    assert slept == [15.0, 15.0]
    slept.clear()
    forge.answers[path] = running
    assert look(SHA, wait=40.0).doubt() is not None
    assert slept == [15.0, 15.0, 10.0]
    slept.clear()
    forge.has(SHA, ("build", "pending"), ("lint", "failure"))
    assert wrong(look(SHA, wait=40.0)) == ["lint: failure"]
    assert slept == []


def test_what_was_found_goes_to_every_worker():
    found = judged(check("build"), check("lint", "failure"), required=["lint", "gone"])
    wrong(found)  # what is kept goes along
    assert wrong(pickle.loads(pickle.dumps(found))) == wrong(found) != []  # nosec B301 -- our own
