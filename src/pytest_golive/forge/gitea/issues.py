"""Issues on Gitea or Forgejo; they have no advisories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import FORBIDDEN, NOT_FOUND
from pytest_golive.forge.bugs.issues import Issue

STIRS = frozenset({"reopen", "label"})


@dataclass(frozen=True, slots=True)
class GiteaIssues:
    """Reads the issues of one repository."""

    rest: Rest
    path: str

    @property
    def _repo(self) -> str:
        return f"/repos/{self.path}"

    def labels(self) -> list[str]:
        """See `Tracking.labels`; those of the repository and of the organisation that owns it.

        Without the scope read:organization only the labels of open issues tell which the organisation has.
        """
        own = [item.text("name") for item in self.rest.items(f"{self._repo}/labels", size="limit")]
        shared = self._shared(f"/orgs/{self.path.partition('/')[0]}")
        return [*own, *dict.fromkeys(name for name in shared if name not in own)]

    def _shared(self, owner: str) -> list[str]:
        """The labels of *owner*, if it is an organisation that the token may read; otherwise those of open issues."""
        if self.rest.item(owner, (NOT_FOUND, FORBIDDEN)) is not None:
            return [item.text("name") for item in self.rest.items(f"{owner}/labels", size="limit")]
        issues = self.rest.items(f"{self._repo}/issues", size="limit", state="open", type="issues")
        return [label.text("name") for issue in issues for label in issue.items("labels")]

    def open_with(self, label: str) -> Iterator[Issue]:
        """See `Tracking.open_with`."""
        found = self.rest.items(f"{self._repo}/issues", size="limit", state="open", type="issues", labels=label)
        for item in found:
            yield Issue(item.number("number"), item.text("title"), item.text("html_url"), item.moment("created_at"))

    def stirred(self, issue: Issue) -> float:
        """See `Tracking.stirred`."""
        events = self.rest.items(f"{self._repo}/issues/{issue.number}/timeline", size="limit")
        return max((item.moment("created_at") for item in events if item.text("type") in STIRS), default=0.0)

    def advisories(self) -> list[Issue] | None:
        """See `Tracking.advisories`."""
        return []
