"""The settings in ``[tool.golive.signing.people.NAME]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from pytest_golive.settings.values.kinds import Text, Word
from pytest_golive.settings.values.table import Table

SSH = re.compile(r"(?:ssh-|ecdsa-sha2-|sk-)[\w@.-]{1,80} [A-Za-z0-9+/]{16,4096}={0,3}")
GPG = re.compile(r"[0-9A-F]{40}")


def _ssh_key(value: str) -> str:
    """A public key, without the comment after it."""
    key = " ".join(value.split()[:2])
    if not SSH.fullmatch(key):
        raise ValueError("must be a public SSH key, as in ~/.ssh/id_ed25519.pub: 'ssh-ed25519 AAAA…'")
    return key


def _fingerprint(value: str) -> str:
    digits = "".join(value.split()).upper()
    if not GPG.fullmatch(digits):
        raise ValueError("must be the fingerprint of an OpenPGP key, 40 hexadecimal digits: gpg --fingerprint")
    return digits


class PersonTable(Table):
    """Someone who may sign: a person, or a robot that signs records."""

    emails: tuple[Text, ...] = Field((), description="the addresses in their commits")
    roles: tuple[Word, ...] = Field((), description="the roles in which they may sign")
    ssh_keys: tuple[Annotated[str, AfterValidator(_ssh_key)], ...] = Field(
        (), description="their public SSH keys, which prove signatures in files, of commits, and of records"
    )
    gpg_keys: tuple[Annotated[str, AfterValidator(_fingerprint)], ...] = Field(
        (), description="fingerprints of their OpenPGP keys, which prove signatures of commits"
    )


def shared(people: Mapping[str, PersonTable]) -> Iterator[str]:
    """What two people have in common, so that one person could sign as two, in words."""
    of: dict[str, str] = {}
    for name, person in people.items():
        marks = [(name.casefold(), f"the name {name}")]
        marks += [(email.casefold(), f"the address {email}") for email in person.emails]
        marks += [(key, "an SSH key") for key in person.ssh_keys]
        marks += [(key, f"the OpenPGP key {key}") for key in person.gpg_keys]
        for mark, words in marks:
            if of.setdefault(mark, name) != name:
                yield f"{words} is that of {of[mark]} and of {name}"
