"""Every request is one that the forge describes, and every field that is read is in its description."""

from __future__ import annotations

from dataclasses import replace

import pytest
from described_forges import Described, filled, noted, noting, part_of
from faked_forges import SHA

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.bugs.issues import Issue
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.github.rules import demanded_by, protection_of
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.people import Person
from pytest_golive.forge.words import Required

ON_GITLAB = "6104942438c14ec7bd21c6cd5bd995272b3faff6"  # the commit of the examples
ISSUE = Issue(1, "t", "u", 0.0)


@pytest.fixture
def opened(serve, rest_of):
    def make(kind, path):
        answering = Described(serve, kind)
        place = Place(f"https://{kind}.com", path)
        return answering, Forge(Located(kind, place, answering.api), rest_of(answering))

    return make


def test_what_github_describes_is_asked_and_read(opened, monkeypatch):
    lacking = noting(monkeypatch)
    answering, forge = opened("github", "octocat/Hello-World")
    assert forge.checks.project().branch == "master"
    names = {check.name: check.said for check in forge.checks.observed(SHA).checks}
    assert names == {
        "mighty_readme": "neutral",
        "continuous-integration/jenkins": "success",
        "security/brakeman": "success",
        "workflow Build": "queued",
    }
    assert forge.checks.required("main").where == "the rules of main"
    (change,) = forge.changes.changes_of(SHA)
    assert (change.number, change.base, change.author, change.title) == (
        1347,
        "master",
        "octocat",
        "Amazing new feature",
    )
    reviews = forge.changes.reviews_of(replace(change, head="ecdd80bb57125d7ba9641ffaa4d7d2c19d3f3091"))
    assert "octocat" in reviews.authors
    assert [(one.who, one.approves, one.is_current) for one in reviews.opinions] == [("octocat", True, True)]
    assert reviews.unsure == ()
    assert forge.changes.accounts_of(Person("Mona", "mona@github.com"), ()) == {"octocat"}
    assert forge.changes.accounts_of(Person("monalisa octocat", ""), ["octocat"]) == {"octocat"}
    assert "bug" in forge.issues.labels()
    assert list(forge.issues.open_with("bug")) == []  # the example is a pull request, which GitHub lists, too
    assert forge.issues.stirred(ISSUE) == 0.0
    assert [one.title for one in forge.issues.advisories()] == ["A short summary of the advisory."] * 4
    assert forge.releases.release_of("v1.0.0").text == "Description of the release"
    answering.missing = {"/repos/{owner}/{repo}/releases/tags/{tag}"}
    assert forge.releases.release_of("v1.0.0").tag == "v1.0.0"
    assert answering.asked == set(answering.paths)
    assert lacking == set()


def test_what_gitlab_describes_is_asked_and_read(opened, monkeypatch):
    lacking = noting(monkeypatch)
    answering, forge = opened("gitlab", "shop/shop")
    assert (forge.checks.project().name, forge.checks.project().branch) == ("shop/shop", "main")
    assert [(check.name, check.said, check.run) for check in forge.checks.observed(ON_GITLAB).checks] == [
        ("default", "success", 101),
        ("pipeline 103", "success", 103),
    ]
    assert forge.checks.required("main").names == ()
    (change,) = forge.changes.changes_of(SHA)
    assert (change.number, change.base, change.author, change.title) == (14, "main", "ann", "Pay in cents")
    reviews = forge.changes.reviews_of(change)
    assert [(one.who, one.is_current, one.counts) for one in reviews.opinions] == [("ben", True, True)]
    assert (reviews.unsure, reviews.foreign) == ((), ("ann@shop.example",))
    assert forge.issues.labels() == ["critical"]
    assert [issue.title for issue in forge.issues.open_with("critical")] == ["Orders vanish"]
    assert forge.issues.stirred(ISSUE) > 0
    assert forge.releases.release_of("v1.0.0").text == "All new"
    assert answering.asked == set(answering.paths)
    assert lacking == set()


def test_each_rule_that_github_describes_is_read_or_named_and_by_fields_that_it_has(monkeypatch):
    lacking = noting(monkeypatch)
    rules = [Item(noted({"type": kind, "parameters": filled(shape)}), "x") for kind, shape in part_of("rules").items()]
    assert demanded_by(rules, lambda: 1) == Required(
        ("a text",),
        reporters=(("a text", "1"),),
        workflows=("a text",),
        unread=("required_deployments", "code_scanning", "license_compliance_scanning"),
    )
    protection = noted({"protected": True, "protection": {"required_status_checks": filled(part_of("protection"))}})
    assert protection_of(Item(protection, "x")) == [("a text", "1")]
    assert lacking == set()


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_request_that_is_not_described_is_refused(opened, kind):
    _, forge = opened(kind, "shop/shop")
    with pytest.raises(CannotMeasure, match="has no parameter order=up"):
        list(forge.rest.items("/projects/1/labels" if kind == "gitlab" else "/repos/a/b/labels", order="up"))
