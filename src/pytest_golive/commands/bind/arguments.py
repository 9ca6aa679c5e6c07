"""The arguments of ``golive bind``: from there to the screen."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from pytest_golive.commands.values import a_file
from pytest_golive.errors import PAGES

DONE = 0
USUAL = 0.8


def add_bind(commands: Any) -> None:
    """``golive bind``."""
    parser = commands.add_parser(
        "bind",
        help="bind the rows of a Markdown checklist to gates",
        description="Propose for each row of a Markdown document the gate that judges what it says, show how sure that "
        "is and why, and write what is accepted into the row, as a comment that nobody sees. Rows that no gate fits "
        f"are for people, who sign them. All else in the document stays as it is. See {PAGES}/checklists.md.",
        epilog="On a terminal each row is asked for, unless --yes or --print is given; elsewhere nothing is written "
        "without --yes.",
    )
    parser.add_argument("file", type=a_file, metavar="FILE", help="the document")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--yes", action="store_true", help="write what is sure enough, and ask nothing")
    either.add_argument("--print", action="store_true", dest="dry", help="show the proposals and write nothing")
    either.add_argument(
        "--toml",
        action="store_true",
        help="print what --yes would write as a table of settings, for a document that has to stay as it is",
    )
    parser.add_argument(
        "--confidence",
        type=_share,
        default=USUAL,
        metavar="0…1",
        help=f"how sure a proposal must be to be accepted unasked; {USUAL} if not given",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        dest="every",
        help="make list items and table rows that are no tasks rows, too, which people sign where no gate fits",
    )
    parser.set_defaults(run=run_bind, folder=lambda args: args.file.parent)


def run_bind(args: argparse.Namespace) -> int:
    """Show, ask, and write."""
    from pytest_golive.commands.bind.asking import Asking, Showing
    from pytest_golive.commands.bind.command import Wanted, bind

    asks = sys.stdin.isatty() and not (args.yes or args.dry or args.toml)
    wanted = Wanted(args.file, args.confidence, every=args.every, dry=not (args.yes or asks))
    if args.toml:
        sys.stdout.write(bind(wanted, lambda _, default, __: default).table())
        return DONE
    choose = Asking(sys.stdout, input) if asks else Showing(sys.stdout)
    hint = "Nothing is written; golive bind FILE --yes writes what is marked\n" if wanted.dry else ""
    sys.stdout.write(f"{bind(wanted, choose).report}\n{hint}")
    return DONE


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError("must be over 0 and at most 1")
    return value
