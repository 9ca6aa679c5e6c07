"""The forge's release of a tag: whether it is published, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pytest_golive.delivery.releases.versions import Kind, parse
from pytest_golive.errors import CannotMeasure


@dataclass(frozen=True, slots=True)
class Release:
    """A release on a forge.

    Attributes:
        tag: the tag of the release.
        text: its notes, with lines that end in a newline character.
        url: its page.
        draft: whether only maintainers see it.
        prerelease: whether it is marked as a pre-release.
        upcoming: whether its date is in the future.
    """

    tag: str
    text: str
    url: str
    draft: bool = False
    prerelease: bool = False
    upcoming: bool = False


class Releasing(Protocol):
    """A forge's interface to releases."""

    def release_of(self, tag: str) -> Release | None:
        """The release of *tag*, including drafts that the token may see; None if there is none.

        Raises:
            CannotMeasure: there is no usable response.
        """


def published(asked: Releasing, tag: str, where: str) -> Release:
    """The release of *tag*, if everybody can see it.

    Args:
        asked: the forge.
        tag: the tag on the commit of the release; "" for none.
        where: the repository and its forge, in words.

    Raises:
        CannotMeasure: there is none, it is not published, or it has no text.
    """
    if not tag:
        raise CannotMeasure(
            "the release notes are those of the forge's release, but this commit has no release tag",
            "tag it and push the tag; in CI, check out the tag itself with its history",
        )
    found = asked.release_of(tag)
    if found is None:
        raise CannotMeasure(
            f"{where} has no release for {tag}",
            "create the release from this tag and publish it; golive notes writes the text. If it is a draft, "
            "the token may not see it",
        )
    if why := _why_not_public(found):
        raise CannotMeasure(f"the release {tag} in {where} {why[0]} ({found.url})", why[1])
    if not found.text.strip():
        raise CannotMeasure(f"the release {tag} in {where} has no text ({found.url})", "golive notes writes it")
    return found


def _why_not_public(release: Release) -> tuple[str, str] | None:
    """Why a release is not published, and what to do about it; None if it is."""
    if release.draft:
        return "is a draft", "publish it"
    if release.upcoming:
        return "has a date in the future", "set its date to today, or run this again once it is published"
    version = parse(release.tag)
    if release.prerelease and (version is None or version.kind is Kind.FINAL):
        return "is marked as a pre-release", "remove the mark, because the tag names a final version"
    return None
