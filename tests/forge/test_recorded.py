"""What real forges responded, as other projects have recorded and published it, is read as what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from faked_forges import FakeForge

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.bugs.issues import Issue
from pytest_golive.forge.finding.locating import BELOW, Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.releases.publishing import published

FILE = Path(__file__).parents[1] / "data/forges_recorded.json"
RECORDED = {one["repository"]: one for one in json.loads(FILE.read_text(encoding="utf-8"))["recorded"]}
STATUS = "9aa43ea48c762b19e8191ae2c5c5fcb87fe30b44"


@pytest.fixture
def recorded(serve, rest_of):
    """The forge of a repository, which responds as it was recorded."""

    def make(repository):
        one = RECORDED[repository]
        forge = FakeForge(serve, BELOW[one["kind"]])
        forge.kind = one["kind"]
        forge.answers = {
            path: (404, {}, body) if isinstance(body, dict) and set(body) <= {"errors", "message", "url"} else body
            for path, body in one["answers"].items()
        }
        located = Located(one["kind"], Place(f"https://{one['kind']}.example", repository), forge.api)
        return forge, Forge(located, rest_of(forge))

    return make


def test_every_recording_names_where_it_is_from():
    assert {one["source"].rpartition("(")[2] for one in RECORDED.values()} == {"BSD-3-Clause)", "MIT)"}


def test_checks_on_github(recorded):
    forge, opened = recorded("sigmavirus24/github3.py")
    forge.answers[f"/repos/sigmavirus24/github3.py/commits/{STATUS}/check-runs"] = {"total_count": 0, "check_runs": []}
    forge.answers["/repos/sigmavirus24/github3.py/rules/branches/develop"] = []
    forge.answers["/repos/sigmavirus24/github3.py/actions/runs"] = {"total_count": 0, "workflow_runs": []}
    assert {check.name: check.said for check in opened.checks.observed(STATUS).checks} == {
        "continuous-integration/travis-ci/push": "success",
        "continuous-integration/appveyor/branch": "success",
    }
    assert opened.checks.required("develop").names == ("continuous-integration/travis-ci",)


def test_check_runs_of_an_app_on_github(recorded):
    commit = "7cf6d0cbeca285ecbeb19a0067cb243783b3c768"
    forge, opened = recorded("packit/hello-world")
    root = f"/repos/packit/hello-world/commits/{commit}"
    forge.answers[root] = {"sha": commit}
    forge.answers[f"{root}/status"] = {"total_count": 0, "statuses": []}
    forge.answers["/repos/packit/hello-world/actions/runs"] = {"total_count": 0, "workflow_runs": []}
    checks = opened.checks.observed(commit).checks
    assert {(check.name, check.said, check.reporter) for check in checks} == {
        ("New check run name", "timed_out", "29180"),
        ("neutral completed", "timed_out", "29180"),
        ("check run to be queued", "success", "29180"),
    }


def test_changes_on_github(recorded):
    forge, opened = recorded("sigmavirus24/github3.py")
    (change,) = opened.changes.changes_of("6b12e37bdc1bea465f04a53262194ab332711ee8")
    assert (change.number, change.author, change.base) == (906, "sigmavirus24", "master")
    forge.answers["/repos/sigmavirus24/github3.py/pulls/671/commits"] = []
    found = opened.changes.reviews_of(replace(change, number=671, author="omgjlk"))
    assert (found.authors, list(found.opinions)) == ({"omgjlk"}, [])  # three people commented; nobody approved
    forge.answers["/repos/sigmavirus24/github3.py/pulls/235/reviews"] = []
    found = opened.changes.reviews_of(replace(change, number=235))
    assert found.authors == {"sigmavirus24", "bgilbert"}
    assert [message.partition("\n")[0] for message in found.messages] == [
        "Add Release.assets attribute",
        "Revert Release.iter_assets() docstring change",
    ]


def test_issues_on_github(recorded):
    _, opened = recorded("sigmavirus24/github3.py")
    assert opened.issues.labels()[:2] == ["Bug", "Deprecation Issue"]
    assert opened.issues.stirred(Issue(218, "t", "u", 0.0)) == 0.0
    _, opened = recorded("packit/ogr")
    first, *_ = opened.issues.open_with("Pagure")
    assert (first.number, first.title) == (485, "Listing of the projects")


@pytest.mark.parametrize(
    ("repository", "tag", "text"),
    [
        ("sigmavirus24/github3.py", "v0.7.1", "- Add dependency on [uritemplate.py]"),
        ("packit/hello-world", "0.78", "testing release"),
        ("packit-service/ogr-tests", "0.2.8", "testing release-0.2.8"),
        ("graphviz/graphviz", "2.44.1", "See the [CHANGELOG](https://gitlab.com/graphviz/"),
        ("packit-validator/ogr-tests", "0.1.0", "testing release"),
    ],
)
def test_releases(recorded, repository, tag, text):
    _, opened = recorded(repository)
    assert published(opened.releases, tag, repository).text.startswith(text)


def test_checks_and_changes_on_gitlab(recorded):
    commit = "11b37d913374b14f8519d16c2a2cca3ebc14ac64"
    forge, opened = recorded("packit-service/ogr-tests")
    root = "/projects/packit-service%2Fogr-tests"
    merge = forge.answers[f"{root}/merge_requests/1"]
    forge.answers[f"{root}/pipelines"] = []
    forge.answers[f"{root}/repository/commits/{commit}/merge_requests"] = [merge]
    assert opened.checks.project().branch == "master"
    assert {check.name: check.said for check in opened.checks.observed(commit).checks} == {
        "default": "success",
        "test": "success",
    }
    (change,) = opened.changes.changes_of(commit)
    assert (change.number, change.author, change.base) == (1, "lbarcziova", "master")
    assert change.head == "d490ec67dd98f69dfdc1732b98bb3189f0e0aace"
    assert [issue.number for issue in opened.issues.open_with("x")][:3] == [34, 24, 57]


def test_changes_and_issues_on_forgejo(recorded):
    forge, opened = recorded("packit-validator/ogr-tests")
    root = "/repos/packit-validator/ogr-tests"
    forge.answers[f"{root}/commits/{STATUS}/pull"] = forge.answers[f"{root}/pulls/119"]
    forge.answers[f"{root}/pulls/119/reviews"] = []
    forge.answers[f"{root}/issues"] = [{"labels": [], **issue} for issue in forge.answers[f"{root}/issues"]]
    assert opened.checks.project().branch == "master"
    (change,) = opened.changes.changes_of(STATUS)
    assert (change.number, change.author, change.base) == (119, "Ghost", "master")
    assert opened.changes.reviews_of(change).messages == ("change\n", "another change\n")
    assert opened.issues.labels() == ["test_lb1", "test_lb2"]
    assert [issue.number for issue in opened.issues.open_with("x")][:2] == [243, 241]


@pytest.mark.parametrize("repository", ["ogr-tests-mfocko/ogr-tests", "mfocko/ogr-tests"])
def test_what_is_not_there(recorded, repository):
    _, opened = recorded(repository)
    with pytest.raises(CannotMeasure, match=r"answers 404 to GET .*(404 Project Not Found|target couldn't be found)"):
        opened.checks.project()
