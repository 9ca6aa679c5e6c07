"""The changelog at a release: it passes, is breached, cannot be measured."""

from __future__ import annotations

import datetime as dt

import pytest
from alone import Seen

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.changelog.reviewing import Reviewing
from pytest_golive.findings import Finding

CHANGELOG = "documentation::changelog_updated"
TODAY = dt.datetime.now(dt.UTC).date().isoformat()
LOG = f"# Changelog\n\n## [Unreleased]\n\n## 1.2.0 - {TODAY}\n\n- Tea.\n\n## 1.1.0 - 2026-01-31\n\n- A shop.\n"


@pytest.fixture
def released(shop, git):
    """The shop with a release before, and its documents as that release had them."""

    def release(files=(), **more):
        for path, text in {**dict(files), **more}.items():
            shop.write(path, text)
        shop.commit()
        git(shop.path, "tag", "v1.1.0")

    return release


def test_changelog_updated_passes(shop, released):
    released()
    shop.write("CHANGELOG.md", LOG)
    shop.passes(
        CHANGELOG, "*version: 1.2.0 (pyproject.toml:3)*", "*CHANGELOG.md: 3 sections; compared with v1.1.0 at *"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f" - {TODAY}", "", "*CHANGELOG.md:5: 1.2.0 has no date*"),
        ("- Tea.\n", "", "*CHANGELOG.md:5: the section for 1.2.0 says nothing*"),
        ("## 1.2.0", "## 1.3.0", "*CHANGELOG.md:3: no section for 1.2.0, which pyproject.toml:3 names*"),
        ("[Unreleased]\n", "[Unreleased]\n\n- Coffee.\n", "*CHANGELOG.md:3: 1 line still under what is not released*"),
    ],
)
def test_changelog_updated_is_breached(shop, released, old, new, said):
    released()
    shop.write("CHANGELOG.md", LOG.replace(old, new))
    shop.breaches(CHANGELOG, said)


def test_changelog_updated_names_places_with_another_version(shop, released):
    released({"src/shop/__init__.py": '__version__ = "1.1.0"\n'})
    shop.write("CHANGELOG.md", LOG)
    shop.breaches(CHANGELOG, "*src/shop/__init__.py:1: says 1.1.0, and pyproject.toml:3 says 1.2.0*")


def test_changelog_updated_is_breached_by_a_version_that_is_out(shop, git):
    shop.write("CHANGELOG.md", LOG)
    shop.commit()
    git(shop.path, "tag", "v1.2.0")
    shop.write("src/shop/pay.py", "x = 1\n")
    shop.breaches(CHANGELOG, "*pyproject.toml:3: still says 1.2.0, which is released as v1.2.0*")


def test_changelog_updated_is_breached_by_pieces_left_over(shop, released):
    shop.settings('[tool.towncrier]\ndirectory = "changes"\nfilename = "CHANGELOG.md"\n')
    released({"changes/1.feature.md": "Tea."})
    shop.write("CHANGELOG.md", LOG)
    shop.breaches(CHANGELOG, "*changes/1.feature.md: a piece of the changelog that towncrier has not gathered*")


def test_changelog_updated_of_a_first_release(shop):
    shop.write("CHANGELOG.md", f"# Changelog\n\n## 1.2.0 - {TODAY}\n\n- A shop.\n")
    shop.passes(CHANGELOG, "*first release: nothing to compare with*")


def test_changelog_updated_with_a_tag_that_is_no_version(shop, git):
    shop.commit()
    git(shop.path, "tag", "nightly")
    git(shop.path, "tag", "release-candidate-final!")
    orphan = git(shop.path, "commit-tree", "HEAD^{tree}", "-m", "before the history began anew").strip()
    git(shop.path, "tag", "v1.1.0", orphan)
    shop.write("CHANGELOG.md", f"## 1.2.0 - {TODAY}\n\n- A shop.\n")
    shop.passes(
        CHANGELOG, "*first release: nothing to compare with*", "*1 release tag is not in this commit's history: v1.1.0*"
    )


def test_changelog_updated_is_not_set_up(shop):
    shop.cannot_measure(CHANGELOG, "*1 row not set up yet*", word="NOT SET UP")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\x89PNG\0\0", "*CHANGELOG.md is binary*"), (b"x" * 20_000_001, "*CHANGELOG.md has 20 MB*read up to 20 MB*")],
    ids=["binary", "huge"],
)
def test_changelog_updated_cannot_measure(shop, content, said):
    shop.write("CHANGELOG.md", content)
    shop.cannot_measure(CHANGELOG, said)


def test_changelog_updated_reads_other_encodings(shop):
    shop.write("CHANGELOG.md", f"## 1.2.0 - {TODAY}\n\n- T\u00e9.\n".encode("latin-1"))
    shop.passes(CHANGELOG)


def test_a_version_that_is_raised_and_not_committed_has_its_own_cure(shop, git):
    shop.commit()
    git(shop.path, "tag", "v1.2.0")
    reviewing = Reviewing(Repository.open(shop.path), None, None, Seen(tag="v1.2.0"), None)
    raised = Finding("pyproject.toml", 3, "version", "says 1.3.0, and the tag v1.2.0 says 1.2.0", "high", key="1.3.0")
    found = reviewing._committed(raised)
    assert found.message.endswith("says 1.2.0; the file is not committed like this")
    assert found.cure == "commit it: then v1.2.0 is the release before, and no longer this one"
    shop.write("pyproject.toml", (shop.path / "pyproject.toml").read_text().replace("1.2.0", "1.3.0"))
    shop.commit()
    assert reviewing._committed(raised) == raised


def test_changelog_updated_follows_a_page_that_includes_a_file_for_each_version(shop, released):
    old = {"docs/notes.rst": "Notes\n=====\n", "docs/notes/v1.1.0.rst": "|v1.1.0|_\n=========\n\n- A shop.\n"}
    released({"CHANGELOG.md": "", **old})
    (shop.path / "CHANGELOG.md").unlink()
    shop.write("docs/changelog.rst", ".. include:: notes/v1.2.0.rst\n.. include:: notes/v1.1.0.rst\n")
    shop.write("docs/notes/v1.2.0.rst", f"|v1.2.0|_\n=========\n\nReleased on {TODAY}.\n\n- Tea.\n")
    shop.passes(CHANGELOG, "*docs/notes/v1.2.0.rst: 2 sections*")


def test_changelog_updated_cannot_tell_the_sections_of_a_form_that_it_does_not_know(shop, released):
    released()
    shop.write("CHANGELOG.md", "# Changes\n\nIn 1.2.0 we brought tea.\n\nIn 1.1.0 we opened.\n")
    shop.cannot_measure(CHANGELOG, "*CHANGELOG.md names 1.2.0 in line 3, but no version in it is a heading*")


def test_changelog_updated_takes_the_release_below_those_to_come(shop, released):
    shop.settings("")
    released({"pyproject.toml": '[project]\nname = "shop"\ndynamic = ["version"]\n'})
    to_come = "## 1.3.0 - TBA\n\n## 1.2.1 - TBA\n\n"
    shop.write("CHANGELOG.md", LOG.replace("## [Unreleased]\n\n", to_come))
    shop.passes(CHANGELOG, "*version: 1.2.0 (CHANGELOG.md)*")
