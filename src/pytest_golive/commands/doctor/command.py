"""The command itself."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from pytest_golive.commands.actions import DONE, REFUSED


def add_doctor(commands: Any) -> None:
    """The arguments of the command."""
    doctor = commands.add_parser(
        "doctor",
        help="say what is set up, what is missing, and what to write first",
        description="Look at the settings and around them: which rows are set up, which are not, what each lacks, and "
        "the line to write, those first that set up most rows. Nothing is measured, nothing but git is run, and nobody "
        "is asked.",
        epilog="Exit status: 0 nothing is missing, 1 something is, 4 faults in the settings.",
    )
    doctor.add_argument("--target", default="", metavar="NAME", help="target that the rows are about; the default one")
    doctor.add_argument(
        "--network", action="store_true", help="also ask the target for its health and its release, and the forge"
    )
    doctor.set_defaults(run=run_doctor)


def run_doctor(args: argparse.Namespace) -> int:
    """Print what was found."""
    from pytest_golive.commands.doctor.asking import look
    from pytest_golive.commands.doctor.surroundings import surroundings
    from pytest_golive.commands.doctor.telling import told
    from pytest_golive.settings.loading import find_project, load_settings

    root = find_project(Path.cwd())
    loaded = load_settings(root)
    signs = [*surroundings(root, loaded, os.environ)]
    rows = look(root, args.target, network=args.network)
    sys.stdout.write(told(signs, rows))
    is_whole = not any(sign.cure for sign in signs) and not any(row.state in {"missing", "unclear"} for row in rows)
    return DONE if is_whole else REFUSED
