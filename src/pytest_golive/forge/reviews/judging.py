"""Whether somebody else approved each merged change after its last push, and which commits came without a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pytest_golive.findings import Finding
from pytest_golive.forge.reviews.changes import Change, Reviews
from pytest_golive.forge.reviews.faults import objectors, some, why_none
from pytest_golive.forge.reviews.people import co_authors

WEB = "noreply@github.com"  # commits what somebody merges or edits on GitHub's pages

NOT_LISTED = "the forge does not list its commits, so whether one of them is by an approver is unknown"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the release.

    Attributes:
        sha: its full name.
        author: the address of its author.
        message: the whole message.
        committer: the address of who committed it; "" if it is not known.
        is_beside: whether it came by a merge, and is not on the main line itself.
    """

    sha: str
    author: str
    message: str
    committer: str = ""
    is_beside: bool = False

    @property
    def subject(self) -> str:
        """The first line of the message, shortened."""
        return "".join(char if char.isprintable() else "?" for char in self.message.partition("\n")[0])[:80]


@dataclass(frozen=True, slots=True)
class Rules:
    """The required approvals.

    Attributes:
        approvals: how many each change needs.
        bots: accounts, with wildcards, whose approvals never count.
        trusted: authors, by account or address with wildcards, whose changes and pushes need none.
        exceptions: reasons, by a change such as "#12" or the beginning of a commit's name.
    """

    approvals: int = 1
    bots: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reviewed:
    """The changes of a release, judged.

    Attributes:
        since: the previous release, in words.
        where: the repository and its forge, in words.
        sign: the sign before the number of a change: "#", or "!" on GitLab.
        changes: the merged changes, with their reviews.
        pushed: commits that no change contains.
        aside: how many commits hold only signatures, records or ticks.
        rules: the required approvals.
    """

    since: str
    where: str
    sign: str
    changes: Sequence[tuple[Change, Reviews]]
    pushed: Sequence[Commit]
    aside: int
    rules: Rules

    @property
    def source(self) -> str:
        """What was checked, in words."""
        return f"merged changes in {self.where} since {self.since}"

    @property
    def total(self) -> int:
        """How many changes and pushes there are."""
        return len(self.changes) + len(self.pushed)

    @property
    def unapproved(self) -> tuple[Finding, ...]:
        """Changes without the required approvals, or with an objection."""
        found = ((change, reviews, self._fault(change, reviews)) for change, reviews in self.changes)
        return tuple(
            self._finding(change, f"{fault}{self._not_excused(change, reviews)}")
            for change, reviews, fault in found
            if fault and not self._excused(change, reviews)
        )

    @property
    def direct(self) -> tuple[Finding, ...]:
        """Commits that were pushed without a change."""
        return tuple(
            Finding("", 0, "push", f"{one.sha[:10]} by {one.author}: {one.subject}", key=one.sha, cure=PUSHED)
            for one in self.pushed
            if not self._trusts(one) and not self._reason(one.sha)
        )

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is allowed without a review, with the reason."""
        faulty = [each for each in self.changes if self._fault(*each) and self._excused(*each)]
        if excused := [f"{self.sign}{change.number} by {change.author}" for change, _ in faulty]:
            yield "changes that the settings allow as exceptions", some(excused)
        if excepted := [one for one in self.pushed if self._trusts(one) or self._reason(one.sha)]:
            yield (
                "pushes that the settings allow as exceptions",
                some([f"{one.sha[:10]} by {one.author}" for one in excepted]),
            )
        unknown = [f"{name} in {self.sign}{one.number}" for one, reviews in self.changes for name in reviews.unknown]
        if unknown:
            yield "authors with no account, so an approval may be their own", some(unknown)
        yield from self._notes_of_opinions()
        if self.aside:
            yield "commits with only signatures and records", str(self.aside)

    def _notes_of_opinions(self) -> Iterator[tuple[str, str]]:
        objecting = [
            f"{one.who} in {self.sign}{change.number}"
            for change, reviews in self.changes
            for one in reviews.opinions
            if not one.approves and not one.counts
        ]
        if objecting:
            yield "objections by bots, or by people who may not write, which do not count", some(objecting)
        if unsure := dict.fromkeys(who for _, reviews in self.changes for who in reviews.unsure):
            yield "reviewers of whom the token may not read whether they may write", some(list(unsure))

    def _fault(self, change: Change, reviews: Reviews) -> str:
        """Why a change is not approved; "" if it is."""
        if against := objectors(reviews):
            return f"{some(against)} requests changes"
        approvals = [one for one in reviews.opinions if one.approves]
        others = [one for one in approvals if not reviews.wrote(one.who)]
        people = [one for one in others if one.counts and not _any(self.rules.bots, one.who)]
        if good := [one for one in people if one.is_current]:
            if not reviews.lists(change):
                return f"approved by {some([one.who for one in good])}, but {NOT_LISTED}"
            too_few = len(good) < self.rules.approvals
            return f"{len(good)} of {self.rules.approvals} approvals" if too_few else ""
        return why_none(change, approvals, others, people)

    def _excused(self, change: Change, reviews: Reviews) -> bool:
        """Whether the settings name the change itself, or trust each of its authors, and nobody objects."""
        if f"{self.sign}{change.number}" in self.rules.exceptions:
            return True
        is_trusted = _any(self.rules.trusted, change.author)
        return is_trusted and not objectors(reviews) and not self._others(change, reviews) and reviews.lists(change)

    def _others(self, change: Change, reviews: Reviews) -> list[str]:
        """Authors of the change whom the settings do not trust; what has no account may be anybody's."""
        writers = (*sorted(reviews.authors - {change.author}), *reviews.foreign)
        return [*(one for one in writers if not _any(self.rules.trusted, one)), *reviews.unknown]

    def _not_excused(self, change: Change, reviews: Reviews) -> str:
        """Why a change by somebody whom the settings trust needs an approval all the same; "" for others."""
        others = self._others(change, reviews) if _any(self.rules.trusted, change.author) else []
        return f"; not all of it is by {change.author}, but also by {some(others)}" if others else ""

    def _trusts(self, commit: Commit) -> bool:
        """Whether the settings trust everybody whom *commit* names: who wrote, committed, or helped with it."""
        helpers = (person.address or person.name for person in co_authors((commit.message,)))
        committers = {commit.committer} - {"", WEB}
        return all(_any(self.rules.trusted, one) for one in (commit.author, *committers, *helpers))

    def _reason(self, sha: str) -> str:
        return next((reason for key, reason in self.rules.exceptions.items() if sha.startswith(key)), "")

    def _finding(self, change: Change, fault: str) -> Finding:
        message = f"{self.sign}{change.number} {change.title[:80]}: {fault} ({change.url})"
        return Finding("", 0, "review", message, key=f"{self.sign}{change.number}")


PUSHED = "have somebody review the commit, then add it with a reason to [tool.golive.reviews] exceptions"


def _any(patterns: Sequence[str], name: str) -> bool:
    """Whether *name* matches one of *patterns*; brackets are literal, as in the account "renovate[bot]"."""
    return bool(name) and any(fnmatchcase(name.lower(), one.lower().replace("[", "[[]")) for one in patterns)
