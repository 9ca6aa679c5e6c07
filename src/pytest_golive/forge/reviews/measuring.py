"""Measure the reviews of a release: for each commit that it gained, the change that contains it and its reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.changes import Change, Reviewing, Reviews
from pytest_golive.forge.reviews.helping import with_helpers
from pytest_golive.forge.reviews.judging import Commit, Reviewed, Rules
from pytest_golive.progress import Progress, silent

MOST: Final = 1000
FORMAT: Final = "--format=%H%x00%ae%x00%ce%x00%B"


def gained(repository: Repository, since: str, commit: str) -> list[Commit]:
    """All commits that *commit* has and *since* has not, the newest first: the main line, then what its merges brought.

    The first parents alone are not enough: whoever merges the main branch into theirs, and moves it there, makes
    commits of the main line those of a side branch.

    Raises:
        CannotMeasure: the clone is shallow, or the main line has too many.
    """
    main = main_line(repository, since, commit)
    wanted = (commit, f"^{since}") if since else (commit,)
    known = {one.sha for one in main}
    beside = _commits(repository, "--topo-order", *wanted)
    return [*main, *(replace(one, is_beside=True) for one in beside if one.sha not in known)]


def main_line(repository: Repository, since: str, commit: str) -> list[Commit]:
    """The commits that were merged or pushed to the main line after *since* up to *commit*, the newest first.

    Raises:
        CannotMeasure: the clone is shallow, or there are too many.
    """
    if repository.is_shallow:
        cure = "fetch the history: git fetch --unshallow --tags (actions/checkout: fetch-depth: 0)"
        raise CannotMeasure("the clone is shallow, so what was merged since the last release is unknown", cure)
    wanted = (commit, f"^{since}") if since else (commit,)
    found = _commits(repository, "--first-parent", f"--max-count={MOST + 1}", *wanted)
    if len(found) > MOST:
        raise _too_many()
    return found


def _too_many() -> CannotMeasure:
    return CannotMeasure(
        f"more than {MOST:,} commits were merged or pushed since the last release",
        "name a later one: [tool.golive] previous_release",
    )


def _commits(repository: Repository, *wanted: str) -> list[Commit]:
    said = repository.git("log", "-z", FORMAT, *wanted, "--").decode(errors="replace").split("\0")
    fields = iter(said)  # no message contains what separates them
    each = zip(fields, fields, fields, fields, strict=False)
    return [Commit(sha, author, message.strip(), committer) for sha, author, committer, message in each]


def measure(  # noqa: PLR0913, PLR0917 -- one for each source
    forge: Forge,
    commits: Sequence[Commit],
    counts: Callable[[Commit], bool],
    since: str,
    branch: str,
    rules: Rules,
    progress: Progress = silent,
) -> Reviewed:
    """The changes that contain *commits*, and their reviews.

    Args:
        forge: the repository on its forge.
        commits: those of the main line, the newest first, then those beside it.
        counts: whether a commit holds more than signatures, records and ticks.
        since: the previous release, in words.
        branch: the branch of releases; "" for the default branch.
        rules: the required approvals.
        progress: shows how far it is.

    Raises:
        CannotMeasure: the forge gives no usable response.
    """
    project = forge.checks.project()
    asked, branch = forge.changes, branch or project.branch
    found: dict[int, tuple[Change, Reviews]] = {}
    became: dict[int, list[str]] = {}  # by a change's number, the messages of the commits that it became
    pushed: list[Commit] = []
    rebased: list[tuple[str, str]] = []  # messages and names of the latest change's commits that may lie below its last
    listed: set[str] = set()  # commits of the changes
    aside = beside = 0
    for number, commit in enumerate(commits, 1):
        progress(f"reviews: {number:,} of {len(commits):,} commits")
        if commit.is_beside and commit.sha in listed:
            continue
        if not counts(commit):
            aside += 1
            continue
        beside += commit.is_beside
        if beside > MOST:
            raise _too_many()
        changes = _of_branch(asked.changes_of(commit.sha), branch)
        for change in changes:
            if change.number not in found:
                found[change.number] = change, asked.reviews_of(change)
                listed.update(found[change.number][1].names)
            became.setdefault(change.number, []).append(commit.message)
        if changes:
            reviews = found[changes[0].number][1]
            rebased = [(message.strip(), name) for message, name in zip(reviews.messages, reviews.names, strict=False)]
            rebased = rebased[:-1] if rebased and _is_same(asked, rebased[-1], commit) else []
        elif rebased and _is_same(asked, rebased[-1], commit):
            rebased.pop()  # the change was merged by a rebase, and this forge knows only its last commit
        else:
            rebased = []
            pushed.append(commit)
    where = f"{forge.located.place.host}/{project.name}"
    sign = "!" if forge.located.kind == "gitlab" else "#"
    judged = [(change, with_helpers(reviews, asked, became[change.number])) for change, reviews in found.values()]
    return Reviewed(since, where, sign, judged, pushed, aside, rules)


def _is_same(asked: Reviewing, proposed: tuple[str, str], commit: Commit) -> bool:
    """Whether a rebase made *commit* of the proposed one; anybody may write its message, so it must change the same."""
    message, name = proposed
    return message == commit.message and (name == commit.sha or asked.patch_of(name) == asked.patch_of(commit.sha))


def _of_branch(changes: list[Change], branch: str) -> list[Change]:
    """The changes that were merged into the release's branch; if none was, all: a commit may come from another."""
    return [change for change in changes if change.base == branch] or changes
