"""The checks of a commit on GitLab: jobs of pipelines by their last attempt, and statuses that others report."""

from __future__ import annotations

import pytest
from faked_forges import OLDER, SHA, FakeGitLab

from pytest_golive.forge.gitlab.checks import GitLabChecks
from pytest_golive.forge.words import State


def states(asked):
    return {check.name: check.state for check in asked.observed(SHA).checks}


@pytest.fixture
def gitlab(serve, rest_of):
    forge = FakeGitLab(serve)
    return forge, GitLabChecks(rest_of(forge), "shop/shop")


def test_gitlab_counts_the_last_pipeline_of_each_branch_and_what_others_report(gitlab):
    forge, asked = gitlab
    older, child, outside = {"pipeline_id": 8}, {"pipeline_id": 10}, {"pipeline_id": None}
    forge.has(
        SHA,
        ("build", "success"),
        ("build", "failed", older),
        ("child", "failed", child),
        ("outside", "failed", outside),
        pipelines=[(8, "failed"), (9, "success")],
    )
    assert [(c.name, c.state) for c in asked.observed(SHA).checks] == [
        ("build", State.GREEN),
        ("child", State.RED),
        ("outside", State.RED),
    ]


def test_gitlab_keeps_the_failure_of_a_push_beside_the_success_of_a_schedule(gitlab):
    forge, asked = gitlab
    pushed, nightly = {"pipeline_id": 8}, {"pipeline_id": 9, "name": "nightly"}
    schedule = {"source": "schedule"}
    forge.has(
        SHA, ("build", "failed", pushed), ("x", "success", nightly), pipelines=[(8, "failed"), (9, "success", schedule)]
    )
    assert states(asked) == {"build": State.RED, "nightly": State.GREEN}
    again = ("build", "success", {"pipeline_id": 9})
    forge.has(SHA, ("build", "failed", pushed), again, pipelines=[(8, "failed"), (9, "success", schedule)])
    assert states(asked) == {"build": State.GREEN}
    forge.has(SHA, ("build", "failed", pushed), pipelines=[(8, "failed"), (9, "skipped")])
    assert states(asked)["build"] is State.RED


@pytest.mark.security
def test_gitlab_does_not_count_what_belongs_to_another_commit(gitlab):
    forge, asked = gitlab
    forge.has(
        SHA,
        ("build", "success", {"sha": OLDER}),
        ("lint", "success"),
        pipelines=[(9, "success"), (10, "failed", {"sha": OLDER})],
    )
    assert states(asked) == {"lint": State.GREEN}


def test_gitlab_tells_of_a_pipeline_whose_jobs_do_not_explain_it(gitlab):
    forge, asked = gitlab
    forge.has(SHA, pipelines=[(9, "failed")])
    assert states(asked) == {"pipeline 9": State.RED}
    forge.has(SHA, ("build", "success"), ("lint", "failed", {"allow_failure": True}), pipelines=[(9, "failed")])
    assert states(asked)["pipeline 9"] is State.RED
    forge.has(SHA, ("build", "success"), ("lint", "failed"), pipelines=[(9, "failed")])
    assert "pipeline 9" not in states(asked)


def test_gitlab_without_pipelines_has_what_others_report(gitlab):
    forge, asked = gitlab
    forge.has(SHA, ("jenkins", "success", {"pipeline_id": None}))
    forge.answers[f"{forge.root}/pipelines"] = 403, {}, {"message": "403 Forbidden"}
    assert states(asked) == {"jenkins": State.GREEN}
