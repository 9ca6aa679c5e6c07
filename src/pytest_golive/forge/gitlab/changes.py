"""Merge requests and their approvals on GitLab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.gitlab.accounts import Account, account_of, foreign_in
from pytest_golive.forge.reviews.changes import Change, Opinion, Reviews
from pytest_golive.forge.reviews.people import Person

DEVELOPER = 30  # the lowest level of access that may write
OBJECTS = "requested_changes"  # the state of a reviewer


@dataclass(frozen=True, slots=True)
class GitLabChanges:
    """Reads the merge requests of one project."""

    rest: Rest
    path: str
    _accounts: dict[int, Account] = field(default_factory=dict, init=False, repr=False, compare=False)
    _levels: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.path, safe='')}"

    def changes_of(self, commit: str) -> list[Change]:
        """See `Reviewing.changes_of`."""
        found = self.rest.items(f"{self._project}/repository/commits/{commit}/merge_requests")
        return [_change(item) for item in found if item.maybe_text("state") == "merged"]

    def reviews_of(self, change: Change) -> Reviews:
        """See `Reviewing.reviews_of`. GitLab names no commit for an approval, so its time counts."""
        merge = f"{self._project}/merge_requests/{change.number}"
        pushed = max((item.moment("created_at") for item in self.rest.items(f"{merge}/versions")), default=None)
        if pushed is None:
            raise CannotMeasure(
                f"{self.rest.who.named} does not tell when !{change.number} was last pushed to",
                "check the merge request: only approvals after its last push count",
            )
        number = self.rest.needed(self._project).number("id")  # GitLab describes approvals by no other name of it
        path = f"/projects/{number}/merge_requests/{change.number}/approvals"
        approvals = self.rest.needed(path).items("approved_by")
        accounts = [self._account(item.item("user")) for item in approvals]
        opinions = [
            self._opinion(account, is_current=item.moment("approved_at") >= pushed)
            for item, account in zip(approvals, accounts, strict=True)
        ]
        reviewers = self.rest.items(f"{merge}/reviewers", size="")
        asking = [self._account(one.item("user")) for one in reviewers if one.text("state") == OBJECTS]
        opinions += [self._opinion(one, approves=False) for one in asking]
        commits = list(self.rest.items(f"{merge}/commits"))
        messages = tuple(item.lines("message") for item in reversed(commits))
        wrote = {account.username for account in accounts if any(account.wrote(commit) for commit in commits)}
        names = tuple(item.text("id") for item in reversed(commits))
        unsure = tuple(one.username for one in (*accounts, *asking) if not self._level(one))
        authors = frozenset({change.author, *wrote})
        foreign = self._foreign(change, commits)
        return Reviews(authors, tuple(opinions), messages, names, foreign=foreign, unsure=unsure)

    def _opinion(self, account: Account, *, approves: bool = True, is_current: bool = True) -> Opinion:
        level = self._level(account)
        counts = not account.is_bot and (level == 0 or level >= DEVELOPER)
        return Opinion(account.username, approves, is_current, counts)

    def _level(self, account: Account) -> int:
        """The access that *account* has to the project; 0 if the token may not read it.

        GitLab lets only those approve whom its rules name, so an unknown level does not stand against an approval.
        """
        if account.number not in self._levels:
            found = self.rest.item(f"{self._project}/members/all/{account.number}", (FORBIDDEN, NOT_FOUND))
            self._levels[account.number] = found.number("access_level") if found else 0
        return self._levels[account.number]

    def _foreign(self, change: Change, commits: Sequence[Item]) -> tuple[str, ...]:
        """The addresses, or names, in *commits* that are not those of who proposed the change."""
        found = self.rest.item(f"/users/{change.account}", (NOT_FOUND,)) if change.account else None
        author = None if found is None else account_of(change.account, change.author, found)
        return foreign_in(author, commits)

    def accounts_of(self, person: Person, among: Sequence[str]) -> set[str]:
        """See `Reviewing.accounts_of`."""
        known = [one for one in self._accounts.values() if one.username in among]
        return {one.username for one in known if one.is_person(person.name, person.address)}

    def patch_of(self, commit: str) -> tuple[str, ...]:
        """See `Reviewing.patch_of`. GitLab rebases the change itself, so it knows each commit: no other is the same."""
        return (commit,)

    def _account(self, user: Item) -> Account:
        """An account; whether it is a bot's, GitLab says only where it is asked for the account itself."""
        number = user.number("id")
        if number not in self._accounts:
            item = self.rest.needed(f"/users/{number}")
            if "bot" not in item.values:
                raise CannotMeasure(
                    f"{self.rest.who.named} does not say whether {user.text('username')}, who approved, is a bot",
                    "check the account; GitLab before 13.2 does not say so, so update the instance",
                )
            self._accounts[number] = account_of(number, user.text("username"), item)
        return self._accounts[number]


def _change(item: Item) -> Change:
    return Change(
        item.number("iid"),
        item.text("title"),
        item.text("web_url"),
        item.text("target_branch"),
        item.item("author").maybe_text("username"),
        item.maybe_text("sha"),
        item.item("author").maybe_number("id"),
    )
