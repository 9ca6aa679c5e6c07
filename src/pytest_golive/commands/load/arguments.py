"""The command lines of what sends load: ``golive baseline`` and ``golive worker``."""

from __future__ import annotations

import argparse
from typing import Any

from pytest_golive.commands import actions
from pytest_golive.errors import PAGES


def add_baseline(commands: Any) -> None:
    """Add ``golive baseline``; *commands* is what ``add_subparsers`` returns."""
    baseline = commands.add_parser(
        "baseline",
        help="record a service's response times, for later releases to be compared with",
        description=f"The times with which performance_acceptable compares. See {PAGES}/load.md.",
    )
    parts = baseline.add_subparsers(title="commands", metavar="COMMAND", required=True)
    record = parts.add_parser(
        "record",
        help="load the target and record its times",
        description="Load the target as the gate does, and write its times into the folder of baselines. Commit it. "
        "Nothing is written if the measurement is not reliable, or too many requests fail.",
    )
    _add_target(record)
    record.set_defaults(run=actions.record_baseline)
    parts.add_parser("show", help="show what is recorded").set_defaults(run=actions.show_baselines)


def add_worker(commands: Any) -> None:
    """Add ``golive worker``; *commands* is what ``add_subparsers`` returns."""
    worker = commands.add_parser(
        "worker",
        help="send load for a checklist that runs on another machine",
        description="Send part of the load of performance_acceptable for another machine, which waits for workers by "
        f"[tool.golive.performance] master. See {PAGES}/load.md.",
    )
    worker.add_argument(
        "--master", required=True, metavar="HOST:PORT", help="where the other machine waits for workers"
    )
    worker.add_argument(
        "--runs", type=int, default=0, metavar="N", help="number of runs; as many as the settings say if not given"
    )
    _add_target(worker)
    worker.set_defaults(run=actions.worker)


def _add_target(command: argparse.ArgumentParser) -> None:
    command.add_argument("--target", metavar="NAME", help="the target; the default one if not given")
    command.add_argument("--allow", action="append", default=[], choices=["load"], help="what is allowed on production")
