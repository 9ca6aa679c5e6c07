"""The gate about release notes in the forge's release: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitHub

PUBLISHED = "release::notes_published"
NOTES = """\
# Release 1.0.0

## Summary

The first release.

## Changes

- Orders can be paid.

## Breaking Changes

None: this is the first release.

## Migration

Nothing to do.
"""


@pytest.fixture
def released(shop, serve, git):
    """A shop on a GitHub whose first release is tagged, and published with its notes."""
    forge = FakeGitHub(serve)
    shop.settings(
        '[tool.golive.release]\nnotes = "release"\n'
        f'[tool.golive.forge]\nurl = "{forge.url}/shop/shop"\nkind = "github"\npatience = "1ms"\n'
    )
    shop.commit()
    shop.version = version_of(shop)
    shop.notes = NOTES.replace("1.0.0", shop.version)
    git(shop.path, "tag", f"v{shop.version}")
    shop.commit = lambda: None  # nothing may come after the tag
    forge.releases(f"v{shop.version}", shop.notes.replace("\n", "\r\n"))
    return forge


def version_of(shop):
    return (shop.path / "pyproject.toml").read_text().partition('version = "')[2].partition('"')[0]


def test_notes_of_a_forge_pass(shop, released):
    shop.passes(PUBLISHED, f"*sections that are missing: 0, must be at most 0 (n = 4, the release v{shop.version} in *")


def test_notes_of_a_forge_are_breached(shop, released):
    released.releases(f"v{shop.version}", shop.notes.replace("## Summary", "## TBD"))
    shop.breaches(PUBLISHED, f"*the release v{shop.version} in 127.0.0.1/shop/shop*there is no section 'Summary'*")


def test_notes_of_a_forge_cannot_be_measured(shop, released, git):
    released.releases(f"v{shop.version}", shop.notes, draft=True)
    del released.answers[f"/repos/shop/shop/releases/tags/v{shop.version}"]
    shop.cannot_measure(PUBLISHED, f"*the release v{shop.version} in 127.0.0.1/shop/shop is a draft*", "*publish it*")
    released.releases(f"v{shop.version}", shop.notes, prerelease=True)
    shop.cannot_measure(PUBLISHED, "*is marked as a pre-release*", "*remove the mark*")
    released.answers["/repos/shop/shop/releases"] = []
    del released.answers[f"/repos/shop/shop/releases/tags/v{shop.version}"]
    shop.cannot_measure(PUBLISHED, f"*127.0.0.1/shop/shop has no release for v{shop.version}*", "*create the release*")
    git(shop.path, "tag", "--delete", f"v{shop.version}")
    shop.cannot_measure(PUBLISHED, "*this commit has no release tag*", "*tag it and push the tag*")
