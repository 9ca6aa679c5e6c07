"""Pull requests and their reviews on GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.reviews.changes import Change, Opinion, Reviews
from pytest_golive.forge.reviews.people import Person

SAYS = {"APPROVED": True, "CHANGES_REQUESTED": False}
DISMISSED = "DISMISSED"
MOST_COMMITS = 250  # of a pull request that GitHub lists
NO_COMMIT = (NOT_FOUND, 422)
MOST_FILES = 300  # of a commit that it shows at once
# Whether somebody may write to the repository, where the token may not ask: a member may, a stranger may not.
# A contributor may be a member who hides it.
WRITERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
STRANGERS = frozenset({"NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN"})
WRITING = frozenset({"admin", "maintain", "write"})
UNREADABLE = (FORBIDDEN, NOT_FOUND)


@dataclass(frozen=True, slots=True)
class GitHubChanges:
    """Reads the pull requests of one repository."""

    rest: Rest
    path: str
    _permissions: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _accounts: dict[str, tuple[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def _repo(self) -> str:
        return f"/repos/{self.path}"

    def changes_of(self, commit: str) -> list[Change]:
        """See `Reviewing.changes_of`."""
        found = self.rest.items(f"{self._repo}/commits/{commit}/pulls")
        return [change(item) for item in found if item.maybe_text("merged_at")]

    def reviews_of(self, change: Change) -> Reviews:
        """See `Reviewing.reviews_of`."""
        pull = f"{self._repo}/pulls/{change.number}"
        commits = list(self.rest.items(f"{pull}/commits"))
        if len(commits) >= MOST_COMMITS:
            raise CannotMeasure(
                f"{self.rest.who.named} lists no more than {MOST_COMMITS} commits of #{change.number}, so not all of "
                "its authors are known",
                "check that somebody else approved it, then name its merge commit in [tool.golive.reviews] since",
            )
        writers = (item.item(role).maybe_text("login") for item in commits for role in ("author", "committer"))
        last: dict[str, Item] = {}
        for item in self.rest.items(f"{pull}/reviews"):  # the oldest first
            who, said = item.item("user").maybe_text("login"), item.text("state")
            if said == DISMISSED:
                last.pop(who, None)
            elif said in SAYS:
                last[who] = item
        opinions = tuple(self._opinion(item, change) for item in last.values())
        messages = tuple(item.item("commit").lines("message") for item in commits)
        authors = frozenset({change.author, *writers}) - {"", "web-flow"}
        names = tuple(item.text("sha") for item in commits)
        unsure = tuple(who for who in last if who and not self._permission(who))
        return Reviews(authors, opinions, messages, names, without_account(commits), unsure=unsure)

    def _opinion(self, item: Item, change: Change) -> Opinion:
        user, approves = item.item("user"), SAYS[item.text("state")]
        who, association = user.maybe_text("login"), item.maybe_text("author_association")
        may_write = association in WRITERS or (association not in STRANGERS and not approves)
        if permission := self._permission(who):
            may_write = permission in WRITING
        counts = may_write and user.maybe_text("type") != "Bot"
        return Opinion(who or "a deleted account", approves, item.maybe_text("commit_id") == change.head, counts)

    def _permission(self, who: str) -> str:
        """What *who* may do in the repository; "" if the token may not read it."""
        if who and who not in self._permissions:
            found = self.rest.item(f"{self._repo}/collaborators/{quote(who, safe='')}/permission", UNREADABLE)
            self._permissions[who] = found.text("permission") if found else ""
        return self._permissions.get(who, "")

    def accounts_of(self, person: Person, among: Sequence[str]) -> set[str]:
        """See `Reviewing.accounts_of`. GitHub tells whose an address is by the commits that have it."""
        if person.login:
            return {person.login}
        found = self.rest.items(f"{self._repo}/commits", author=person.address) if person.address else iter(())
        last = next(found, None)
        if login := last.item("author").maybe_text("login") if last else "":
            return {login}
        return {who for who in among if person.may_be(who, *self._account(who))}

    def _account(self, who: str) -> tuple[str, str]:
        """The name and the address that *who* shows."""
        if who not in self._accounts:
            found = self.rest.item(f"/users/{quote(who, safe='')}", UNREADABLE)
            self._accounts[who] = (found.maybe_text("name"), found.maybe_text("email")) if found else ("", "")
        return self._accounts[who]

    def patch_of(self, commit: str) -> tuple[str, ...]:
        """See `Reviewing.patch_of`; what GitHub does not show, such as a file without text, is like nothing else."""
        found = self.rest.item(f"{self._repo}/commits/{commit}", NO_COMMIT)
        files = found.items("files") if found else []
        parts = [f"{one.text('status')} {one.text('filename')}\n{one.lines('patch') or commit}" for one in files]
        return (*changed("\n".join(parts)), *([commit] if len(files) >= MOST_FILES or not files else []))


def changed(patch: str) -> list[str]:
    """The lines of *patch* that say what changes, without those that say where it does, and those around it."""
    return [line for line in patch.split("\n") if not line.startswith(("@@", " ")) and line]


def without_account(commits: Sequence[Item]) -> tuple[str, ...]:
    """The names of authors of *commits* whom the forge knows as none of its accounts."""
    unknown = (item.item("commit").item("author") for item in commits if not item.item("author").maybe_text("login"))
    return tuple(dict.fromkeys(author.maybe_text("name") or "nobody" for author in unknown))


def change(item: Item) -> Change:
    """A pull request, as GitHub and Gitea write it."""
    return Change(
        item.number("number"),
        item.text("title"),
        item.text("html_url"),
        item.item("base").text("ref"),
        item.item("user").maybe_text("login"),
        item.item("head").maybe_text("sha"),
    )
