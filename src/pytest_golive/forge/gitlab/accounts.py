"""Accounts of GitLab, and whether the people and addresses in commits are theirs: commits name no accounts there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.forge.asking.items import Item

ROLES = ("author", "committer")


@dataclass(frozen=True, slots=True)
class Account:
    """An account.

    Attributes:
        number: of the account.
        username: its name in addresses.
        name: of the person.
        email: that it shows; "" for none.
        is_bot: whether a token or a service stands behind it.
    """

    number: int
    username: str
    name: str
    email: str
    is_bot: bool

    def is_person(self, name: str, address: str) -> bool:
        """Whether *name* or *address* is that of this account, or its private address."""
        private = f"{self.number}-{self.username}@users.noreply.".lower()
        mine = {self.email.lower()} - {""}
        return (name != "" and name == self.name) or address.lower() in mine or address.lower().startswith(private)

    def wrote(self, commit: Item) -> bool:
        """Whether it wrote *commit*, or made it from another's."""
        return any(self.is_person(*_person(commit, role)) for role in ROLES)


def account_of(number: int, username: str, item: Item) -> Account:
    """The account that *item*, the response to a request for it, describes."""
    return Account(number, username, item.maybe_text("name"), item.maybe_text("public_email"), item.truth("bot"))


def foreign_in(account: Account | None, commits: Sequence[Item]) -> tuple[str, ...]:
    """The addresses in *commits*, or names where there is none, that are not those of *account*."""
    people = (_person(commit, role) for commit in commits for role in ROLES)
    found = [address or name for name, address in people if account is None or not account.is_person(name, address)]
    return tuple(dict.fromkeys(filter(None, found)))


def _person(commit: Item, role: str) -> tuple[str, str]:
    return commit.maybe_text(f"{role}_name"), commit.maybe_text(f"{role}_email")
