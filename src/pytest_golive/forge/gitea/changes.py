"""Pull requests and their reviews on Gitea or Forgejo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.github.changes import change as change_of
from pytest_golive.forge.github.changes import changed, without_account
from pytest_golive.forge.reviews.changes import Change, Opinion, Reviews
from pytest_golive.forge.reviews.people import Person

SAYS = {"APPROVED": True, "REQUEST_CHANGES": False}


@dataclass(frozen=True, slots=True)
class GiteaChanges:
    """Reads the pull requests of one repository."""

    rest: Rest
    path: str
    _accounts: dict[str, tuple[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def _repo(self) -> str:
        return f"/repos/{self.path}"

    def changes_of(self, commit: str) -> list[Change]:
        """See `Reviewing.changes_of`; of a rebased change, Gitea knows only the last commit."""
        item = self.rest.item(f"{self._repo}/commits/{commit}/pull", (NOT_FOUND,))
        return [change_of(item)] if item is not None and item.truth("merged") else []

    def reviews_of(self, change: Change) -> Reviews:
        """See `Reviewing.reviews_of`."""
        pull = f"{self._repo}/pulls/{change.number}"
        commits = list(self.rest.items(f"{pull}/commits", size="limit")) or self._merged(pull, change)
        writers = (item.item(role).maybe_text("login") for item in commits for role in ("author", "committer"))
        last: dict[str, Opinion] = {}
        for item in sorted(self.rest.items(f"{pull}/reviews", size="limit"), key=lambda one: one.number("id")):
            who, said = item.item("user").maybe_text("login") or "a deleted account", item.text("state")
            if item.truth("dismissed"):
                last.pop(who, None)
            elif said in SAYS:
                is_current = item.maybe_text("commit_id") == change.head and not item.truth("stale")
                last[who] = Opinion(who, SAYS[said], is_current, item.truth("official"))
        messages = tuple(item.item("commit").lines("message") for item in reversed(commits))
        authors = frozenset({change.author, *writers}) - {""}
        names = tuple(item.text("sha") for item in reversed(commits))
        return Reviews(authors, tuple(last.values()), messages, names, without_account(commits))

    def _merged(self, pull: str, change: Change) -> list[Item]:
        """The commits that a merge added.

        Gitea lists those since the common ancestor of the change and its branch. Once the branch holds the change
        itself, that is the change, and it lists none.
        """
        merge = self.rest.needed(pull).maybe_text("merge_commit_sha")
        commit = self.rest.item(f"{self._repo}/git/commits/{merge}", (NOT_FOUND,)) if merge else None
        parents = [parent.text("sha") for parent in commit.items("parents")] if commit else []
        if len(parents) < 2 or parents[1] != change.head:  # noqa: PLR2004 -- a merge has two
            return []
        return self.rest.needed(f"{self._repo}/compare/{parents[0]}...{change.head}").items("commits")

    def accounts_of(self, person: Person, among: Sequence[str]) -> set[str]:
        """See `Reviewing.accounts_of`."""
        if person.login:
            return {person.login}
        return {who for who in among if person.may_be(who, *self._account(who))}

    def _account(self, who: str) -> tuple[str, str]:
        """The name and the address that *who* shows."""
        if who not in self._accounts:
            found = self.rest.item(f"/users/{quote(who, safe='')}", (FORBIDDEN, NOT_FOUND))
            self._accounts[who] = (found.maybe_text("full_name"), found.maybe_text("email")) if found else ("", "")
        return self._accounts[who]

    def patch_of(self, commit: str) -> tuple[str, ...]:
        """See `Reviewing.patch_of`; a file without text is known by what it was before and is now."""
        patch = self.rest.text(f"{self._repo}/git/commits/{commit}.diff", (NOT_FOUND,))
        lines = changed(patch) if patch else [commit]
        is_text = "Binary files " not in patch and "GIT binary patch" not in patch
        return tuple(line for line in lines if not (is_text and line.startswith("index ")))
