"""The ``golive`` command.

Exit status: 0 done; 1 not done, and nothing was changed; 2 an error on the command line; 4 faults in the settings.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from pytest_golive.commands import actions
from pytest_golive.commands.about import ShowVersion
from pytest_golive.commands.actions import DONE, REFUSED, SETTINGS, complain, complain_of_fault
from pytest_golive.commands.backup.command import add_backup
from pytest_golive.commands.bind.arguments import add_bind
from pytest_golive.commands.check import add_check
from pytest_golive.commands.completion import add_completion
from pytest_golive.commands.doctor.command import add_doctor
from pytest_golive.commands.journal.command import add_journal
from pytest_golive.commands.load.arguments import add_baseline, add_worker
from pytest_golive.commands.probing import add_probe
from pytest_golive.commands.signing.arguments import add_signing
from pytest_golive.commands.telling.announce import add_announce
from pytest_golive.commands.telling.compare import add_compare
from pytest_golive.commands.telling.lessons import add_lessons
from pytest_golive.commands.telling.notes import add_notes
from pytest_golive.commands.telling.post_mortem import add_post_mortem
from pytest_golive.commands.telling.rehearse import add_rehearse
from pytest_golive.commands.telling.rollback import add_rollback
from pytest_golive.commands.values import day, file_name
from pytest_golive.commands.watch.command import add_watch
from pytest_golive.errors import GoliveError, SettingsError
from pytest_golive.masking.printing import guard_output

Commands = Any  # argparse has no public name for what add_subparsers returns


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in *argv* (None for the command line), and return the exit status."""
    guard_output()
    args = _parser().parse_args(argv)
    try:
        _hide_known(args.folder(args))
        status: int = args.run(args)
        sys.stdout.flush()
    except GoliveError as error:
        return complain(error, SETTINGS if isinstance(error, SettingsError) else REFUSED)
    except BrokenPipeError:
        # The reader of the pipe, such as head, has closed it. Python must not flush into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:  # noqa: BLE001 -- a traceback may quote a credential, so Python must not print it
        return complain_of_fault()
    return status


def _hide_known(folder: Path) -> None:
    from pytest_golive.context.hiding import hide_known

    hide_known(folder)


class _Parser(argparse.ArgumentParser):
    """Quotes no credential in an error of usage; the parsers of the commands are of the same class."""

    def error(self, message: str) -> NoReturn:
        """Print *message* and exit."""
        _hide_known(Path.cwd())
        super().error(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="golive",
        description="A companion to the go-live checklist, which itself runs by: pytest -m pre_deploy",
        epilog="Exit status: 0 done, 1 could not be done, 2 wrong usage, 4 faults in the settings.",
    )
    parser.set_defaults(folder=lambda _: Path.cwd())
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show the version, and what it runs on")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    init = commands.add_parser(
        "init",
        help="write a table of settings that fits this repository",
        description="Look at the repository and write a commented [tool.golive] table: at the end of pyproject.toml, "
        "or into golive.toml where there is none. Nothing else is changed.",
    )
    init.add_argument(
        "path",
        nargs="?",
        type=file_name,
        default=".",
        metavar="PATH",
        help="the project's folder; this one if not given",
    )
    either = init.add_mutually_exclusive_group()
    either.add_argument("--force", action="store_true", help="replace the table that is there")
    either.add_argument("--print", action="store_true", dest="dry", help="print the table and write nothing")
    init.set_defaults(run=actions.init, folder=lambda args: Path(args.path))

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
    what.add_argument("--markdown", choices=("gates", "settings", "api"), help="print a reference page")
    what.add_argument("--json-schema", action="store_true", help="print the settings as a JSON Schema, for editors")
    explain.set_defaults(run=actions.explain)
    add_doctor(commands)
    add_check(commands)
    _add_ratchet(commands)
    _add_waive(commands)
    add_bind(commands)
    add_signing(commands)
    add_compare(commands)
    add_notes(commands)
    add_lessons(commands)
    add_announce(commands)
    add_backup(commands)
    add_journal(commands)
    add_rehearse(commands)
    add_rollback(commands)
    add_post_mortem(commands)
    add_probe(commands)
    add_watch(commands)
    add_baseline(commands)
    add_worker(commands)
    add_completion(commands, parser)
    return parser


def _add_ratchet(commands: Commands) -> None:
    ratchet = commands.add_parser(
        "ratchet",
        help="record today's findings, so that only new and worse ones fail",
        description="Run the gates and write what they find into golive-ratchet.txt. Where there is such a file, it is "
        "only tightened: findings that are gone are removed. Commit it; continuous integration never writes it.",
    )
    ratchet.add_argument(
        "gates", nargs="*", default=[], metavar="GATE", help="section::gate; all static gates if not given"
    )
    ratchet.add_argument("--accept", action="store_true", help="also record new and worse findings")
    ratchet.set_defaults(run=actions.ratchet)


def _add_waive(commands: Commands) -> None:
    waive = commands.add_parser(
        "waive",
        help="write a dated exception into the settings",
        description="Append a waiver to the settings. Every report shows it; it fails after its last day (UTC), and "
        "when nothing matches it any more.",
    )
    waive.add_argument("gate", metavar="GATE", help="section::gate, or its bare name")
    waive.add_argument(
        "match",
        nargs="?",
        default="",
        metavar="MATCH",
        help="glob of paths, or a fingerprint; the whole gate if not given",
    )
    for name, words in (
        ("reason", "why it may stay for now"),
        ("owner", "who fixes it"),
        ("approver", "who allows it"),
    ):
        waive.add_argument(f"--{name}", required=True, metavar="TEXT", help=words)
    waive.add_argument(
        "--expires", required=True, type=day, metavar="YYYY-MM-DD", help="the last day on which it holds, UTC"
    )
    waive.set_defaults(run=actions.waive)
