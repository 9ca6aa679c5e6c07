"""The ``golive`` command.

Exit status: 0 done; 1 it could not be done, and nothing was changed; 2 an error on the command line; 4 faults in the
settings.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pytest_golive.commands import actions
from pytest_golive.commands.about import ShowVersion
from pytest_golive.commands.actions import DONE, REFUSED, SETTINGS, complain, complain_of_fault
from pytest_golive.commands.bind.arguments import add_bind
from pytest_golive.commands.signing.arguments import add_record, add_sign
from pytest_golive.errors import GoliveError, SettingsError

if TYPE_CHECKING:
    import datetime as dt

Commands = Any  # argparse has no public name for what add_subparsers returns


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in *argv* (None for the command line), and return the exit status."""
    args = _parser().parse_args(argv)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except SettingsError as error:
        return complain(error, SETTINGS)
    except GoliveError as error:
        return complain(error, REFUSED)
    except BrokenPipeError:
        # The reader of the pipe, such as head, has closed it. Python must not flush into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:  # noqa: BLE001 -- a traceback may quote a credential, so Python must not print it
        return complain_of_fault()
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="golive",
        description="A companion to the go-live checklist, which itself runs by: pytest -m pre_deploy",
        epilog="Exit status: 0 done, 1 could not be done, 2 wrong usage, 4 faults in the settings.",
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show the version, and what it runs on")
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
    init.set_defaults(run=actions.init)

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
    explain.set_defaults(run=actions.explain)
    _add_ratchet(commands)
    _add_waive(commands)
    add_bind(commands)
    add_sign(commands)
    add_record(commands)
    _add_probe(commands)
    _add_baseline(commands)
    _add_worker(commands)
    return parser


def _add_ratchet(commands: Commands) -> None:
    ratchet = commands.add_parser(
        "ratchet",
        help="record today's findings, so that only new and worse ones fail",
        description="Run the gates and write what they find into golive-ratchet.txt. Where there is such a file, it is "
        "only tightened: what is gone leaves it. Commit it; continuous integration never writes it.",
    )
    ratchet.add_argument("gates", nargs="*", default=[], metavar="GATE", help="section::gate; all static ones if none")
    ratchet.add_argument("--accept", action="store_true", help="record new and worse findings, too")
    ratchet.set_defaults(run=actions.ratchet)


def _add_waive(commands: Commands) -> None:
    waive = commands.add_parser(
        "waive",
        help="write a dated exception into the settings",
        description="Append a waiver to the settings. It is shown in every report, fails when its last day (UTC) is "
        "over, and fails when it matches nothing any more.",
    )
    waive.add_argument("gate", metavar="GATE", help="section::gate, or its bare name")
    waive.add_argument(
        "match", nargs="?", default="", metavar="MATCH", help="glob of paths, or a fingerprint; the whole gate if none"
    )
    for name, words in (
        ("reason", "why it may stay for now"),
        ("owner", "who mends it"),
        ("approver", "who allows it"),
    ):
        waive.add_argument(f"--{name}", required=True, metavar="TEXT", help=words)
    waive.add_argument("--expires", required=True, type=_day, metavar="YYYY-MM-DD", help="the last day it holds, UTC")
    waive.set_defaults(run=actions.waive)


def _add_probe(commands: Commands) -> None:
    probe = commands.add_parser(
        "probe",
        help="run a command, and tell whether the service served all the while",
        usage="golive probe [--target NAME | --url URL] [options] -- COMMAND ...",
        description="Ask the service at a fixed schedule, over fresh and over kept-alive connections, while COMMAND "
        "runs, and draw each gap.",
        epilog="Exit status: 0 no gap, 1 gaps, 2 not measured or COMMAND failed, 4 faults in the settings.",
    )
    where = probe.add_mutually_exclusive_group()
    where.add_argument("--target", default="", metavar="NAME", help="target of the settings; the default one if none")
    where.add_argument("--url", default="", help="where to ask, instead of a target of the settings")
    probe.add_argument("--path", default="", help="path to ask for; the target's health if none")
    for name, default, words in (
        ("interval", "50ms", "time between two requests over each kind of connection"),
        ("timeout", "1s", "a request that has no answer by then has failed"),
        ("settle", "1s", "time that is watched after COMMAND"),
    ):
        probe.add_argument(f"--{name}", default=default, type=_seconds, metavar="TIME", help=f"{words}; {default}")
    probe.add_argument("--svg", default="", metavar="FILE", help="draw the timeline into a file, too")
    probe.add_argument("command", nargs="+", metavar="COMMAND", help="program and arguments")
    probe.set_defaults(run=actions.probe)


def _seconds(text: str) -> float:
    from pytest_golive.settings.values.checks import seconds

    return seconds(text)


def _add_baseline(commands: Commands) -> None:
    baseline = commands.add_parser(
        "baseline",
        help="record a service's response times, for later releases to be compared with",
        description="What performance_acceptable compares with. See docs/load.md.",
    )
    parts = baseline.add_subparsers(title="commands", metavar="COMMAND", required=True)
    record = parts.add_parser(
        "record",
        help="load the target and keep its times",
        description="Load the target as the gate does, and write its times into the folder of baselines. Commit it. "
        "Nothing is written if the load cannot be believed, or too many requests fail.",
    )
    _add_target(record)
    record.set_defaults(run=actions.record_baseline)
    parts.add_parser("show", help="show what is recorded").set_defaults(run=actions.show_baselines)


def _add_worker(commands: Commands) -> None:
    worker = commands.add_parser(
        "worker",
        help="send load for a checklist that runs on another machine",
        description="Take part in the load of performance_acceptable on another machine, which awaits workers by "
        "[tool.golive.performance] master. See docs/load.md.",
    )
    worker.add_argument("--master", required=True, metavar="HOST:PORT", help="where the other machine awaits workers")
    worker.add_argument("--runs", type=int, default=0, metavar="N", help="as many as the settings say if not given")
    _add_target(worker)
    worker.set_defaults(run=actions.worker)


def _add_target(command: argparse.ArgumentParser) -> None:
    command.add_argument("--target", metavar="NAME", help="the target; the default one if not given")
    command.add_argument("--allow", action="append", default=[], choices=["load"], help="what production may get")


def _day(text: str) -> dt.date:
    import datetime as dt

    return dt.date.fromisoformat(text)
