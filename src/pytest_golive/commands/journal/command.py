"""``golive journal``: reads the journal of a target and verifies all of it."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import Any

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.journal.settling import add_settling, refuse_half, settle
from pytest_golive.commands.values import a_file
from pytest_golive.errors import CannotMeasure, GoliveError


def add_journal(commands: Any) -> None:
    """The arguments of the command."""
    journal = commands.add_parser(
        "journal",
        help="show what was done to a target, where that stopped, and how to go on",
        description="Read the journal of a target and verify every line of it: a table of the steps of each release, "
        "when they began, how long they took, how they ended and who ran them. Nothing is written, but with --settle: "
        "the word of a person about a step that was cut short, by which the next run goes on.",
        epilog="Exit status: 0 the journal is whole, 1 there is none, it is damaged, or a step cannot be settled, 4 "
        "faults in the settings.",
    )
    which = journal.add_mutually_exclusive_group()
    which.add_argument(
        "--target", default="", metavar="NAME", help="target in the settings; the default one if not given"
    )
    which.add_argument("file", nargs="?", type=a_file, metavar="FILE", help="a journal that lies elsewhere")
    journal.add_argument("--json", action="store_true", dest="as_json", help="print all of it as JSON")
    add_settling(journal)
    journal.set_defaults(run=run_journal)


def run_journal(args: argparse.Namespace) -> int:
    """Show it.

    Raises:
        GoliveError: there is none, or it is damaged; the message names the line.
    """
    refuse_half(args)
    if args.settle is not None:
        return settle(args)
    from pytest_golive.commands.journal.as_json import as_json
    from pytest_golive.commands.journal.showing import shown
    from pytest_golive.delivery.journal.holding import is_held
    from pytest_golive.delivery.journal.reading import read

    if args.file is not None:
        path, target, confirmed = args.file, "", ""
    else:
        path, target, confirmed = _of_target(args.target)
    # In this order: a run that ends in between is seen as ended, and its last line is read.
    held = False
    with contextlib.suppress(CannotMeasure):  # where there are no locks, nobody writes a journal
        held = is_held(path)
    entries = read(path, target)
    sys.stdout.write(as_json(entries, is_held=held) if args.as_json else shown(entries, confirmed, is_held=held))
    return DONE


def _of_target(name: str) -> tuple[Path, str, str]:
    """The journal of a target, that target, and what a command that deploys to it needs besides."""
    from pytest_golive.context.guarding.guards import journal_path
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.delivery.journal.places import SUFFIX
    from pytest_golive.settings.loading import find_project, load_settings

    root = find_project(Path.cwd())
    settings = load_settings(root).settings
    target = name or settings.default_target
    path = journal_path(settings, Repository.open(root), target)
    if not path.exists():
        others = sorted(one.stem for one in path.parent.glob(f"*{SUFFIX}")) if path.parent.is_dir() else []
        known = f"there are journals of: {', '.join(others)}; see golive journal --target NAME" if others else ""
        what = f"there is no journal of {target}: {path}"
        raise GoliveError(what, known or "the first deployment that is executed begins it")
    table = settings.targets.get(target)
    return path, target, "confirm" if table is not None and table.production else ""
