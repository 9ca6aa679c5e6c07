"""``golive rollback``: the command that rolls this release back, shown or executed; and a branch that reverts it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.commands.actions import DONE
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.findings import counted

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.delivery.rollback.reverting import Reverting

SHOWN: Final = 10  # commits, and paths
NO_REASON: Final = "Nobody gave a reason."


def add_rollback(commands: Any) -> None:
    """The arguments of the command."""
    rollback = commands.add_parser(
        "rollback",
        help="show how this release is rolled back, and prepare a branch that reverts it",
        description="Show the command of [tool.golive.rollback] with everything filled in, who must be told, and what "
        "reverting all commits since the release before would give. With --prepare, make a branch with that revert. "
        "With --execute, run the command and wait until every instance runs the release before; the journal tells of "
        "it. Else no command is run. Nothing is pushed, and no file here changes.",
        epilog="Exit status: 0 shown, prepared, or rolled back; 1 it cannot be, or did not succeed.",
    )
    rollback.add_argument(
        "--target", default=None, metavar="NAME", help="target in the settings; the default one if not given"
    )
    rollback.add_argument("--prepare", default="", metavar="BRANCH", help="make this branch, with the revert in it")
    rollback.add_argument(
        "--onto",
        default="",
        metavar="REF",
        help="revert what this branch holds of the release, which may hold later commits; the release itself if not "
        "given",
    )
    rollback.add_argument("--execute", action="store_true", help="run the command, now")
    rollback.add_argument(
        "--confirm", default="", metavar="TAG", help="with --execute on production: the tag to go back to, typed"
    )
    rollback.add_argument("--reason", default="", metavar="TEXT", help="why, for the message of the commit")
    rollback.set_defaults(run=run_rollback)


def run_rollback(args: argparse.Namespace) -> int:
    """Show it, or prepare the branch."""
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import printable

    with opened_run(args.target, ("deploy",) if args.execute else ()) as run:
        if args.execute:
            from pytest_golive.commands.telling.rolling_back import executed

            lines, status = executed(run, before(run), args.confirm, args.reason.strip() or NO_REASON)
        else:
            lines, status = [*(_prepared(run, args) if args.prepare else _shown(run, args.onto))], DONE
        for line in lines:
            sys.stdout.write(f"{printable(MASK.hide(line))}\n")
    return status


def _shown(run: Run, onto: str) -> Iterator[str]:
    from pytest_golive.targets.triggers.way_back import way_back

    release = before(run)
    yield f"release: {_named(run)}, back to {release.name} ({release.commit[:10]})"
    yield from _doubts(run, release)
    try:
        way = way_back(run)
    except CannotMeasure as error:
        yield f"command: none ({error})"
    else:
        yield f"command: {way.line} (shown, not run)"
        yield f"to tell: {', '.join(way.notify) or 'nobody is named in [tool.golive.rollback] notify'}"
    yield from _told(_reverting(run, release, onto), release)


def _doubts(run: Run, release: PastRelease) -> Iterator[str]:
    """Why *release* may be the wrong one."""
    from pytest_golive.context.moments.rolled_back import known_as_bad
    from pytest_golive.delivery.releases.tags import version_of_tag

    if bad := known_as_bad(run, release):
        yield f"careful: {bad[0]}; {bad[1]}"
    if version_of_tag(release.name) == run.naming.version:
        yield f"careful: that is this version, too; if it is what runs, check it out first: git checkout {release.name}"


def _prepared(run: Run, args: argparse.Namespace) -> Iterator[str]:
    from pytest_golive.delivery.rollback.preparing import message_of, prepare
    from pytest_golive.settings.rollback.table import Rollback

    release = before(run)
    found = _reverting(run, release, args.onto)
    yield from _told(found, release)
    values = {
        "version": _named(run),
        "commit": found.range.release[:10],
        "previous": release.name,
        "previous_commit": release.commit[:10],
        "reason": args.reason.strip() or NO_REASON,
    }
    message = message_of(run.settings.of(Rollback).message, values, found)
    commit = prepare(run.repository, found, args.prepare, message)
    yield f"branch: {args.prepare} ({commit[:10]}), not pushed; nothing else has changed"


def before(run: Run) -> PastRelease:
    """The release to go back to.

    Raises:
        CannotMeasure: there is none, or nothing is committed.
    """
    release = run.previous_release if run.repository.head else None
    if release is None:
        raise CannotMeasure(
            "there is no release before this one, so there is nothing to go back to",
            "name it in [tool.golive] previous_release, if there is one",
        )
    return release


def _named(run: Run) -> str:
    head = run.repository.head
    return run.naming.version or run.release_here or (head.sha[:10] if head else "")


def _reverting(run: Run, release: PastRelease, onto: str) -> Reverting:
    from pytest_golive.delivery.rollback.reverting import Range, reverting

    here = run.repository.head.sha if run.repository.head else ""
    place = run.repository.commit(onto) if onto else here
    if not place:
        raise GoliveError(f"this clone has no branch or commit {onto!r}", "git branch --all shows what there is")
    return reverting(run.repository, Range(release.commit, here, place))


def _told(found: Reverting, release: PastRelease) -> Iterator[str]:
    merges = f", {found.merges:,} of them merges" if found.merges else ""
    yield f"revert: {counted(len(found.commits), 'commit')} of {release.name}..{found.range.release[:10]}{merges}"
    yield from (f"  {line}" for line in _few(found.commits))
    if found.conflicts:
        yield f"conflicts with what has followed, in {counted(len(found.conflicts), 'file')}; nothing can be prepared:"
        yield from (f"  {path}" for path in _few(found.conflicts))
    elif found.is_proven:
        yield f"result: exactly the content of {release.name}"
    else:
        files = counted(len(found.differences), "file, which has", "files, which have")
        yield f"result: differs from {release.name} in {files} changed since:"
        yield from (f"  {path}" for path in _few(found.differences))


def _few(lines: tuple[str, ...]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"and {len(lines) - SHOWN:,} more"
