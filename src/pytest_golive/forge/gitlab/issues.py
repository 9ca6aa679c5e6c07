"""Issues on GitLab; the findings of its scanners are not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.bugs.issues import Issue

OPENED = frozenset({"reopened", "opened"})  # that an issue was opened for the first time is no event
MOVED = "moved from "


@dataclass(frozen=True, slots=True)
class GitLabIssues:
    """Reads the issues of one project."""

    rest: Rest
    path: str

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.path, safe='')}"

    def labels(self) -> list[str]:
        """See `Tracking.labels`; those of its groups are included."""
        return [item.text("name") for item in self.rest.items(f"{self._project}/labels")]

    def open_with(self, label: str) -> Iterator[Issue]:
        """See `Tracking.open_with`."""
        for item in self.rest.items(f"{self._project}/issues", state="opened", scope="all", labels=label):
            yield Issue(item.number("iid"), item.text("title"), item.text("web_url"), item.moment("created_at"))

    def stirred(self, issue: Issue) -> float:
        """See `Tracking.stirred`."""
        root = f"{self._project}/issues/{issue.number}"
        states = [one for one in self.rest.items(f"{root}/resource_state_events") if one.text("state") in OPENED]
        labels = [one for one in self.rest.items(f"{root}/resource_label_events") if one.text("action") == "add"]
        # An issue keeps its date, and its events theirs, when it is moved; only a note tells of it.
        notes = self.rest.items(f"{root}/notes", activity_filter="only_activity")
        moved = [one for one in notes if one.truth("system") and one.lines("body").startswith(MOVED)]
        return max((item.moment("created_at") for item in (*states, *labels, *moved)), default=0.0)

    def advisories(self) -> list[Issue] | None:
        """See `Tracking.advisories`."""
        return []
