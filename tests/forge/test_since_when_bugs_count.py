"""From when on issues count: neither a commit's date in the future nor a move from elsewhere hides one."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.forge.bugs.dating import released
from pytest_golive.forge.bugs.judging import measure
from pytest_golive.forge.gitea.issues import GiteaIssues
from pytest_golive.forge.github.issues import GitHubIssues
from pytest_golive.forge.gitlab.issues import GitLabIssues
from pytest_golive.settings.post_deploy import LABELS

pytestmark = pytest.mark.security
SINCE = 1_795_000_000.0  # 2026-11-18 11:06:40 UTC
OLD, NEW = "2026-11-01T10:00:00Z", "2026-11-20T10:00:00Z"
FUTURE = "the last commit before the release's, whose date, 2037-01-01, is in the future"


@pytest.fixture
def dated(tmp_path, git, monkeypatch):
    """A repository whose commits have these dates, the last of which is the release's."""
    git(tmp_path, "init", "--quiet")

    def make(*dates):
        for date in dates:
            monkeypatch.setenv("GIT_COMMITTER_DATE", f"{date:.0f} +0000")
            git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "m")
        repository = Repository.open(tmp_path)
        return released(repository, repository.head.sha, SINCE)

    return make


@pytest.mark.parametrize(
    ("dates", "moment", "words"),
    [
        ([SINCE - 9, SINCE - 5], SINCE - 5, "the release's commit"),
        ([SINCE - 5, SINCE - 9], SINCE - 9, "the release's commit"),
        ([SINCE + 60], SINCE, "the release's commit"),  # the clocks differ
        ([SINCE - 9, 2_114_380_800], SINCE - 9, FUTURE),
        ([SINCE - 9, SINCE + 1000, 2_114_380_800], SINCE - 9, FUTURE),
        ([SINCE - 1, SINCE - 9, 2_114_380_800], SINCE - 9, FUTURE),
        ([2_114_380_800], 0.0, FUTURE),
    ],
)
def test_a_date_in_the_future_does_not_count(dated, dates, moment, words):
    assert dated(*dates) == (moment, words)


def look(asked):
    found = measure(asked, "git.example/shop/shop", LABELS, SINCE, "the release's commit", advisories=False)
    return [one.number for one in found.new], [one.number for one in found.older]


def test_an_issue_that_was_transferred_to_github_since_counts(serve, rest_of):
    forge = FakeGitHub(serve)
    forge.tracks("critical")
    forge.issue(1, "moved", OLD, "critical", events=[("transferred", NEW)])
    forge.issue(2, "moved long ago", OLD, "critical", events=[("transferred", OLD), ("subscribed", NEW)])
    assert look(GitHubIssues(rest_of(forge), "shop/shop")) == ([1], [2])


def test_an_issue_that_was_moved_to_a_project_of_gitlab_since_counts(serve, rest_of):
    forge = FakeGitLab(serve)
    issue = {"title": "t", "web_url": "https://git.example/1", "created_at": OLD}
    forge.answers[f"{forge.root}/labels"] = [{"name": "critical"}]
    forge.answers[f"{forge.root}/issues"] = [{**issue, "iid": number} for number in (1, 2, 3)]
    moved = {"system": True, "body": "moved from shop/desk#4", "created_at": NEW}
    for number, note in ((1, moved), (2, {**moved, "system": False}), (3, {**moved, "body": "marked as blocking #4"})):
        root = f"{forge.root}/issues/{number}"
        forge.answers |= {
            f"{root}/resource_state_events": [],
            f"{root}/resource_label_events": [],
            f"{root}/notes": [note],
        }
    assert look(GitLabIssues(rest_of(forge), "shop/shop")) == ([1], [2, 3])


@pytest.mark.parametrize("status", [403, 404])
def test_labels_of_an_organisation_that_gitea_does_not_tell_are_those_of_open_issues(serve, rest_of, status):
    forge = FakeGitea(serve)
    forge.answers["/repos/shop/shop/labels"] = [{"name": "blocker"}]
    forge.answers["/orgs/shop"] = status, {}, {"message": "token does not have at least one of required scope(s)"}
    issue = {"number": 1, "title": "t", "html_url": "https://git.example/1", "created_at": NEW}
    listed = {**issue, "labels": [{"name": "critical"}, {"name": "ui"}]}
    forge.answers["/repos/shop/shop/issues"] = lambda query: (
        (200, {}, [listed] if query.get("labels", "critical") == "critical" else [])
    )
    assert look(GiteaIssues(rest_of(forge), "shop/shop")) == ([1], [])
