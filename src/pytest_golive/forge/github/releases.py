"""Releases on GitHub, and on Gitea and Forgejo, which use the same format."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import NOT_FOUND
from pytest_golive.forge.releases.publishing import Release


@dataclass(frozen=True, slots=True)
class GitHubReleases:
    """Reads the releases of one repository."""

    rest: Rest
    path: str
    size: str = "per_page"

    @property
    def _releases(self) -> str:
        return f"/repos/{self.path}/releases"

    def release_of(self, tag: str) -> Release | None:
        """See `Releasing.release_of`; a draft is only in the list, and only for users who may write."""
        found = self.rest.item(f"{self._releases}/tags/{quote(tag, safe='')}", (NOT_FOUND,))
        if found is not None:
            return _release(found)
        listed = self.rest.items(self._releases, size=self.size)
        return next((_release(item) for item in listed if item.text("tag_name") == tag), None)


def _release(item: Item) -> Release:
    return Release(
        item.text("tag_name"),
        item.lines("body"),
        item.text("html_url"),
        draft=item.truth("draft"),
        prerelease=item.truth("prerelease"),
    )
