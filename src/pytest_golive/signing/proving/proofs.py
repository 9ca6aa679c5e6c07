"""Prove who signed, with OpenSSH and git: by a signature in the file, or by the commit that added the file."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.delivery.git.contents import ordinary_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Identity, Person, Trust
from pytest_golive.signing.proving.openssh import SIGNER, allowed_signers, holds

NAMESPACE = "pytest-golive"
VALID = re.compile(r"^\[GNUPG:\] VALIDSIG (?P<first>[0-9A-F]{40}) (?:.* )?(?P<main>[0-9A-F]{40})\s*$", re.MULTILINE)
ENDED = re.compile(r"^\[GNUPG:\] (?:EXPKEYSIG|REVKEYSIG|EXPSIG|BADSIG|ERRSIG)\b", re.MULTILINE)
# A line of its own: gpg's report quotes user ids, which can hold these words, too.
SSH_GOOD = re.compile(rf'^Good "git" signature for {SIGNER} with [^ \n]{{1,60}} key [^ \n]{{1,200}}$', re.MULTILINE)
OPENPGP = "[GNUPG:] "


@dataclass(frozen=True, slots=True)
class Bringing:
    """The commit that last changed a signature's file.

    Attributes:
        emails: the addresses of author and committer.
    """

    sha: str
    author: str
    emails: tuple[str, ...]


def bringing(repository: Repository, path: str, commit: str = "HEAD") -> Bringing | None:
    """The last commit up to *commit* that changed *path*, relative to the root; None if there is none."""
    form = "--format=%H%x00%an%x00%ae%x00%ce"
    log = repository.git("log", "--max-count=1", "--no-mailmap", form, commit, "--", path).decode(errors="replace")
    if not log.strip():
        return None
    sha, author, *emails = log.rstrip("\n").split("\0")
    return Bringing(sha, author, tuple(dict.fromkeys(emails)))


def all_bringing(repository: Repository, folders: Sequence[str]) -> dict[str, tuple[str, Bringing]]:
    """The result of `bringing` for each file in *folders*, and the blob from that commit, in one walk.

    After a merge the file may have another blob now; then `bringing` is needed.
    """
    form = "--format=%x01%H%x00%an%x00%ae%x00%ce"
    options = ("--no-mailmap", "--raw", "--no-abbrev", "--no-renames", "--relative", form)
    log = os.fsdecode(repository.git("log", *options, "HEAD", "--", *folders))
    found: dict[str, tuple[str, Bringing]] = {}
    commit = Bringing("", "", ())
    for line in log.split("\n"):
        if line.startswith("\x01"):
            sha, author, *emails = line[1:].split("\0")
            commit = Bringing(sha, author, tuple(dict.fromkeys(emails)))
        elif line.startswith(":"):
            about, _, path = line.partition("\t")
            found.setdefault(path, (about.split(" ")[3], commit))
    return found


def gone(
    repository: Repository, folders: Sequence[str], since: str | None, changed: Collection[str]
) -> Iterator[tuple[str, str, bytes]]:
    """Versions of files of *folders* that somebody deleted or overwrote: path, a commit that had it, and content.

    Args:
        repository: with at least one commit.
        folders: of the signatures, relative to the root, each with a slash behind it.
        since: the commit of the previous release; None to go back to the first commit.
        changed: paths that differ from HEAD; their versions there are gone, too.
    """
    about = ("-m", "--diff-filter=DMT", "--no-renames", "--name-only", "--relative", "-z", "--format=%x01%P")
    log = repository.git("log", "--full-history", *about, f"{since}..HEAD" if since else "HEAD", "--", *folders)
    had: dict[str, dict[str, None]] = {"HEAD": {path: None for path in changed if path.startswith(tuple(folders))}}
    parents: list[str] = []
    for part in os.fsdecode(log).replace("\n", "\0").split("\0"):
        if part.startswith("\x01"):
            parents = part[1:].split()
        elif part:
            for parent in parents:
                had.setdefault(parent, {})[part] = None
    for commit, paths in had.items():
        for path, data in ordinary_contents(repository, commit, tuple(paths)).items():
            yield path, commit, data


def identity_of(sign_off: SignOff, person: Person, brought: Bringing | None, repository: Repository) -> Identity:
    """The proof that *person* signed. An invalid signature in the file is never ignored: it makes the proof fail.

    Raises:
        CannotMeasure: a program that checks signatures is missing.
    """
    emails = brought.emails if brought else ()
    if sign_off.signature:
        if holds(sign_off.words, sign_off.signature, person.ssh_keys, NAMESPACE):
            return Identity(Trust.PROVEN, person.key, "SSH signature in the file", emails)
        return Identity(Trust.NONE, "", f"the SSH signature in the file is not by a key of {person.key}", emails)
    if brought is None:
        return Identity(Trust.NONE, "", "the file is not committed yet", emails)
    name = f"the commit {brought.sha[:10]}"
    if how := by_object(repository, brought.sha, person):
        return Identity(Trust.PROVEN, person.key, f"{how} of {name}", emails)
    if any(person.has_email(email) for email in brought.emails[:1]):
        return Identity(Trust.CLAIMED, person.key, f"author of {name}, whose signature proves nothing here", emails)
    return Identity(Trust.NONE, "", f"{name} is by {brought.author}, not by {person.key}", emails)


def by_object(repository: Repository, sha: str, person: Person, kind: str = "commit") -> str:
    """The kind of signature with which a key of *person* signed a commit, or a "tag"; "" if no key did."""
    with tempfile.TemporaryDirectory(prefix="golive-signing-") as folder:
        signers = Path(folder, "signers")
        signers.write_text(allowed_signers(person.ssh_keys, "git"), encoding="utf-8")
        options = ("-c", f"gpg.ssh.allowedSignersFile={signers}", "-c", "gpg.minTrustLevel=undefined")
        report = repository.program.signature_of(sha, options, kind)
    if person.ssh_keys and OPENPGP not in report and SSH_GOOD.search(report):
        return "SSH signature"
    keys = {key.upper().replace(" ", "") for key in person.gpg_keys}
    match = VALID.search(report)
    if match and not ENDED.search(report) and keys & {match["first"], match["main"]}:
        return "OpenPGP signature"
    return ""
