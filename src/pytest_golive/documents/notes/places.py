"""Finds a project's release notes: in a file, or in the message of its tag."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.versions import is_other, parse
from pytest_golive.documents.notes.published import Notes
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import CannotMeasure, NotSetUp

TAG: Final = "tag"
WRITE: Final = "mkdir -p {1}; golive notes > {0}; then commit it, before anyone signs, records or tags this release"
FOLDERS: Final = ("docs/releases", "docs/release-notes", "docs/release_notes", "release-notes", "releases", "docs")
NAMES: Final = ("{version}.md", "v{version}.md", "release-{version}.md", "release-notes-{version}.md")
SETTING: Final = "[tool.golive.release] notes"


def find(texts: Texts, repository: Repository, named: str, version: str, tag: str) -> Notes:
    """The notes for *version*.

    Args:
        texts: the texts of the tracked files.
        repository: the project's repository.
        named: the place in the settings: a path with "{version}", or "tag"; "" to search the usual folders.
        version: the version of this release.
        tag: the tag on this commit; "" for none.

    Raises:
        CannotMeasure: they are not where the settings say.
        NotSetUp: the settings name no place, and none were found.
    """
    if named == TAG:
        fits(tag, version, "the tag's message")
        return _of_tag(repository, tag)
    if named:
        path = named.replace("{version}", version)
        if not texts.has(path):
            what = f"there are no release notes for {version}: {path} is not tracked"
            raise CannotMeasure(what, WRITE.format(path, PurePosixPath(path).parent), path=path)
        return Notes(path, texts.require(path))
    usual = [f"{folder}/{name}".replace("{version}", version) for folder in FOLDERS for name in NAMES]
    found = next((path for path in usual if texts.has(path)), "")
    if not found:
        raise NotSetUp(
            f"no release notes for {version} were found",
            f"{WRITE.format(usual[0], FOLDERS[0])}; or set the place: {SETTING}",
        )
    return Notes(found, texts.require(found))


def fits(tag: str, version: str, place: str) -> None:
    """Refuse the notes of a tag of another version.

    Raises:
        CannotMeasure: *tag* names another version than this release.
    """
    named = parse(tag)
    if named is not None and is_other(str(named.order), version):
        what = f"the release notes are {place}, but the tag on this commit is {tag}, and this release is {version}"
        raise CannotMeasure(what, f"tag this commit with {version}")


def _of_tag(repository: Repository, tag: str) -> Notes:
    if not tag:
        raise CannotMeasure(
            "the release notes are the tag's message, but this commit has no release tag",
            "tag it with git tag --annotate; in CI, check out the tag itself with its history",
        )
    said = repository.git("for-each-ref", "--format=%(objecttype) %(contents)", f"refs/tags/{tag}")
    kind, _, message = os.fsdecode(said).partition(" ")
    if kind != "tag":
        raise CannotMeasure(
            f"the release notes are the tag's message, but {tag} is lightweight and has none",
            f"golive notes | git tag --annotate --force --cleanup=verbatim --file=- {tag}",
        )
    return Notes(f"the tag {tag}", message)
