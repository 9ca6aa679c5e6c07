"""What people do with changes, in words that all forges share, and what the row about reviews comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from faked_forges import FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.reviews.judging import Commit, Rules
from pytest_golive.forge.reviews.measuring import measure

BEFORE, AFTER = "2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z"  # the last push, which was at ten


@dataclass
class Proposed:
    """A change that was merged; what was said of it stands in its order, with whether that was before the last push."""

    number: int
    author: str
    writers: tuple[str, ...]
    said: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def commit(self) -> str:
        return f"{self.number:040x}"

    @property
    def head(self) -> str:
        return f"{self.number + 256:040x}"


class Stage:
    """A forge with changes and pushes."""

    kind = ""

    def __init__(self, opened, fake) -> None:
        self.opened, self.fake = opened, fake
        self.changes = []
        self.pushed = []
        self.rules = Rules(bots=("*[bot]", "*-bot"))

    def change(self, *said, by="ann", writers=()):
        """A merged change: "ben approves", "ben objects", "ben takes back"; "early ben approves" before the last push."""
        made = Proposed(len(self.changes) + 1, by, writers)
        for each in said:
            early, words = each.startswith("early "), each.removeprefix("early ")
            who, _, what = words.partition(" ")
            made.said.append((who, what, early))
        self.changes.append(made)
        self.tell(made)

    def push(self, who="ann"):
        """A commit that nobody proposed."""
        commit = f"{len(self.pushed) + 4096:040x}"
        self.pushed.append((commit, who))
        self.tell_push(commit)

    def commits(self):
        return [
            *(Commit(one.commit, f"{one.author}@shop.example", "m") for one in self.changes),
            *(Commit(commit, f"{who}@shop.example", "Hurry") for commit, who in self.pushed),
        ]

    def outcome(self):
        """What the row comes to: how many are approved, findings, or "? " and why nobody knows."""
        try:
            found = measure(self.opened, self.commits(), lambda _: True, "v1", "", self.rules)
        except CannotMeasure as error:
            return f"? {error.what}"
        faults = [finding.message.partition(": ")[2].partition(" (http")[0] for finding in found.unapproved]
        faults += [f"pushed by {finding.message.partition(' by ')[2]}" for finding in found.direct]
        return "; ".join(faults) or f"{found.total} approved"


class OnGitHub(Stage):
    kind = "github"
    SAYS = {"approves": "APPROVED", "objects": "CHANGES_REQUESTED", "takes back": "DISMISSED", "comments": "COMMENTED"}  # noqa: RUF012

    def tell(self, made):
        self.fake.proposes(made.commit, made.number, author=made.author, head=made.head, writers=made.writers)
        self.fake.reviewed(
            made.number,
            *(
                (who, self.SAYS[what], "b" * 40 if early else made.head, _account(who))
                for who, what, early in made.said
            ),
        )

    def tell_push(self, commit):
        self.fake.answers[f"/repos/shop/shop/commits/{commit}/pulls"] = []


def _account(who):
    kind = "Bot" if who.endswith("[bot]") else "User"
    role = "NONE" if who == "stranger" else "MEMBER"
    return {"user": {"login": who, "type": kind}, "author_association": role}


class OnGitLab(Stage):
    kind = "gitlab"

    def tell(self, made):
        last = {who: (what, early) for who, what, early in made.said}
        self.fake.proposes(
            made.commit,
            made.number,
            author=made.author,
            head=made.head,
            writers=made.writers,
            approved=[(who, BEFORE if early else AFTER) for who, (what, early) in last.items() if what == "approves"],
            objecting=[who for who, (what, _) in last.items() if what == "objects"],
        )

    def tell_push(self, commit):
        self.fake.answers[f"{self.fake.root}/repository/commits/{commit}/merge_requests"] = []


class OnGitea(OnGitHub):
    kind = "gitea"
    SAYS = OnGitHub.SAYS | {"objects": "REQUEST_CHANGES", "comments": "COMMENT", "takes back": "APPROVED"}

    def tell(self, made):
        super().tell(made)
        (pull,) = self.fake.answers[f"/repos/shop/shop/commits/{made.commit}/pulls"]
        self.fake.answers[f"/repos/shop/shop/commits/{made.commit}/pull"] = {**pull, "merged": True}
        reviews = self.fake.answers[f"/repos/shop/shop/pulls/{made.number}/reviews"]
        for number, (review, (who, what, early)) in enumerate(zip(reviews, made.said, strict=True), 1):
            review |= {"id": number, "official": who != "stranger", "stale": early, "dismissed": what == "takes back"}

    def tell_push(self, commit):
        """A commit without a change is not found."""


ON = {FakeGitHub: OnGitHub, FakeGitLab: OnGitLab, FakeGitea: OnGitea}
