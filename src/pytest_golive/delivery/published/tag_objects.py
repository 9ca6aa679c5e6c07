"""The tags of a clone: their objects, and the commits that they mark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.asking import Remote
from pytest_golive.findings import Finding

SIGNATURES: Final = (
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN SSH SIGNATURE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
)
MOVE: Final = "never move a tag that others may have: raise the version, and tag that"
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


def faults_there(tag: TagObject, remote: Remote) -> Iterator[Finding]:
    """What is wrong with the *remote*'s tag of the same name."""
    there, name = remote.tags.get(tag.name), remote.name
    if there is None:
        yield fault(tag.name, "not pushed", f"is not on {name}", f"git push {name} refs/tags/{tag.name}")
    elif there != tag.sha and remote.commits[tag.name] == tag.commit:
        what = f"is a different object on {name}, for the same commit: it was created twice"
        yield fault(tag.name, "made twice", what, f"take the remote's tag: git fetch --force {name} tag {tag.name}")
    elif there != tag.sha:
        what = f"was moved: {name} has it on {remote.commits[tag.name][:7]}, but this clone on {tag.commit[:7]}"
        yield fault(tag.name, "moved", what, MOVE)


def fault(name: str, rule: str, what: str, cure: str) -> Finding:
    """A fault of the tag *name*."""
    return Finding("", 0, rule, f"{name} {what}", "high", key=f"{name} {rule}", cure=cure)
