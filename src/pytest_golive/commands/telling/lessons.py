"""``golive lessons``: start the document about what a release has taught, from facts."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_golive.commands.actions import DONE
from pytest_golive.errors import CannotMeasure, GoliveError

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.documents.lessons.facts import Facts
    from pytest_golive.signing.record import Record
    from pytest_golive.signing.release import Checkout


def add_lessons(commands: Any) -> None:
    """The arguments of the command."""
    lessons = commands.add_parser(
        "lessons",
        help="start the document about what a release has taught, from git and records",
        description="Write the document that post_deploy::lessons_documented asks for: what happened when, figures, "
        "rollback triggers, waivers in force. Comments in it ask for what only people know. A file that is there is "
        "never overwritten.",
    )
    lessons.add_argument(
        "--as", dest="version", default="", metavar="VERSION", help="this version, if none is declared"
    )
    lessons.add_argument("--print", dest="only_print", action="store_true", help="write it to standard output instead")
    lessons.set_defaults(run=run_lessons)


def run_lessons(args: argparse.Namespace) -> int:
    """Write it."""
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.documents.lessons.template import written
    from pytest_golive.fixtures.post_deploy.lessons_documented import place_of, version_here
    from pytest_golive.settings.post_deploy import PostDeploy

    with opened_run(None, ()) as run:
        table, version = run.settings.of(PostDeploy), args.version or version_here(run)
        facts, unread = facts_in(run, version)
        text = written(facts, table.lessons_sections)
        for line in hand_over(run, text, place_of(table.lessons, version), unread, args, "golive lessons"):
            sys.stdout.write(line)
    return DONE


def hand_over(  # noqa: PLR0913,PLR0917 -- of two commands that differ in nothing else
    run: Run, text: str, place: str, unread: Sequence[str], args: argparse.Namespace, command: str
) -> Iterator[str]:
    """Write a document that begins with facts, or yield it; and yield what to do next.

    Args:
        run: of the command.
        text: the document.
        place: its path.
        unread: what could not be read.
        args: of the command: ``only_print``.
        command: what starts such a document.

    Raises:
        GoliveError: a file is there already, or it cannot be written.
    """
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import printable

    shown = printable(MASK.hide(text))
    for line in unread:
        sys.stderr.write(f"golive: left out: {line}\n")
    if args.only_print:
        yield shown
        return
    create(run.root / place, shown, command)
    yield f"{place}: started from facts; complete what its comments ask, and commit it{_aside(run, place)}\n"


def create(path: Path, text: str, command: str = "golive lessons") -> None:
    """Write a new file; what is there stays as it is.

    Raises:
        GoliveError: something is there already, or it cannot be written.
    """
    from pytest_golive.files.writing import cannot

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot(path.parent, error) from None
    try:
        file = path.open("xb")
    except FileExistsError:
        cure = f"complete it, or write the new text to standard output: {command} --print"
        raise GoliveError(f"{path.name} is there already, and was not changed", cure) from None
    except OSError as error:
        raise cannot(path, error) from None
    try:
        with file:
            file.write(text.encode())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise cannot(path, error) from None


def facts_in(run: Run, version: str) -> tuple[Facts, list[str]]:
    """The facts about what is checked out, and what could not be read.

    Raises:
        CannotMeasure: nothing is committed, or git failed.
    """
    from pytest_golive.context.moments.deployed import moment_in
    from pytest_golive.context.signing.opening import checkout_of
    from pytest_golive.documents.lessons.facts import SIGNED, Facts, Waiver

    if run.repository.head is None:
        raise CannotMeasure("nothing is committed yet, so there is no release to tell of", "commit it first")
    checkout, previous = checkout_of(run), run.previous_release
    records, unread = _records(run, checkout)
    made = run.repository.git("log", "--max-count=1", "--format=%ct", checkout.commit, "--").decode()
    moments = ((at, name) for name, record in records if (at := moment_in(record)) is not None)
    at, name = max(moments, default=(None, ""))
    return Facts(
        version,
        checkout.commit,
        dt.datetime.fromtimestamp(int(made), dt.UTC),
        f"{previous.name} ({previous.commit[:10]})" if previous else "",
        len(_since(run, checkout, previous.commit)) if previous else 0,
        run.release_here,
        f"{at.astimezone(dt.UTC):{SIGNED}}: it is deployed, as the record {name} says." if at else "",
        records,
        [Waiver(one.gate, one.reason, str(one.expires)) for one in run.settings.waivers],
        dt.datetime.now(dt.UTC).date(),
    ), unread


def _since(run: Run, checkout: Checkout, previous: str) -> list[str]:
    return run.repository.git("rev-list", f"{previous}..{checkout.commit}", "--").decode().split()


def _records(run: Run, checkout: Checkout) -> tuple[list[tuple[str, Record]], list[str]]:
    """The records of this release, and why others could not be read."""
    from pytest_golive.context.signing.tagging import records

    found, unread = [], []
    for path in records(run.root, ()):
        try:
            record = run.shelf.read(path)
        except CannotMeasure as error:
            unread.append(error.what)
            continue
        if record.subject.digest == checkout.digest():
            found.append((path.name, record))
    return found, unread


def _aside(run: Run, path: str) -> str:
    """What to do so that the document does not change the release that people have signed."""
    from pytest_golive.codebase.inventory.globs import matches_any

    if matches_any(path, run.settings.signing.aside):
        return ""
    glob = f"{Path(path).parent.as_posix()}/**"
    return f'; add "{glob}" to [tool.golive.signing] aside, for it is written after what was signed'
