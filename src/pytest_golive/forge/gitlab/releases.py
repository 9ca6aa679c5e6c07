"""Releases on GitLab, which has no drafts: one with a date in the future is not published."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import NOT_FOUND
from pytest_golive.forge.releases.publishing import Release


@dataclass(frozen=True, slots=True)
class GitLabReleases:
    """Reads the releases of one project."""

    rest: Rest
    path: str

    def release_of(self, tag: str) -> Release | None:
        """See `Releasing.release_of`."""
        project = f"/projects/{quote(self.path, safe='')}"
        item = self.rest.item(f"{project}/releases/{quote(tag, safe='')}", (NOT_FOUND,))
        if item is None:
            return None
        return Release(
            item.text("tag_name"),
            item.lines("description"),
            item.item("_links").text("self"),
            upcoming=item.truth("upcoming_release"),
        )
