"""``golive compare``: what changed since the last candidate."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pytest_golive.commands.actions import DONE


def add_compare(commands: Any) -> None:
    """The arguments of the command."""
    compare = commands.add_parser(
        "compare",
        help="say what changed between the records of two runs",
        description="Compare two records that --golive-record has written: rows that turned red or green, figures, "
        "limits, findings, signatures, and what the settings let through. Both must be whole; their signatures are not "
        "looked at (golive record verify does that).",
    )
    compare.add_argument("old", type=Path, metavar="OLD", help="record of the earlier run")
    compare.add_argument("new", type=Path, metavar="NEW", help="record of the later run")
    compare.add_argument("--format", choices=("text", "markdown"), default="text", help="text if not given")
    compare.set_defaults(run=run_compare)


def run_compare(args: argparse.Namespace) -> int:
    """Print it."""
    from pytest_golive.masking.known import MASK
    from pytest_golive.reports.comparing.changes import compared
    from pytest_golive.reports.comparing.writing import as_markdown, as_text
    from pytest_golive.signing.record import read_record

    found = compared(read_record(args.old), read_record(args.new))
    sys.stdout.write(MASK.hide(as_markdown(found) if args.format == "markdown" else as_text(found)))
    return DONE
