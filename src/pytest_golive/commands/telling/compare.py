"""``golive compare``: what changed since the last candidate."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.values import a_file


def add_compare(commands: Any) -> None:
    """The arguments of the command."""
    compare = commands.add_parser(
        "compare",
        help="say what changed between the records of two runs",
        description="Compare two records that --golive-record has written: rows that turned red or green, figures, "
        "limits, findings, signatures, and what the settings let through. Both must be whole; their signatures are not "
        "looked at (golive record verify does that).",
    )
    compare.add_argument("old", type=a_file, metavar="OLD", help="record of the earlier run")
    compare.add_argument("new", type=a_file, metavar="NEW", help="record of the later run")
    compare.add_argument(
        "--format",
        choices=("text", "markdown", "html"),
        help="if not given: by the name of FILE (*.html, *.md), or else text",
    )
    compare.add_argument(
        "-o", "--output", type=a_file, metavar="FILE", help="write it into a file, not to the terminal"
    )
    compare.set_defaults(run=run_compare)


def run_compare(args: argparse.Namespace) -> int:
    """Print it, or write it into a file."""
    from importlib.metadata import version

    from pytest_golive.reports.comparing.changes import compared
    from pytest_golive.reports.comparing.filing import kind_for, made, write
    from pytest_golive.signing.record import read_record

    found = compared(read_record(args.old), read_record(args.new))
    kind = args.format or kind_for(args.output)
    text = made(found, kind, version("pytest-golive"))
    if args.output is None:
        sys.stdout.write(text)
        return DONE
    write(args.output, text, kind)
    sys.stdout.write(f"{args.output}: {found.line}\n")
    return DONE
