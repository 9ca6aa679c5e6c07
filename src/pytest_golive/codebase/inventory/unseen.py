"""Tracked entries that cannot be read as they are: why, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.codebase.reading import shown
from pytest_golive.errors import CannotMeasure

MOST_NAMED = 3
HIDDEN = "not checked out"
MISSING = "missing"
NOT_A_FILE = "not a file"
UNMERGED = "unmerged"
SUBMODULE = "submodule"
EMBEDDED = "embedded repository"
LINK_AWAY = "link to elsewhere"
POINTER = "Git LFS pointer"
COLLISION = "hidden by a name like it"
CURES = {
    HIDDEN: "git sparse-checkout disable; or git update-index --no-skip-worktree --no-assume-unchanged {path}, "
    "then git checkout -- {path}",
    MISSING: "git checkout -- {path}; or git rm {path} if it is to go",
    NOT_A_FILE: "git checkout -- {path}; or git rm {path} if it is to go",
    UNMERGED: "finish the merge and git add {path}; or git merge --abort",
    SUBMODULE: 'if its own checklist judges it, say so: [tool.golive] exclude = ["{path}"]',
    EMBEDDED: "add its files instead (git rm --cached {path}; mv {path}/.git elsewhere; git add {path}), or make it a "
    'submodule and leave it out: [tool.golive] exclude = ["{path}"]',
    LINK_AWAY: 'track the file itself instead of a link to it, or leave it out: [tool.golive] exclude = ["{path}"]',
    POINTER: "git lfs pull",
    COLLISION: "rename one of the two (git mv), for this file system takes their names for one",
}


@dataclass(frozen=True, slots=True)
class Unseen:
    """One entry that could not be read.

    Attributes:
        path: of the file, link or submodule.
        reason: one of the above.
        is_folder: whether more files are below it.
        is_source: whether it is source, judged by its name; a folder may contain some.
    """

    path: str
    reason: str
    is_folder: bool = False
    is_source: bool = True


def named(unseen: Iterable[Unseen]) -> dict[str, str]:
    """By reason, their number and the first of them: "2 submodule (libs/a, libs/b)"."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for entry in unseen:
        by_reason[entry.reason].append(entry.path)
    return {reason: f"{len(paths):,} {reason} ({_some(paths)})" for reason, paths in sorted(by_reason.items())}


def require_none(unseen: Sequence[Unseen]) -> None:
    """Check that nothing to be judged is unseen.

    Raises:
        CannotMeasure: something cannot be read; the message says what, why and what to do.
    """
    if not unseen:
        return
    first = unseen[0]
    words = "; ".join(named(unseen).values())
    # Quoted, so that the shell takes the path literally.
    path = shown(first.path) if first.path.isprintable() and " " not in first.path else f"'{shown(first.path)}'"
    raise CannotMeasure(
        f"{len(unseen):,} tracked {'entry was' if len(unseen) == 1 else 'entries were'} not checked: {words}",
        CURES[first.reason].format(path=path),
        path=first.path,
    )


def _some(paths: Sequence[str]) -> str:
    text = ", ".join(shown(path) for path in paths[:MOST_NAMED])
    return f"{text}, …" if len(paths) > MOST_NAMED else text
