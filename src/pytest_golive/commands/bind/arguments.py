"""The arguments of ``golive bind``: from there to the screen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_golive.commands.bind.command import Choose, Wanted

DONE = 0
USUAL = 0.8


def add_bind(commands: Any) -> None:
    """``golive bind``."""
    bind = commands.add_parser(
        "bind",
        help="bind the rows of a Markdown checklist to gates",
        description="Propose for each row of a Markdown document the gate that judges what it says, show how sure that "
        "is and why, and write what is accepted into the row, as a comment that nobody sees. Rows that no gate fits "
        "are for people, who sign them. All else in the document stays as it is. See docs/checklists.md.",
        epilog="On a terminal each row is asked for, unless --yes or --print is given; elsewhere nothing is written "
        "without --yes.",
    )
    bind.add_argument("file", type=Path, metavar="FILE", help="the document")
    either = bind.add_mutually_exclusive_group()
    either.add_argument("--yes", action="store_true", help="write what is sure enough, and ask nothing")
    either.add_argument("--print", action="store_true", dest="dry", help="show the proposals and write nothing")
    bind.add_argument(
        "--confidence",
        type=_share,
        default=USUAL,
        metavar="0…1",
        help=f"how sure a proposal must be to be accepted unasked; {USUAL} if not given",
    )
    bind.add_argument(
        "--all",
        action="store_true",
        dest="every",
        help="make list items and table rows that are no tasks rows, too, which people sign where no gate fits",
    )
    bind.set_defaults(run=run_bind)


def run_bind(args: argparse.Namespace) -> int:
    """Show, ask, and write."""
    from pytest_golive.commands.bind.asking import Asking, Showing
    from pytest_golive.commands.bind.command import Wanted

    asks = sys.stdin.isatty() and not (args.yes or args.dry)
    wanted = Wanted(args.file, args.confidence, every=args.every, dry=args.dry or not (args.yes or asks))
    choose = Asking(sys.stdout, input) if asks else Showing(sys.stdout)
    hint = "Nothing is written; golive bind FILE --yes writes what is marked\n" if wanted.dry else ""
    sys.stdout.write(f"{_bound(wanted, choose)}\n{hint}")
    return DONE


def _bound(wanted: Wanted, choose: Choose) -> str:
    from pytest_golive.commands.bind.command import bind

    return bind(wanted, choose).report


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError("must be over 0 and at most 1")
    return value
