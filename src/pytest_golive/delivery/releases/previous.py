"""The release before the checked-out commit; all comparisons use this one result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.git.clone import edges
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases import versions
from pytest_golive.delivery.releases.tags import Naming, sort_out
from pytest_golive.delivery.releases.versions import TagVersion
from pytest_golive.delivery.releases.walking import HEAD, Walk, walk
from pytest_golive.errors import CannotMeasure

SHOWN: Final = 3
SETTING: Final = "[tool.golive] previous_release"
UNSHALLOW: Final = "fetch the history and the tags: git fetch --unshallow --tags (actions/checkout: fetch-depth: 0)"


@dataclass(frozen=True, slots=True)
class PastRelease:
    """An earlier release.

    Attributes:
        name: its tag, or its name in the settings.
        commit: its full hash.
        distance: how many commits HEAD has that the release lacks.
        how: why it was chosen, in words; "" for the nearest tag behind HEAD.
    """

    name: str
    commit: str
    distance: int
    how: str = ""

    @property
    def brief(self) -> str:
        """The release for messages: "v1.2.0 (abc1234, 23 commits ago)"."""
        commits = "1 commit" if self.distance == 1 else f"{self.distance:,} commits"
        return f"{self.name} ({self.commit[:7]}, {commits} ago)"

    @property
    def told(self) -> str:
        """The same, with the reason why it was chosen."""
        return f"{self.brief}{f', {self.how}' if self.how else ''}"

    @property
    def place(self) -> str:
        """The release without the distance: "v1.2.0 at abc1234"."""
        return f"{self.name} at {self.commit[:7]}{f', {self.how}' if self.how else ''}"

    def leads_to(self, commit: str) -> str:
        """A version for *commit* if it has none of its own: "v1.2.0-3-gabc1234", as ``git describe`` writes it."""
        return f"{self.name}-{self.distance}-g{commit[:7]}"


def previous_release(repository: Repository, naming: Naming, ours: Collection[str] = ()) -> PastRelease | None:
    """The release before HEAD; None if there is none yet.

    It is the final release with the fewest commits after it, among the releases that HEAD descends from and those on
    release branches. The latter count only if they contain the nearest of the former and are a later version, but not
    later than this checkout; if they were made before HEAD; and if their branch has fewer commits since it diverged
    than HEAD: else HEAD is the branch. Of equally near releases, the highest version counts. A tag on HEAD, or
    on one of the commits *ours*, is this release.

    Raises:
        CannotMeasure: the clone is shallow or has no tags, the tags belong to several projects, or the release that the
        settings name does not exist.
    """
    head = repository.head
    if head is None:
        return None
    if naming.previous:
        return _named(repository, naming.previous, naming.by or SETTING)
    tags = {tag: commit for tag, commit in repository.tags().items() if commit not in ours}
    our_tags, other_tags = sort_out(tags, naming, repository.prefix)
    commits = {tag.tag: tags[tag.tag] for tag in our_tags}
    walked = walk(repository.program, head.sha, sorted(set(commits.values())))
    found = _nearest(walked, our_tags, commits, naming.version)
    if found is None:
        _check_all_there(repository)
        return None
    commit = commits[found.tag]
    commits_since = set(walked.commits_after(commit))
    _check_whole(repository, commits_since, found.tag)
    how = [] if walked.is_ancestor(commit) else ["cut from a branch"]
    between = [] if found.family else [tag.tag for tag in other_tags if tags[tag.tag] in commits_since]
    if between:
        how.append(f"since then tags of other names: {_listed(between)}; release_tags says which are meant")
    return PastRelease(found.tag, commit, len(commits_since), "; ".join(how))


def release_here(repository: Repository, naming: Naming) -> str:
    """The tag of this project on HEAD itself, perhaps a pre-release; the highest of several; "" if there is none."""
    head = repository.head
    if head is None:
        return ""
    tags_on_head = {tag: commit for tag, commit in repository.tags().items() if commit == head.sha}
    try:
        our_tags, _ = sort_out(tags_on_head, naming, repository.prefix, with_early=True)
    except CannotMeasure:
        return ""  # only several other projects have tags; no caller needs one of theirs
    return max(our_tags, key=lambda tag: (tag.order, tag.tag)).tag if our_tags else ""


def _nearest(walked: Walk, our_tags: Sequence[TagVersion], commits: dict[str, str], version: str) -> TagVersion | None:
    counted = walked.counted()
    behind = walked.nearest_ancestors(counted)
    ancestor = _highest(tag for tag in our_tags if commits[tag.tag] in behind)
    declared = versions.base_of(version)
    if declared is not None and ancestor is not None and declared < ancestor.order:
        declared = None  # the declared version is not kept up to date
    everything = sum(number for mask, number in counted.items() if mask & HEAD)

    def is_cut(tag: TagVersion) -> bool:
        commit = commits[tag.tag]
        if walked.is_ancestor(commit) or walked.times[commit] > walked.times[walked.head]:
            return False
        if declared is not None and tag.order > declared:
            return False
        if ancestor and not (tag.order > ancestor.order and walked.holds(commit, commits[ancestor.tag])):
            return False
        after = walked.after(commit, counted)
        return 0 < after < everything and walked.beside(commit, counted) < after

    branch_releases = [tag for tag in our_tags if commits[tag.tag] in walked.times and is_cut(tag)]
    after = {
        tag: walked.after(commits[tag.tag], counted) for tag in [*branch_releases, *([ancestor] if ancestor else [])]
    }
    return _highest(tag for tag, number in after.items() if number == min(after.values()))


def _highest(tags: Iterable[TagVersion]) -> TagVersion | None:
    return max(tags, key=lambda tag: (tag.order, tag.tag), default=None)


def _named(repository: Repository, name: str, by: str) -> PastRelease:
    commit = repository.commit(f"refs/tags/{name}") or repository.commit(name)
    if not commit:
        raise CannotMeasure(
            f"this clone has no tag or commit {name!r}, which {by} names as the previous release",
            "git fetch --tags, or correct it",
        )
    commits_since = set(repository.git("rev-list", f"{commit}..HEAD", "--").decode().split())
    if not commits_since:
        raise CannotMeasure(
            f"{name} already contains this commit, but {by} names it as the previous release",
            "name an earlier release, or none: then the nearest one counts",
        )
    _check_whole(repository, commits_since, name)
    return PastRelease(name, commit, len(commits_since), f"as {by.rpartition('] ')[2]} says")


def _check_whole(repository: Repository, commits_since: set[str], name: str) -> None:
    """Raise if this clone lacks part of the history after the release."""
    if repository.is_shallow and not commits_since.isdisjoint(edges(repository.program)):
        raise CannotMeasure(
            f"the clone is shallow, and its history ends before {name}, so the changes since then are unknown",
            UNSHALLOW,
        )


def _check_all_there(repository: Repository) -> None:
    """Raise if there may be releases that this clone does not have."""
    if repository.is_shallow:
        raise CannotMeasure(
            "the clone is shallow and has no release tag, so the changes since the last release are unknown", UNSHALLOW
        )
    options = repository.program.ask("config", "--get-regexp", r"^remote\..*\.tagopt$") or b""
    if b"--no-tags" in options:
        raise CannotMeasure("the clone was made without tags, so the previous release is unknown", "git fetch --tags")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
