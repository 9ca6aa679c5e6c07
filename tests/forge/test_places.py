"""Where a git remote leads, and which forge that is."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.forge.finding.locating import kind_by_answers, locate
from pytest_golive.forge.finding.places import place_of
from pytest_golive.forge.guessing import forge_of
from pytest_golive.forge.opening import remote_place


@pytest.mark.parametrize(
    ("remote", "base", "path"),
    [
        ("https://github.com/shop/shop.git", "https://github.com", "shop/shop"),
        ("https://github.com/shop/shop/", "https://github.com", "shop/shop"),
        ("https://user:word@GIT.example:8443/shop/shop.git", "https://git.example:8443", "shop/shop"),
        ("http://127.0.0.1:3000/shop/shop", "http://127.0.0.1:3000", "shop/shop"),
        ("https://git.example/forge/shop/shop.git", "https://git.example", "forge/shop/shop"),
        ("git@github.com:shop/shop.git", "https://github.com", "shop/shop"),
        ("github.com:shop/shop", "https://github.com", "shop/shop"),
        ("git@git.example:/shop/shop.git", "https://git.example", "shop/shop"),
        ("org-12345@github.com:shop/shop.git", "https://github.com", "shop/shop"),
        ("git@[2001:db8::1]:shop/shop.git", "https://[2001:db8::1]", "shop/shop"),
        ("ssh://git@git.example:2222/group/team/shop.git", "https://git.example", "group/team/shop"),
        ("ssh://git@ssh.github.com:443/shop/shop.git", "https://github.com", "shop/shop"),
        ("git+ssh://git@git.example/shop/shop", "https://git.example", "shop/shop"),
        ("git://git.example/shop/shop.git", "https://git.example", "shop/shop"),
    ],
)
def test_a_remote_leads_to_a_place(remote, base, path):
    place = place_of(remote, "origin")
    assert (place.base, place.path) == (base, path)


@pytest.mark.parametrize(
    ("remote", "why"),
    [
        ("/srv/git/shop.git", "is a local folder"),
        ("../shop.git", "is a local folder"),
        ("C:/git/shop.git", "is a local folder"),
        ("file:///srv/git/shop.git", "is a local folder"),
        ("ftp://git.example/shop/shop", "uses ftp"),
        ("https://git.example/", "names no repository"),
        ("https://git.example/shop/../shop", "names no repository"),
        ("https://git.example:99999/shop/shop", "is not a valid address"),
        ("git@git..example:shop/shop", "is not a valid address"),
    ],
)
def test_a_remote_that_leads_to_no_forge_says_why(remote, why):
    with pytest.raises(NotSetUp, match=why) as caught:
        place_of(remote, "origin")
    assert "[tool.golive.forge] url" in caught.value.cure


def located(remote, environment=(), kind="", api="", says=""):
    return locate(place_of(remote, "origin"), kind, api, dict(environment), lambda _: says)


@pytest.mark.parametrize(
    ("remote", "environment", "kind", "api"),
    [
        ("git@github.com:shop/shop.git", {}, "github", "https://api.github.com"),
        ("https://shop.ghe.com/shop/shop", {}, "github", "https://api.shop.ghe.com"),
        ("https://gitlab.com/group/team/shop.git", {}, "gitlab", "https://gitlab.com/api/v4"),
        ("https://codeberg.org/shop/shop.git", {}, "gitea", "https://codeberg.org/api/v1"),
        (
            "https://git.example/shop/shop",
            {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_API_URL": "https://git.example/rest"},
            "github",
            "https://git.example/rest",
        ),
        (
            "https://git.example/shop/shop",
            {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_API_URL": "https://elsewhere.example/rest"},
            "github",
            "https://git.example/api/v3",
        ),
        (
            "https://git.example/sub/shop/shop",
            {"GITHUB_SERVER_URL": "https://git.example", "GITEA_ACTIONS": "true"},
            "gitea",
            "https://git.example/sub/api/v1",
        ),
        ("https://git.example/a/b/c", {"CI_SERVER_URL": "https://git.example"}, "gitlab", "https://git.example/api/v4"),
    ],
)
def test_a_forge_is_known_by_its_host_or_by_the_ci_system(remote, environment, kind, api):
    found = located(remote, environment)
    assert (found.kind, found.api) == (kind, api)


def test_a_host_that_nobody_knows_is_asked_and_the_settings_come_first():
    assert located("https://git.example/shop/shop", says="gitea").kind == "gitea"
    named = located("https://git.example/shop/shop", kind="gitlab", api="https://api.example/", says="gitea")
    assert (named.kind, named.api) == ("gitlab", "https://api.example")


@pytest.mark.parametrize(
    ("remote", "says", "why"),
    [
        ("https://git.example/shop/shop", "", "the kind of forge at git.example is unknown"),
        ("https://bitbucket.org/shop/shop", "gitea", "is on Bitbucket, whose interface"),
        ("git@ssh.dev.azure.com:v3/shop/shop/shop", "gitea", "is on Azure DevOps, whose interface"),
        ("https://git.example/shop", "gitea", "names no repository; its path must be OWNER/NAME"),
    ],
)
def test_a_forge_that_cannot_be_read_is_named(remote, says, why):
    with pytest.raises(NotSetUp, match=why):
        located(remote, says=says)


@pytest.mark.parametrize(
    ("path", "answer", "kind"),
    [
        ("/api/v1/version", (200, {}, {"version": "1.26.0"}), "gitea"),
        ("/api/v4/version", (401, {}, {"message": "401 Unauthorized"}), "gitlab"),
        ("/api/v4/version", (200, {}, {"version": "19.5.0", "revision": "1"}), "gitlab"),
        ("/api/v3/meta", (403, {"x-github-request-id": "1"}, {"message": "Must authenticate"}), "github"),
        ("/api/v1/version", (200, {}, "<html>"), ""),
    ],
)
def test_what_a_host_answers_tells_its_kind(path, answer, kind):
    place = place_of("https://git.example/shop/shop", "origin")
    missing = 404, {}, {"message": "Not Found"}
    assert kind_by_answers(lambda url: answer if url.endswith(path) else missing, place) == kind
    with pytest.raises(CannotMeasure, match=r"git\.example does not respond"):
        kind_by_answers(lambda _: None, place)


@pytest.fixture
def clone(tmp_path, git):
    git(tmp_path, "init", "--quiet")
    return tmp_path


def test_the_remote_is_read_as_git_goes_there(clone, git):
    git(clone, "remote", "add", "origin", "work:shop/shop.git")
    git(clone, "config", "url.git@github.com:.insteadOf", "work:")
    assert remote_place(Repository.open(clone), "origin").url == "https://github.com/shop/shop"
    with pytest.raises(NotSetUp, match="no remote 'upstream'"):
        remote_place(Repository.open(clone), "upstream")


@pytest.mark.parametrize(
    ("remote", "guess"),
    [
        ("git@github.com:shop/shop.git", ("https://github.com/shop/shop", "github")),
        ("git@git.example:shop/shop.git", ("https://git.example/shop/shop", "")),
        ("git@bitbucket.org:shop/shop.git", ()),
        ("/srv/git/shop.git", ()),
    ],
)
def test_a_forge_is_guessed_without_asking_anybody(clone, git, remote, guess):
    git(clone, "remote", "add", "origin", remote)
    assert forge_of(Repository.open(clone)) == guess
