"""The checks of a commit, as each forge has them: their last attempts, runs without a job, and required checks."""

from __future__ import annotations

import pytest
from faked_forges import OLDER, SHA, FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.gitea.checks import GiteaChecks
from pytest_golive.forge.github.checks import GitHubChecks
from pytest_golive.forge.gitlab.checks import GitLabChecks
from pytest_golive.forge.words import STATES, State

ASKS = {FakeGitHub: GitHubChecks, FakeGitLab: GitLabChecks, FakeGitea: GiteaChecks}


@pytest.fixture(params=ASKS)
def any_forge(request, serve, rest_of):
    forge = request.param(serve)
    return forge, ASKS[request.param](rest_of(forge), "shop/shop")


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    return forge, GitHubChecks(rest_of(forge), "shop/shop")


@pytest.fixture
def gitea(serve, rest_of):
    forge = FakeGitea(serve)
    return forge, GiteaChecks(rest_of(forge), "shop/shop")


def states(asked, commit=SHA):
    return {check.name: check.state for check in asked.observed(commit).checks}


def test_every_forge_tells_its_project_and_its_checks(any_forge):
    forge, asked = any_forge
    forge.has(SHA, ("build", "success"), ("lint", "skipped"), ("odd", "splendid"))
    assert (asked.project().name, asked.project().branch) == ("shop/shop", "main")
    assert states(asked) == {"build": State.GREEN, "lint": State.SKIPPED, "odd": State.UNKNOWN}


def test_a_commit_that_a_forge_does_not_have_is_none(any_forge):
    assert any_forge[1].observed(SHA) is None


@pytest.mark.security
def test_a_branch_that_is_named_like_the_commit_does_not_stand_for_it(any_forge):
    forge, asked = any_forge
    forge.has(SHA, ("build", "success"))
    path = next(path for path in forge.answers if path.endswith(f"commits/{SHA}"))
    forge.answers[path] = dict.fromkeys(forge.answers[path], OLDER)
    assert asked.observed(SHA) is None


def test_no_word_of_a_forge_is_green_but_success():
    assert [word for word, state in STATES.items() if state is State.GREEN] == ["success"]


def test_github_counts_check_runs_and_statuses_alike(github):
    forge, asked = github
    forge.has(SHA, ("build", "queued"), statuses=[("ci/other", "failure"), ("ci/late", "pending")])
    assert states(asked) == {"build": State.RUNNING, "ci/other": State.RED, "ci/late": State.RUNNING}


def test_github_counts_the_last_of_a_check_that_ran_again_in_one_run(github):
    forge, asked = github
    forge.has(SHA, ("build", "failure"), ("build", "success"))
    assert states(asked) == {"build": State.GREEN}


def run(number, said="success", suite=70, **more):
    status = "completed" if said != "queued" else said
    base = {"head_sha": SHA, "workflow_id": 5, "event": "push", "head_branch": "main", "name": "CI", "html_url": ""}
    return {**base, "id": number, "status": status, "conclusion": said, "check_suite_id": suite, **more}


def has_runs(forge, *runs):
    forge.answers["/repos/shop/shop/actions/runs"] = {"total_count": len(runs), "workflow_runs": list(runs)}


def test_github_forgets_a_run_after_which_the_same_workflow_ran_again_on_the_commit(github):
    forge, asked = github
    later = {"check_suite": {"id": 71}, "html_url": "https://git.example/shop/shop/actions/runs/8/job/2"}
    forge.has(SHA, ("build", "failure"), ("build", "success", later))
    has_runs(forge, run(7, "failure"), run(8, suite=71))
    assert states(asked) == {"build": State.GREEN}
    has_runs(forge, run(7, "failure", workflow_id=6), run(8, suite=71))
    assert sorted(check.state for check in asked.observed(SHA).checks) == [State.GREEN, State.RED]


def test_github_does_not_forget_a_failure_for_a_run_that_was_skipped(github):
    forge, asked = github
    forge.has(SHA, ("build", "failure"))
    has_runs(forge, run(7, "failure"), run(8, "skipped", suite=71))
    assert states(asked) == {"build": State.RED}


@pytest.mark.security
def test_github_does_not_count_what_belongs_to_another_commit(github):
    forge, asked = github
    forge.has(SHA, ("build", "success", {"head_sha": OLDER}), ("lint", "success"))
    has_runs(forge, run(8, "failure", suite=71, head_sha=OLDER, name="Other"))
    assert states(asked) == {"lint": State.GREEN}


def test_github_tells_runs_without_a_suite_apart_by_their_pages(github):
    forge, asked = github
    forge.has(SHA, ("build", "success", {"check_suite": None}))
    has_runs(forge, run(7, suite=None), run(8, "startup_failure", suite=None, workflow_id=6, name="Deploy"))
    assert states(asked) == {"build": State.GREEN, "workflow Deploy": State.RED}
    has_runs(forge, run(7, suite=None), run(8, "startup_failure", suite=None, name="Again"))
    assert states(asked) == {"workflow Again": State.RED}


@pytest.mark.parametrize(
    ("said", "state"), [("startup_failure", State.RED), ("action_required", State.RED), ("queued", State.RUNNING)]
)
def test_github_tells_of_a_workflow_that_never_made_a_job(github, said, state):
    forge, asked = github
    forge.has(SHA, ("build", "success"))
    has_runs(forge, run(7), run(8, said, suite=71, workflow_id=6, name="Deploy"))
    assert states(asked) == {"build": State.GREEN, "workflow Deploy": state}


def test_github_says_what_a_token_may_not_read(github):
    forge, asked = github
    forge.has(SHA, ("build", "success"))
    forge.answers["/repos/shop/shop/actions/runs"] = 403, {}, {"message": "Resource not accessible"}
    assert asked.observed(SHA).notes == (
        "the token may not read Actions, so workflows that could not start are not seen",
    )


def test_github_requires_what_rulesets_and_protection_name(github):
    forge, asked = github
    forge.requires("build", app=15368)
    checks = {"enforcement_level": "non_admins", "contexts": ["ci/other", "build"], "checks": []}
    forge.answers["/repos/shop/shop/branches/main"] = {"protection": {"required_status_checks": checks}}
    required = asked.required("main")
    assert sorted(required.names) == ["build", "ci/other"]
    assert required.reporters == (("build", "15368"),)
    checks["enforcement_level"] = "off"
    assert asked.required("main").names == ("build",)
    forge.answers["/repos/shop/shop/rules/branches/gone"] = []
    assert "no branch 'gone'" in asked.required("gone").unreadable


def test_github_without_rulesets_in_its_plan_is_told_and_all_checks_count(github):
    forge, asked = github
    upgrade = {"message": "Upgrade to GitHub Pro or make this repository public to enable this feature."}
    forge.answers["/repos/shop/shop/rules/branches/main"] = 403, {}, upgrade
    assert "the plan has none" in asked.required("main").unreadable
    checks = {"enforcement_level": "everyone", "contexts": ["build"]}
    forge.answers["/repos/shop/shop/branches/main"] = {"protection": {"required_status_checks": checks}}
    assert asked.required("main").names == ("build",)


def test_a_branch_of_any_name_is_asked_for_as_one_path(github):
    forge, asked = github
    forge.answers["/repos/shop/shop/rules/branches/release/2%231"] = []
    forge.answers["/repos/shop/shop/branches/release/2%231"] = {"protection": {}}
    assert asked.required("release/2#1").where == "the rules of release/2#1"


def test_gitea_counts_the_newest_status_of_each_context_whatever_the_order(gitea):
    forge, asked = gitea
    forge.has(SHA, ("build", "pending"), ("build", "failure"), ("build", "success"), ("lint", "warning"))
    forge.answers[f"/repos/shop/shop/statuses/{SHA}"].reverse()
    assert states(asked) == {"build": State.GREEN, "lint": State.RED}


@pytest.mark.security
def test_gitea_does_not_count_what_belongs_to_another_commit(gitea):
    forge, asked = gitea
    forge.has(SHA, ("build", "success"), ("lint", "success"))
    forge.answers[f"/repos/shop/shop/statuses/{SHA}"][0]["url"] = f"{forge.api}/repos/shop/shop/statuses/{OLDER}"
    assert states(asked) == {"lint": State.GREEN}


def test_gitea_requires_the_contexts_of_a_protected_branch(gitea):
    forge, asked = gitea
    assert asked.required("main").names == ()
    forge.requires("ci/*", "lint")
    assert asked.required("main").names == ("ci/*", "lint")
    assert "no branch 'gone'" in asked.required("gone").unreadable


def test_an_answer_that_lacks_a_field_is_an_error(any_forge):
    forge, asked = any_forge
    forge.has(SHA, ("", "success"))
    with pytest.raises(CannotMeasure, match="differs from its documentation"):
        asked.observed(SHA)
