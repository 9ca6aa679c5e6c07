"""Proofs of identity, by OpenSSH and git themselves: a signature in the file, or that of the commit that brought it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.openssh import SIGNER, allowed_signers, holds
from pytest_golive.signing.people import Identity, Person, Trust

NAMESPACE = "pytest-golive"
VALID = re.compile(r"^\[GNUPG:\] VALIDSIG (?P<first>[0-9A-F]{40}) (?:.* )?(?P<main>[0-9A-F]{40})\s*$", re.MULTILINE)
ENDED = re.compile(r"^\[GNUPG:\] (?:EXPKEYSIG|REVKEYSIG|EXPSIG|BADSIG|ERRSIG)\b", re.MULTILINE)
SSH_GOOD = re.compile(r'Good "git" signature for (?P<who>\S+) with ')


@dataclass(frozen=True, slots=True)
class Bringing:
    """The commit that last changed a signature's file.

    Attributes:
        emails: of author and committer.
    """

    sha: str
    author: str
    emails: tuple[str, ...]


def bringing(repository: Repository, path: str, commit: str = "HEAD") -> Bringing | None:
    """The commit that brought *path*, relative to the root, as *commit* has it; None where none has."""
    form = "--format=%H%x00%an%x00%ae%x00%ce"
    said = repository.git("log", "--max-count=1", "--no-mailmap", form, commit, "--", path).decode(errors="replace")
    if not said.strip():
        return None
    sha, author, *emails = said.rstrip("\n").split("\0")
    return Bringing(sha, author, tuple(dict.fromkeys(emails)))


def all_bringing(repository: Repository, folder: str) -> dict[str, tuple[str, Bringing]]:
    """What `bringing` says of each file of *folder*, with the blob that the commit gave it, in one walk.

    Where branches meet, the file may have another blob now; then only `bringing` tells.
    """
    form = "--format=%x01%H%x00%an%x00%ae%x00%ce"
    options = ("--no-mailmap", "--raw", "--no-abbrev", "--no-renames", "--relative", form)
    said = os.fsdecode(repository.git("log", *options, "HEAD", "--", f"{folder}/"))
    found: dict[str, tuple[str, Bringing]] = {}
    commit = Bringing("", "", ())
    for line in said.split("\n"):
        if line.startswith("\x01"):
            sha, author, *emails = line[1:].split("\0")
            commit = Bringing(sha, author, tuple(dict.fromkeys(emails)))
        elif line.startswith(":"):
            about, _, path = line.partition("\t")
            found.setdefault(path, (about.split(" ")[3], commit))
    return found


def deleted(repository: Repository, folder: str, since: str | None) -> Iterator[tuple[str, str, bytes]]:
    """What HEAD has no longer of *folder*, since the commit *since*: path, the last commit that had it, and content."""
    about = ("-m", "--diff-filter=D", "--no-renames", "--name-only", "--relative", "-z", "--format=%x01%P")
    said = repository.git("log", "--full-history", *about, f"{since}..HEAD" if since else "HEAD", "--", folder)
    parents: list[str] = []
    seen = set()
    for part in os.fsdecode(said).replace("\n", "\0").split("\0"):
        if part.startswith("\x01"):
            parents = part[1:].split()
        elif part and part not in seen:
            seen.add(part)
            for parent in parents:
                yield from ((part, parent, data) for data in contents(repository, parent, [part]).values())


def identity_of(sign_off: SignOff, person: Person, brought: Bringing | None, repository: Repository) -> Identity:
    """What shows that *person* signed; a signature that does not hold counts against it, not for nothing.

    Raises:
        CannotMeasure: what is needed to check a signature is not there.
    """
    emails = brought.emails if brought else ()
    if sign_off.signature:
        if holds(sign_off.words, sign_off.signature, person.ssh_keys, NAMESPACE):
            return Identity(Trust.PROVEN, person.key, "SSH signature in the file", emails)
        return Identity(Trust.NONE, "", f"the SSH signature in the file is none by a key of {person.key}", emails)
    if brought is None:
        return Identity(Trust.NONE, "", "the file is not committed yet", emails)
    name = f"the commit {brought.sha[:10]}"
    if how := by_commit(repository, brought.sha, person):
        return Identity(Trust.PROVEN, person.key, f"{how} of {name}", emails)
    if any(person.has_email(email) for email in brought.emails[:1]):
        return Identity(Trust.CLAIMED, person.key, f"author of {name}, whose signature proves nothing here", emails)
    return Identity(Trust.NONE, "", f"{name} is by {brought.author}, not by {person.key}", emails)


def by_commit(repository: Repository, sha: str, person: Person) -> str:
    """The kind of signature by which a key of *person* signed a commit; "" where none did."""
    with tempfile.TemporaryDirectory(prefix="golive-signing-") as folder:
        signers = Path(folder, "signers")
        signers.write_text(allowed_signers(person.ssh_keys, "git"), encoding="utf-8")
        options = ("-c", f"gpg.ssh.allowedSignersFile={signers}", "-c", "gpg.minTrustLevel=undefined")
        said = repository.program.signature_of(sha, options)
    if (match := SSH_GOOD.search(said)) and match["who"] == SIGNER:
        return "SSH signature"
    keys = {key.upper().replace(" ", "") for key in person.gpg_keys}
    match = VALID.search(said)
    if match and not ENDED.search(said) and keys & {match["first"], match["main"]}:
        return "OpenPGP signature"
    return ""
