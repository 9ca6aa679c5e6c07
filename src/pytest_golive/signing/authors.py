"""Who made the changes between two releases: authors, committers and co-authors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.delivery.git.history import commits, undone_by_merges
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.signing.people import Person, authors_among

# One line for each commit: neither an address nor an unfolded trailer can contain a line feed.
FORMAT = "--format=%ae%x00%ce%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x00)"
# As GitHub commits what somebody merges or edits on its pages; the author of such a commit is that person.
WEB = "noreply@github.com"
NOBODY = "no address"  # git lets it be empty


@dataclass(frozen=True, slots=True)
class Known:
    """Whose an address is.

    Attributes:
        people: those who may sign, and those whom this release adds.
        outsiders: addresses that belong to none of them.
    """

    people: Sequence[Person]
    outsiders: Collection[str] = ()

    def among(self, emails: Iterable[str]) -> set[str]:
        """The keys of the people who have an address among *emails*."""
        return authors_among(self.people, emails)

    def strangers(self, emails: Iterable[str]) -> tuple[str, ...]:
        """Those of *emails* that are nobody's: somebody may have made changes under another address."""
        outside = {one.casefold() for one in self.outsiders}
        return tuple(sorted({one for one in emails if one.casefold() not in outside and not self.among((one,))}))


def changes(repository: Repository, since: str | None, until: str = "HEAD") -> list[tuple[str, Iterable[str]]]:
    """The commits from *since* to *until*, with the paths that each changed or, as a merge, undid."""
    changed = ((one.sha, one.old) for one in commits(repository, since, until=until))
    return [*changed, *undone_by_merges(repository, since, until).items()]


def authors_of(repository: Repository, shas: Iterable[str]) -> Sequence[str]:
    """The addresses of everybody who wrote, committed, or helped with the commits *shas*, each once."""
    fed = "".join(f"{sha}\n" for sha in shas).encode()
    if not fed:
        return ()
    said = repository.git("log", "--no-walk=unsorted", "--no-mailmap", "--stdin", FORMAT, feed=fed)
    found: dict[str, None] = {}
    for commit in said.decode(errors="replace").split("\n")[:-1]:
        author, committer, *helpers = (_address(part) for part in commit.split("\0"))
        by = [author or NOBODY, committer or NOBODY, *filter(None, helpers)]
        found |= dict.fromkeys(one for one in by if one != WEB or author == WEB)
    return tuple(found)


def _address(text: str) -> str:
    """The address in "Ann <ann@shop.example>", or the whole text if there are no angle brackets."""
    _, opens, rest = text.strip().partition("<")
    return (rest.partition(">")[0] if opens else text).strip()
