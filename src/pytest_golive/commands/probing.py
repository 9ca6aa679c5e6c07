"""The arguments of ``golive probe``."""

from __future__ import annotations

from typing import Any

from pytest_golive.commands import actions
from pytest_golive.commands.values import file_name, seconds

Commands = Any  # argparse has no public name for what add_subparsers returns


def add_probe(commands: Commands) -> None:
    """Add ``golive probe`` to the *commands* of the parser."""
    probe = commands.add_parser(
        "probe",
        help="run a command, and report whether the service stayed up",
        usage="golive probe [--target NAME | --url URL] [options] -- COMMAND ...",
        description="Send requests to the service on a fixed schedule, over new and kept-alive connections, while "
        "COMMAND runs, and draw each gap.",
        epilog="Exit status: 0 no gap, 1 gaps, 2 not measured or COMMAND failed, 4 faults in the settings.",
    )
    where = probe.add_mutually_exclusive_group()
    where.add_argument(
        "--target", default="", metavar="NAME", help="target in the settings; the default one if not given"
    )
    where.add_argument("--url", default="", help="URL to request, instead of a target in the settings")
    probe.add_argument("--path", default="", help="path to request; the target's health path if not given")
    for name, default, words in (
        ("interval", "50ms", "time between two requests over each kind of connection"),
        ("timeout", "1s", "a request without a response in this time has failed"),
        ("settle", "1s", "time to go on after COMMAND"),
    ):
        probe.add_argument(f"--{name}", default=default, type=seconds, metavar="TIME", help=f"{words}; {default}")
    probe.add_argument("--svg", type=file_name, default="", metavar="FILE", help="also draw the timeline into a file")
    probe.add_argument("command", nargs="+", metavar="COMMAND", help="program and arguments")
    probe.set_defaults(run=actions.probe)
