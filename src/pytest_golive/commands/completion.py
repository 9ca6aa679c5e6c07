"""``golive completion``: what a shell needs to complete commands and options; made by shtab, an extra."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final

from pytest_golive.commands.actions import DONE
from pytest_golive.errors import GoliveError

SHELLS: Final = ("bash", "zsh", "tcsh")


def add_completion(commands: Any, parser: argparse.ArgumentParser) -> None:
    """The arguments of the command; *parser* is that of all commands."""
    made = commands.add_parser(
        "completion",
        help="print a completion script for a shell",
        description="Print what makes a shell complete golive's commands and options. For bash: "
        "golive completion bash > ~/.local/share/bash-completion/completions/golive",
    )
    made.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    made.set_defaults(run=lambda args: _print(args.shell, parser))


def _print(shell: str, parser: argparse.ArgumentParser) -> int:
    try:
        from shtab import complete
    except ImportError:
        raise GoliveError("completion needs shtab", "pip install 'pytest-golive[completion]'") from None
    sys.stdout.write(complete(parser, shell))
    return DONE
