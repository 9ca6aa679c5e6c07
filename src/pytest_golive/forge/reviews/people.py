"""People whom commits name as co-authors, and the accounts that they may have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pytest_golive.forge.asking.items import clean

TRAILER: Final = re.compile(r"^[ \t]*+co-authored-by[ \t]*+:([^\n]*+)", re.IGNORECASE | re.MULTILINE)
# The address that GitHub and Gitea give to whoever hides their own: NUMBER+LOGIN@ or LOGIN@.
PRIVATE: Final = re.compile(r"(?:\d{1,20}\+)?([^@+]{1,100})@(?:users\.)?noreply\.[^@]{1,200}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a commit names.

    Attributes:
        name: of the person; "" if only an address is given.
        address: lower case; "" for none.
    """

    name: str
    address: str

    @property
    def login(self) -> str:
        """The account in a private address of GitHub or Gitea, lower case; "" in any other."""
        found = PRIVATE.fullmatch(self.address)
        return found[1] if found else ""

    def may_be(self, login: str, name: str, email: str) -> bool:
        """Whether this may be the account *login*, of the person *name* with the public address *email*."""
        known = {login.casefold(), name.casefold()} - {""}
        return self.name.casefold() in known or self.login == login.lower() or self.address == email.lower() != ""


def co_authors(messages: Iterable[str]) -> tuple[Person, ...]:
    """The people whom the trailers of commits' *messages* name, each once."""
    found: dict[Person, None] = {}
    for message in messages:
        for said in TRAILER.findall(message):
            name, opens, rest = said.partition("<")
            address = (rest.partition(">")[0] if opens else said).strip().lower()
            person = Person(clean(name) if opens else "", address if "@" in address else "")
            if person.name or person.address:
                found[person] = None
    return tuple(found)
