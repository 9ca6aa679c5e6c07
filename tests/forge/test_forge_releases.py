"""The release of a tag on each forge: its text, and whether it is public."""

from __future__ import annotations

import pytest
from faked_forges import FORGES

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.releases.publishing import Release, published

TEXT = "# 2.0.0\r\n\r\nAll new.\r\n"
WHERE = "git.example/shop/shop"


@pytest.fixture(params=FORGES)
def asked(request, serve, rest_of):
    forge = request.param(serve)
    opened = Forge(Located(forge.kind, Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))
    return forge, opened.releases


def test_the_notes_of_a_release_are_read_whole_with_its_lines(asked):
    forge, releases = asked
    forge.releases("v2.0.0", TEXT * 200)
    found = published(releases, "v2.0.0", WHERE)
    assert (found.tag, found.text) == ("v2.0.0", TEXT.replace("\r", "") * 200)
    forge.releases("shop/v2.0.0", TEXT)
    assert published(releases, "shop/v2.0.0", WHERE).tag == "shop/v2.0.0"


def test_a_release_that_is_missing_or_says_nothing_is_named(asked):
    forge, releases = asked
    with pytest.raises(CannotMeasure, match=r"git\.example/shop/shop has no release for v2\.0\.0"):
        published(releases, "v2.0.0", WHERE)
    forge.releases("v2.0.0", None)
    with pytest.raises(CannotMeasure, match=r"the release v2\.0\.0 in git\.example/shop/shop has no text \(https://"):
        published(releases, "v2.0.0", WHERE)
    with pytest.raises(CannotMeasure, match="this commit has no release tag"):
        published(releases, "", WHERE)


def test_a_text_of_another_type_is_an_error(asked):
    forge, releases = asked
    forge.releases("v2.0.0", ["x"])
    with pytest.raises(CannotMeasure, match=r"differs from its documentation: a text '(body|description)'"):
        published(releases, "v2.0.0", WHERE)


class Known:
    def __init__(self, release) -> None:
        self.release = release

    def release_of(self, tag):
        return self.release if tag == self.release.tag else None


@pytest.mark.parametrize(
    ("tag", "more", "why"),
    [
        ("v2.0.0", {"draft": True}, "is a draft"),
        ("v2.0.0", {"upcoming": True}, "has a date in the future"),
        ("v2.0.0", {"prerelease": True}, "is marked as a pre-release"),
        ("release", {"prerelease": True}, "is marked as a pre-release"),
        ("v2.0.0rc1", {"prerelease": True}, ""),
        ("v2.0.0-beta.1", {"prerelease": True}, ""),
        ("v2.0.0rc1", {"draft": True}, "is a draft"),
    ],
)
def test_what_not_everybody_sees_is_not_published(tag, more, why):
    release = Release(tag, "All new.", "https://git.example/1", **more)
    if why:
        with pytest.raises(CannotMeasure, match=rf"the release {tag} in {WHERE} {why} \(https://git\.example/1\)"):
            published(Known(release), tag, WHERE)
    else:
        assert published(Known(release), tag, WHERE) is release


def test_a_draft_is_found_in_the_list(asked):
    forge, releases = asked
    if forge.kind == "gitlab":
        forge.releases("v2.0.0", TEXT, upcoming_release=True)
        assert releases.release_of("v2.0.0").upcoming
        return
    forge.releases("v2.0.0", TEXT, draft=True)
    assert releases.release_of("v2.0.0").draft
    assert any(f"releases?{'limit' if forge.kind == 'gitea' else 'per_page'}=100" in one for one in forge.asked)
