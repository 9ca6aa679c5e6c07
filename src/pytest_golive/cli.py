"""The ``golive`` command.

Exit status: 0 done; 1 it could not be done, and nothing was changed; 2 a mistake on the command line; 4 faults in the
settings.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pytest_golive.errors import GoliveError, SettingsError

if TYPE_CHECKING:
    from pytest_golive.commands.catalogue import Gate

DONE, REFUSED, USAGE, SETTINGS = 0, 1, 2, 4
WIDEST = 100


def main(argv: Sequence[str] | None = None) -> int:
    """Do what *argv* (the command line, if None) asks for, and return the exit status."""
    args = _parser().parse_args(argv)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except SettingsError as error:
        return _complain(error, SETTINGS)
    except GoliveError as error:
        return _complain(error, REFUSED)
    except BrokenPipeError:
        # Whoever read us, such as head, has seen enough. Python must not flush into the closed pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="golive",
        description="A companion to the go-live checklist, which itself runs by: pytest -m pre_deploy",
        epilog="Exit status: 0 done, 1 could not be done, 2 wrong usage, 4 faults in the settings.",
    )
    parser.add_argument("--version", action="version", version=f"golive {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    init = commands.add_parser(
        "init",
        help="write a table of settings that fits this repository",
        description="Look at the repository and write a commented [tool.golive] table: at the end of pyproject.toml, "
        "or into golive.toml where there is none. Nothing else is changed.",
    )
    init.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="the project's folder; this one if not given"
    )
    either = init.add_mutually_exclusive_group()
    either.add_argument("--force", action="store_true", help="replace the table that is there")
    either.add_argument("--print", action="store_true", dest="dry", help="print the table and write nothing")
    init.set_defaults(run=_init)

    explain = commands.add_parser(
        "explain",
        help="say what a gate checks, why, by which settings, and how to fix it",
        description="Say what a gate checks, why, by which settings of this project, and how a red row turns green.",
    )
    what = explain.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "gates", nargs="*", default=[], metavar="GATE", help="coverage, code_quality::coverage, or a section"
    )
    what.add_argument("--list", action="store_true", help="list all gates")
    what.add_argument("--markdown", choices=("gates", "settings"), help="print a reference page")
    explain.set_defaults(run=_explain)
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pytest-golive")
    except PackageNotFoundError:
        return "(not installed)"


def _init(args: argparse.Namespace) -> int:
    from pytest_golive.commands.init import init

    written = init(Path(args.path), force=args.force, dry=args.dry)
    if args.dry:
        sys.stdout.write(written.table)
    else:
        print(written.report)
    return DONE


def _explain(args: argparse.Namespace) -> int:
    from pytest_golive.commands import catalogue, explain, reference

    gates = catalogue.all_gates()
    if args.list:
        sys.stdout.write(explain.listed(gates))
    elif args.markdown == "gates":
        sys.stdout.write(reference.gates_page(gates))
    elif args.markdown == "settings":
        sys.stdout.write(reference.settings_page())
    else:
        try:
            chosen = [gate for asked in args.gates for gate in catalogue.choose(gates, asked)]
        except catalogue.UnknownGate as error:
            return _complain(error, USAGE)
        return _explain_each(chosen)
    return DONE


def _explain_each(chosen: Sequence[Gate]) -> int:
    import datetime as dt

    from pytest_golive.commands.explain import explained
    from pytest_golive.settings.loading import Loaded, find_project, load_settings

    loaded: Loaded | None = None
    fault: SettingsError | None = None
    try:
        loaded = load_settings(find_project(Path.cwd()))
    except SettingsError as error:
        fault = error  # who asks for help with broken settings still gets it
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    heading = "\033[1m{}\033[0m" if _takes_colour(sys.stdout) else "{}"
    today = dt.datetime.now(dt.UTC).date()
    texts = [explained(gate, loaded, width=width, today=today, heading=heading) for gate in chosen]
    sys.stdout.write("\n".join(texts))
    return _complain(fault, SETTINGS) if fault else DONE


def _takes_colour(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _complain(error: GoliveError, status: int) -> int:
    print(f"golive: {error}", file=sys.stderr)
    return status
