"""People who may sign, their roles, and how their identity is proven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

PEOPLE = "signing/people"  # the row that approves a change to who may sign


class Trust(StrEnum):
    """How well the identity of a signer is proven, from least to most."""

    NONE = "not shown"
    CLAIMED = "claimed"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class Person:
    """A person who may sign.

    Attributes:
        key: the name in ``[tool.golive.signing.people]``, used in signatures.
        emails: the addresses in their commits.
        ssh_keys: public keys as in ``~/.ssh/id_ed25519.pub``, without the comment.
        gpg_keys: fingerprints of OpenPGP keys, 40 hexadecimal digits.
    """

    key: str
    emails: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ssh_keys: tuple[str, ...] = ()
    gpg_keys: tuple[str, ...] = ()

    def has_email(self, email: str) -> bool:
        """Whether a commit's address belongs to this person; upper and lower case are equal, as for mail servers."""
        return email.strip().casefold() in {known.casefold() for known in self.emails}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed, as far as it can be proven.

    Attributes:
        who: the key of a `Person`; "" if unknown.
        how: the evidence in words: "SSH signature in the file", "author of the commit 1a2b3c4d5e".
        emails: addresses of everybody involved, to detect people who sign their own work.
    """

    trust: Trust
    who: str = ""
    how: str = ""
    emails: tuple[str, ...] = ()


def person_of(people: Iterable[Person], name: str) -> Person | None:
    """The person with the key or the address *name*, as written in a signature."""
    return next((one for one in people if name == one.key or one.has_email(name)), None)


def authors_among(people: Sequence[Person], emails: Iterable[str]) -> set[str]:
    """The keys of the people who have an address among *emails*."""
    return {one.key for one in people for email in emails if one.has_email(email)}
