"""Which issues are critical and new: by label, by the moment, by what stirred them, on each forge."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.forge.bugs.judging import measure
from pytest_golive.forge.gitea.issues import GiteaIssues
from pytest_golive.forge.github.issues import GitHubIssues
from pytest_golive.forge.gitlab.issues import GitLabIssues
from pytest_golive.settings.post_deploy import LABELS

SINCE = 1_795_000_000.0  # 2026-11-18 11:06:40 UTC
OLD, NEW = "2026-11-01T10:00:00Z", "2026-11-20T10:00:00Z"


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    forge.tracks("critical", "docs", "Severity: Critical")
    return forge, GitHubIssues(rest_of(forge), "shop/shop")


def look(asked, patterns=LABELS, since=SINCE, advisories=True):
    return measure(asked, "git.example/shop/shop", patterns, since, "the release's commit", advisories=advisories)


def numbers(found):
    return [one.number for one in found.new], [one.number for one in found.older]


def test_issues_count_that_were_opened_opened_again_or_labelled_since(github):
    forge, asked = github
    forge.issue(1, "new", NEW, "critical")
    forge.issue(2, "old", OLD, "critical", events=[("closed", NEW), ("reopened", OLD)])
    forge.issue(3, "opened again", OLD, "critical", "Severity: Critical", events=[("closed", OLD), ("reopened", NEW)])
    forge.issue(4, "labelled", OLD, "Severity: Critical", events=[("labeled", NEW)])
    forge.issue(5, "no bug", NEW, "docs")
    forge.issue(6, "a change", NEW, "critical", pull_request={"url": "x"})
    found = look(asked)
    assert numbers(found) == ([1, 3, 4], [2])
    assert ("older critical issues that are still open", "#2") in list(found.notes())
    assert (
        "issues labelled critical or Severity: Critical in git.example/shop/shop since the release's commit, 2026-"
        in found.source
    )
    assert numbers(look(asked, since=0.0)) == ([1, 2, 3, 4], [])


@pytest.mark.parametrize(
    ("label", "is_critical"),
    [
        ("P0", True),
        ("priority: Critical", True),
        ("severity::1", True),
        ("non-critical", False),
        ("criticality", False),
    ],
)
def test_labels_mean_critical_by_their_names(github, label, is_critical):
    forge, asked = github
    forge.tracks(label)
    if is_critical:
        assert look(asked).labels == (label,)
    else:
        with pytest.raises(NotSetUp, match="has no label that means critical"):
            look(asked)


def test_a_label_that_cannot_be_asked_for_is_named(github):
    forge, asked = github
    forge.tracks("critical, really")
    with pytest.raises(CannotMeasure, match="'critical, really' contains a comma"):
        look(asked, patterns=("critical*",))


def test_open_advisories_count_and_unreadable_ones_are_an_error(github):
    forge, asked = github
    forge.advises("Orders can be read")
    assert [finding.message for finding in look(asked).open_advisories] == [
        "Orders can be read (https://git.example/shop/shop/security/advisories/1)"
    ]
    forge.answers["/repos/shop/shop/security-advisories"] = 403, {}, {"message": "Resource not accessible"}
    with pytest.raises(CannotMeasure, match="may not read the unpublished security advisories of git"):
        look(asked)
    found = look(asked, advisories=False)
    assert found.open_advisories == ()
    assert dict(found.notes())["not checked"] == "security advisories: advisories = false in [tool.golive.post_deploy]"


def test_gitlab_tells_states_and_labels_of_an_issue_apart(serve, rest_of):
    forge = FakeGitLab(serve)
    issue = {"title": "t", "web_url": "https://git.example/1", "created_at": OLD}
    forge.answers[f"{forge.root}/labels"] = [{"name": "severity::1"}]
    forge.answers[f"{forge.root}/issues"] = [{**issue, "iid": number} for number in (1, 2, 3)]
    for number, states, labels in (
        (1, [("closed", NEW)], [("remove", NEW)]),
        (2, [("reopened", NEW)], []),
        (3, [], [("add", NEW)]),
    ):
        root = f"{forge.root}/issues/{number}"
        forge.answers[f"{root}/resource_state_events"] = [{"state": said, "created_at": at} for said, at in states]
        forge.answers[f"{root}/resource_label_events"] = [{"action": said, "created_at": at} for said, at in labels]
        forge.answers[f"{root}/notes"] = []
    assert numbers(look(GitLabIssues(rest_of(forge), "shop/shop"))) == ([2, 3], [1])
    assert any("state=opened&scope=all&labels=severity%3A%3A1" in asked for asked in forge.asked)


def test_gitea_has_labels_of_a_repository_and_of_its_organisation(serve, rest_of):
    forge = FakeGitea(serve)
    forge.answers["/repos/shop/shop/labels"] = [{"name": "docs"}]
    forge.answers["/orgs/shop"] = {"name": "shop"}
    forge.answers["/orgs/shop/labels"] = [{"name": "critical"}]
    forge.answers["/repos/shop/shop/issues"] = [
        {"number": 1, "title": "t", "html_url": "https://git.example/1", "created_at": OLD}
    ]
    events = [{"type": "reopen", "created_at": NEW}, {"type": "comment", "created_at": NEW}]
    forge.answers["/repos/shop/shop/issues/1/timeline"] = events
    asked = GiteaIssues(rest_of(forge), "shop/shop")
    assert numbers(look(asked)) == ([1], [])
    events.pop(0)
    assert numbers(look(asked)) == ([], [1])


def test_a_moment_that_cannot_be_read_is_an_error(github):
    forge, asked = github
    forge.issue(1, "new", "yesterday", "critical")
    with pytest.raises(CannotMeasure, match=r"'yesterday', in the response to GET .*, is not a time"):
        look(asked)
