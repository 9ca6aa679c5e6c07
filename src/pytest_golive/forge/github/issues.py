"""Issues and security advisories on GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.bugs.issues import Issue

STIRS = frozenset({"reopened", "labeled", "transferred"})
OPEN = ("triage", "draft")


@dataclass(frozen=True, slots=True)
class GitHubIssues:
    """Reads the issues of one repository."""

    rest: Rest
    path: str

    @property
    def _repo(self) -> str:
        return f"/repos/{self.path}"

    def labels(self) -> list[str]:
        """See `Tracking.labels`."""
        return [item.text("name") for item in self.rest.items(f"{self._repo}/labels")]

    def open_with(self, label: str) -> Iterator[Issue]:
        """See `Tracking.open_with`; GitHub lists pull requests as issues, too; they are left out."""
        for item in self.rest.items(f"{self._repo}/issues", state="open", labels=label):
            if item.values.get("pull_request") is None:
                yield _issue(item)

    def stirred(self, issue: Issue) -> float:
        """See `Tracking.stirred`."""
        events = self.rest.items(f"{self._repo}/issues/{issue.number}/events")
        return max((item.moment("created_at") for item in events if item.text("event") in STIRS), default=0.0)

    def advisories(self) -> list[Issue] | None:
        """See `Tracking.advisories`."""
        found: list[Issue] = []
        for state in OPEN:
            listed = self.rest.listed(f"{self._repo}/security-advisories", (FORBIDDEN, NOT_FOUND), state=state)
            if listed is None:
                return None
            found += [
                Issue(0, item.text("summary"), item.text("html_url"), item.moment("created_at")) for item in listed
            ]
        return found


def _issue(item: Item) -> Issue:
    return Issue(item.number("number"), item.text("title"), item.text("html_url"), item.moment("created_at"))
