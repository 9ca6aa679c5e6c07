"""The tags of a clone: their objects, and the commits that they mark."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.git.repository import Repository

SIGNATURES: Final = (
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN SSH SIGNATURE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
)
FORM: Final = "--format=%(objectname) %(objecttype) %(refname)"


@dataclass(frozen=True, slots=True)
class TagObject:
    """One tag of this clone.

    Attributes:
        name: without "refs/tags/".
        sha: full hash of its object: a tag object, or the marked object if it is lightweight.
        kind: the type of that object: "tag", or "commit", "tree", "blob".
        commit: full hash of the commit that it marks; "" if it marks none.
    """

    name: str
    sha: str
    kind: str
    commit: str

    @property
    def is_annotated(self) -> bool:
        """Whether it is a tag object, with an author, a date and a message."""
        return self.kind == "tag"


@dataclass(frozen=True, slots=True)
class TagWords:
    """The content of an annotated tag.

    Attributes:
        name: the name under which it was created.
        is_signed: whether it has a signature, valid or not.
    """

    name: str
    is_signed: bool


def tags_here(repository: Repository) -> dict[str, TagObject]:
    """All tags of the clone, by name."""
    commits = repository.tags()
    found = {}
    for line in os.fsdecode(repository.git("for-each-ref", FORM, "refs/tags")).splitlines():
        sha, kind, ref = line.split(" ", 2)
        name = ref.removeprefix("refs/tags/")
        found[name] = TagObject(name, sha, kind, commits.get(name, ""))
    return found


def words_of(repository: Repository, tag: TagObject) -> TagWords:
    """The content of an annotated *tag*."""
    head, _, message = repository.git("cat-file", "tag", tag.sha).partition(b"\n\n")
    names = [line[4:] for line in head.split(b"\n") if line.startswith(b"tag ")]
    signed = any(message.startswith(sign) or b"\n" + sign in message for sign in SIGNATURES)
    return TagWords(os.fsdecode(names[0]) if names else "", signed)
