"""This run's own job, and what waits for it, by the variables of the CI system and the workflow's file."""

from __future__ import annotations

import pytest

from pytest_golive.forge.pipeline.own import own_job
from pytest_golive.forge.pipeline.workflows import waiting_for
from pytest_golive.forge.words import STATES, Check

ACTIONS = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_RUN_ID": "7",
    "GITHUB_JOB": "golive",
    "GITHUB_WORKFLOW_REF": "shop/shop/.github/workflows/release.yml@refs/heads/main",
}
WORKFLOW = """\
jobs:
  build: {runs-on: x}
  golive: {needs: build, name: Go-live checklist}
  deploy: {needs: [golive], name: "Deploy to ${{ matrix.place }}", strategy: {matrix: {place: [a, b]}}}
  tell: {needs: [deploy, build]}
  docs: {needs: [build]}
"""
GITLAB = {"GITLAB_CI": "true", "CI_PIPELINE_ID": "9", "CI_JOB_ID": "2"}
GITEA = {
    **ACTIONS,
    "GITEA_ACTIONS": "true",
    "GITHUB_WORKFLOW": "release.yml",
    "GITHUB_EVENT_NAME": "push",
}


def check(name, said="in_progress", url="", run=0, job=1):
    return Check(name, STATES[said], said, url, run=run, job=job)


@pytest.fixture
def tree(tmp_path):
    file = tmp_path / ".github/workflows/release.yml"
    file.parent.mkdir(parents=True)
    file.write_text(WORKFLOW)
    return tmp_path


def test_the_workflows_file_tells_which_jobs_wait_for_this_one(tree):
    assert waiting_for(tree, ACTIONS) == ("Go-live checklist", "Deploy to", "tell")


@pytest.mark.parametrize("text", ["", "jobs: [", "jobs: []", "- a", "a: \x00", "jobs: {other: {}}", "&a [*a]"])
def test_a_workflow_that_cannot_be_read_tells_nothing(tree, text):
    (tree / ".github/workflows/release.yml").write_text(text)
    assert waiting_for(tree, ACTIONS) == ()


@pytest.mark.security
@pytest.mark.parametrize("ref", ["shop/shop/../../etc/passwd@x", "", "shop/shop/.github/workflows/gone.yml@x"])
def test_a_workflow_elsewhere_is_not_read(tree, ref):
    assert waiting_for(tree, {**ACTIONS, "GITHUB_WORKFLOW_REF": ref}) == ()


@pytest.mark.parametrize(
    ("environment", "waiting", "own", "others"),
    [
        ({}, (), [], [check("golive", run=7)]),
        (ACTIONS, (), [check("golive", run=7), check("golive (3.12)", run=7)], [check("golive", run=8), check("build", run=7)]),
        (ACTIONS, (), [check("release / golive", run=7), check("a / b / golive (3.12)", run=7)], [check("release / golive", run=8)]),
        (ACTIONS, ("golive",), [], [check("release / golive", run=7)]),
        (ACTIONS, ("Go-live", "Deploy to"), [check("Go-live", run=7)], [check("golive", run=7)]),
        (ACTIONS, (), [], [check("golive", "failure", run=7)]),
        (
            GITLAB,
            (),
            [check("x", "running", run=9, job=2), check("deploy", "created", run=9), check("pipeline 9", "running", run=9)],
            [check("x", "running", run=9), check("deploy", "created", run=8), check("x", "running", run=8, job=2)],
        ),
        (GITEA, (), [check("release.yml / golive (push)", "pending", run=7)], [check("release.yml / build (push)", run=7)]),
        (
            {"BUILD_URL": "https://ci.example/job/shop/1/"},
            (),
            [check("jenkins", url="https://ci.example/job/shop/1/display/redirect")],
            [check("jenkins", url="https://ci.example/job/shop/12/")],
        ),
        (
            {"TF_BUILD": "True", "BUILD_BUILDID": "12"},
            (),
            [check("azure", url="https://dev.azure.com/x/_build/results?buildId=12&view=results")],
            [check("azure", url="https://dev.azure.com/x/_build/results?buildId=123")],
        ),
        ({"CI_PIPELINE_URL": "https://"}, (), [], [check("x", url="https://ci.example/1")]),
    ],
)  # fmt: skip
def test_own_jobs_are_those_of_this_run_and_unfinished(environment, waiting, own, others):
    found = own_job(environment, waiting)
    assert [each.name for each in own if not found.is_own(each)] == []
    assert [each.name for each in others if found.is_own(each)] == []
