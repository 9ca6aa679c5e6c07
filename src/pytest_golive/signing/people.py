"""Who may sign: people, their roles, and how their identity is proven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """What is known of who signed, from the least to the most."""

    NONE = "not shown"
    CLAIMED = "claimed"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign.

    Attributes:
        key: the name in ``[tool.golive.signing.people]``, which signatures bear.
        emails: of their commits.
        ssh_keys: public keys as in ``~/.ssh/id_ed25519.pub``, without the comment.
        gpg_keys: fingerprints of OpenPGP keys, 40 hexadecimal digits.
    """

    key: str
    emails: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ssh_keys: tuple[str, ...] = ()
    gpg_keys: tuple[str, ...] = ()

    def has_email(self, email: str) -> bool:
        """Whether a commit's address is one of theirs; letters are compared without case, as mail servers do."""
        return email.strip().casefold() in {known.casefold() for known in self.emails}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed, as far as anything shows it.

    Attributes:
        who: the key of a `Person`, or "".
        how: in words: "SSH signature in the file", "author of the commit 1a2b3c4d5e".
        emails: addresses that took part, for whoever must not have signed their own work.
    """

    trust: Trust
    who: str = ""
    how: str = ""
    emails: tuple[str, ...] = ()


def person_of(people: Iterable[Person], name: str) -> Person | None:
    """Whom a signature means by *name*: the key, or an address."""
    return next((one for one in people if name == one.key or one.has_email(name)), None)


def authors_among(people: Sequence[Person], emails: Iterable[str]) -> set[str]:
    """The keys of those whose commits are among *emails*."""
    return {one.key for one in people for email in emails if one.has_email(email)}
