"""A check counts by its last attempt: a job that was skipped, or that a later run lacks, is no attempt."""

from __future__ import annotations

import pytest
from faked_forges import SHA, FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.forge.gitea.checks import GiteaChecks
from pytest_golive.forge.github.checks import GitHubChecks
from pytest_golive.forge.gitlab.checks import GitLabChecks

pytestmark = pytest.mark.security


def in_run(number):
    page = f"https://git.example/shop/shop/actions/runs/{number}/job/1"
    return {"check_suite": {"id": number}, "html_url": page}


def run(number, said="success", status="completed", **more):
    base = {"head_sha": SHA, "workflow_id": 5, "event": "push", "head_branch": "main", "name": "CI", "html_url": ""}
    return {**base, "id": number, "status": status, "conclusion": said, "check_suite_id": number, **more}


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    asked = GitHubChecks(rest_of(forge), "shop/shop")

    def told(runs, *jobs):
        forge.answers["/repos/shop/shop/actions/runs"] = {"total_count": len(runs), "workflow_runs": list(runs)}
        forge.has(SHA, *((name, said, in_run(number)) for name, said, number in jobs))
        return sorted(f"{check.name} {check.said}" for check in asked.observed(SHA).checks)

    return told


def test_github_keeps_what_failed_before_a_run_that_skipped_or_lacks_it(github):
    runs = run(1, "failure"), run(2)
    failed, lint = ("e2e", "failure", 1), ("lint", "success", 2)
    assert github(runs, failed, ("e2e", "skipped", 2), lint) == ["e2e failure", "e2e skipped", "lint success"]
    assert github(runs, failed, lint) == ["e2e failure", "lint success"]
    assert github(runs, failed, ("e2e", "success", 2), lint) == ["e2e success", "lint success"]
    three = run(1, "failure"), run(2), run(3)
    again, skipped = ("e2e", "success", 2), ("e2e", "skipped", 3)
    assert github(three, failed, again, skipped) == ["e2e skipped"]


def test_github_does_not_take_a_success_from_a_run_before_the_last(github):
    runs = run(1), run(2)
    assert github(runs, ("e2e", "success", 1), ("lint", "success", 2)) == ["lint success"]


def test_github_waits_for_jobs_that_a_run_has_not_created_yet(github):
    going = run(2, None, "in_progress")
    assert github([going], ("lint", "success", 2)) == ["lint success", "workflow CI in_progress"]
    assert github([run(1, "failure"), going], ("e2e", "failure", 1), ("lint", "queued", 2)) == ["lint queued"]


@pytest.mark.parametrize("said", ["failure", "cancelled", "timed_out"])
def test_github_tells_of_a_run_whose_jobs_do_not_explain_it(github, said):
    assert github([run(2, said)], ("lint", "success", 2)) == ["lint success", f"workflow CI {said}"]
    assert github([run(2, said)], ("lint", "failure", 2)) == ["lint failure"]
    assert github([run(2, "skipped")], ("lint", "skipped", 2)) == ["lint skipped"]


@pytest.mark.parametrize("said", ["skipped", "manual", None])
def test_gitlab_keeps_what_failed_before_a_pipeline_that_skipped_or_lacks_it(serve, rest_of, said):
    forge = FakeGitLab(serve)
    later = [("e2e", said, {"pipeline_id": 9})] if said else []
    forge.has(
        SHA,
        ("e2e", "failed", {"pipeline_id": 8}),
        ("lint", "success"),
        *later,
        pipelines=[(8, "failed"), (9, "success")],
    )
    found = GitLabChecks(rest_of(forge), "shop/shop").observed(SHA)
    assert [f"{check.name} {check.said}" for check in found.checks][:2] == ["e2e failed", "lint success"]


def test_gitlab_takes_no_job_of_a_child_for_a_further_attempt_at_one_of_its_parent(serve, rest_of):
    forge = FakeGitLab(serve)
    forge.has(SHA, ("test", "failed"), ("test", "success", {"pipeline_id": 10}), pipelines=[(9, "failed")])
    asked = GitLabChecks(rest_of(forge), "shop/shop")
    assert [check.said for check in asked.observed(SHA).checks] == ["failed", "success"]


def test_gitlab_says_what_a_token_may_not_read(serve, rest_of):
    forge = FakeGitLab(serve)
    forge.has(SHA, ("jenkins", "success", {"pipeline_id": None}))
    asked = GitLabChecks(rest_of(forge), "shop/shop")
    assert asked.observed(SHA).notes == ()
    forge.answers[f"{forge.root}/pipelines"] = 403, {}, {"message": "403 Forbidden"}
    (note,) = asked.observed(SHA).notes
    assert note.startswith("the token may not read pipelines, or the project has none, ")


@pytest.mark.parametrize(
    ("attempts", "counts"),
    [
        (["failure", "skipped"], "failure"),
        (["failure", "skipped", "skipped"], "failure"),
        (["failure", "success", "skipped"], "skipped"),
        (["success", "skipped"], "skipped"),
        (["skipped"], "skipped"),
        (["skipped", "failure", "success"], "success"),
    ],
)
def test_gitea_keeps_what_failed_before_it_was_skipped(serve, rest_of, attempts, counts):
    forge = FakeGitea(serve)
    forge.has(SHA, *(("build", said) for said in attempts))
    found = GiteaChecks(rest_of(forge), "shop/shop").observed(SHA)
    assert [check.said for check in found.checks] == [counts]
