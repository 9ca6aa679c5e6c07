"""Pipelines of GitLab that no other stands for: children, and those that others report."""

from __future__ import annotations

import pytest
from faked_forges import OLDER, SHA, FakeGitLab

from pytest_golive.forge.gitlab.checks import GitLabChecks

pytestmark = pytest.mark.security
FAILED = ("build", "failed", {"pipeline_id": 10})


@pytest.fixture
def gitlab(serve, rest_of):
    forge = FakeGitLab(serve)
    asked = GitLabChecks(rest_of(forge), "shop/shop")
    return forge, lambda: [f"{check.name} {check.said}" for check in asked.observed(SHA).checks if not check.may_fail]


def triggers(forge, parent, number, said, **more):
    child = {"id": number, "sha": SHA, "ref": "main", "status": said, "web_url": "https://git.example/p", **more}
    bridge = {"id": number, "name": "services", "status": "success", "allow_failure": False}
    forge.answers[f"{forge.root}/pipelines/{parent}/bridges"] = [{**bridge, "downstream_pipeline": child}]
    forge.answers.setdefault(f"{forge.root}/pipelines/{number}/bridges", [])


@pytest.mark.parametrize("said", ["failed", "running", "canceled", "success"])
def test_a_child_counts_as_a_whole_and_so_does_its_own(gitlab, said):
    forge, checks = gitlab
    forge.has(SHA, ("build", "success"))
    triggers(forge, 9, 12, said)
    assert checks() == ["build success", f"pipeline 12 {said}"]
    triggers(forge, 9, 12, "success")
    triggers(forge, 12, 13, said)
    assert checks() == ["build success", "pipeline 12 success", f"pipeline 13 {said}"]


def test_a_pipeline_of_another_project_and_one_that_may_fail_do_not_count(gitlab):
    forge, checks = gitlab
    forge.has(SHA, ("build", "success"))
    triggers(forge, 9, 12, "failed", sha=OLDER)
    assert checks() == ["build success"]
    triggers(forge, 9, 12, "failed")
    forge.answers[f"{forge.root}/pipelines/9/bridges"][0]["allow_failure"] = True
    assert checks() == ["build success"]
    forge.answers[f"{forge.root}/pipelines/9/bridges"][0]["downstream_pipeline"] = None
    assert checks() == ["build success"]


def test_a_child_that_gitlab_lists_counts_once(gitlab):
    forge, checks = gitlab
    child = {"source": "parent_pipeline"}
    forge.has(SHA, ("build", "success"), pipelines=[(9, "success"), (12, "failed", child), (14, "success", child)])
    triggers(forge, 9, 12, "failed")
    assert sorted(checks()) == ["build success", "pipeline 12 failed", "pipeline 14 success"]


def test_children_that_the_token_may_not_read_are_noted(gitlab, rest_of):
    forge, _ = gitlab
    forge.has(SHA, ("build", "success"))
    forge.answers[f"{forge.root}/pipelines/9/bridges"] = 403, {}, {"message": "403 Forbidden"}
    (note,) = GitLabChecks(rest_of(forge), "shop/shop").observed(SHA).notes
    assert note == "the token may not read which child pipelines there are, so they are not seen"


@pytest.mark.parametrize(
    "pipelines",
    [
        [(10, "failed")],
        [(10, "failed"), (11, "success", {"source": "external"})],
        [(10, "failed", {"source": "external"}), (11, "success")],
    ],
)
def test_a_status_that_somebody_reports_is_no_further_attempt_at_a_job(gitlab, pipelines):
    forge, checks = gitlab
    forge.has(SHA, FAILED, ("build", "success", {"pipeline_id": 11}), pipelines=pipelines)
    assert "build failed" in checks()


def test_a_further_attempt_is_none_where_the_pipelines_cannot_be_read(gitlab):
    forge, checks = gitlab
    forge.has(SHA, FAILED, ("build", "success", {"pipeline_id": 11}))
    forge.answers[f"{forge.root}/pipelines"] = 403, {}, {"message": "403 Forbidden"}
    assert checks() == ["build failed", "build success"]
