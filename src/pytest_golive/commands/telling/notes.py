"""``golive notes``: release notes in Markdown, from facts."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.values import a_file
from pytest_golive.errors import GoliveError

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.documents.notes.facts import Facts
    from pytest_golive.documents.notes.measured import Compared


def add_notes(commands: Any) -> None:
    """The arguments of the command."""
    notes = commands.add_parser(
        "notes",
        help="write release notes from git, the changelog, the compared APIs, and records",
        description="Write the release notes of what is checked out, in Markdown, to standard output: changes, what "
        "breaks and how to migrate, deprecations, measured quality, known gaps, contributors. Correct what only "
        "people know, and commit it; notes_published holds it against the same facts.",
    )
    notes.add_argument("--since", metavar="TAG", help="the release before; found in the history if not given")
    notes.add_argument("--as", dest="version", default="", metavar="VERSION", help="this version, if none is declared")
    notes.add_argument(
        "--measure", action="store_true", help="measure the release before from a checkout of it, if no record tells"
    )
    notes.add_argument("--template", type=a_file, metavar="FILE", help="a Jinja template instead of the usual one")
    notes.add_argument(
        "-o", "--output", type=a_file, metavar="FILE",
        help="write them into a new file, from which the changelog's links lead where they did",
    )  # fmt: skip
    notes.set_defaults(run=run_notes)


def run_notes(args: argparse.Namespace) -> int:
    """Write them."""
    text, told_by = notes(args.since or "", args.version, args.template, measure=args.measure, output=args.output)
    if args.output is None:
        sys.stdout.write(text)
    else:
        _write(args.output, text)
        sys.stdout.write(f"{args.output}: read it, correct what only people know, and commit it\n")
    sys.stderr.write(f"golive: the changes are from {told_by}\n")
    return DONE


def _write(path: Path, text: str) -> None:
    """Write a new file; what is there may have been corrected by hand.

    Raises:
        GoliveError: it is there, or cannot be written.
    """
    from pytest_golive.files.writing import cannot, replace_file

    if path.exists() or path.is_symlink():
        raise GoliveError(f"{path} is there, and may hold corrections", "remove it, or name another file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise cannot(path, error, "name another file") from None


def notes(
    since: str, version: str, template: Path | None, *, measure: bool = False, output: Path | None = None
) -> tuple[str, str]:
    """The notes, and where the changes in them are from.

    Args:
        since: the release before; "" to find it.
        version: this version; "" to find it.
        template: instead of the usual one, or of that in the settings.
        measure: whether to measure the release before.
        output: the file that they will stand in; None for none.

    Raises:
        GoliveError: something that they need cannot be read, or the template has a fault.
    """
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.documents.markup.moving import moved
    from pytest_golive.documents.notes.writing import by_template, written
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import on_one_line, printable
    from pytest_golive.settings.release import ReleaseTable

    with opened_run(None, ()) as run:
        if since:
            run.naming = replace(run.naming, previous=since, by="--since")
        facts = facts_in(run, version, measure=measure)
        named = run.settings.of(ReleaseTable).template
        file = template or (run.root / named if named else None)
        text = by_template(facts, _read(file), file.name) if file else written(facts)
        if output is not None:
            text = moved(text, *_folders(run, facts, output))
        return printable(MASK.hide(text)), on_one_line(facts.told_by)


def _folders(run: Run, facts: Facts, output: Path) -> tuple[str, str]:
    """The folder of the changelog, and that of the notes, relative to the project."""
    root = run.root.resolve()
    source = (root / facts.told_by.partition(":")[0]).parent
    return (
        source.relative_to(root).as_posix() if source.is_relative_to(root) else "",
        Path(os.path.relpath(output.parent.resolve(), root)).as_posix(),
    )


def facts_in(run: Run, version: str = "", *, measure: bool = False) -> Facts:
    """The facts of what is checked out, outside of a checklist.

    Raises:
        CannotMeasure: see `release_version`, `sources_of` and `gather`.
    """
    from pytest_golive.documents.notes.gathering import gather
    from pytest_golive.fixtures.documentation.documents import all_tracked
    from pytest_golive.fixtures.documentation.tracked import tracked_texts
    from pytest_golive.fixtures.release import release_version, sources_of
    from pytest_golive.settings.documentation.table import Documentation

    repository = run.repository
    exposed = all_tracked(run, repository)
    texts = tracked_texts(run, exposed)
    version = version or release_version(run)
    sources = sources_of(run, repository, exposed, texts, run.settings.of(Documentation), version)
    if measure:
        sources = replace(sources, measure=lambda previous: _measured(run, previous))
    return gather(sources, dt.datetime.now(dt.UTC).date())


def _measured(run: Run, previous: PastRelease) -> Compared:
    """Figures of the release before and of this one, by the settings of today."""
    from pytest_golive.documents.notes.measured import Rules, compared
    from pytest_golive.settings.code_quality.limits import CodeQuality
    from pytest_golive.settings.security import Security

    quality, security, everywhere = run.settings.of(CodeQuality), run.settings.of(Security), run.settings.exclude
    rules = Rules(
        include=quality.include,
        exclude=(*everywhere, *quality.exclude),
        unscanned=(*everywhere, *security.exclude),
        count=quality.count,
        most_lines=quality.max_lines,
        critical=run.settings.critical,
        words=quality.forbidden_words,
        allow=quality.allow,
        severity=security.bandit_severity,
        confidence=security.bandit_confidence,
    )
    head = run.repository.commit("HEAD")
    return compared(run.repository, (previous.name, previous.commit), head, rules, (run.progress, run.cache))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise GoliveError(f"the template {file} cannot be read: {error}", "name a text file in UTF-8") from error
