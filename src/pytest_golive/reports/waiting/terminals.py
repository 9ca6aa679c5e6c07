"""Whether a line can be drawn over and over again: on a terminal that moves its cursor, which is no log of CI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Final

import pytest

OF_CI: Final = ("CI", "BUILD_NUMBER")  # as pytest itself asks
OFF: Final = {"", "0", "false"}


def can_draw(config: pytest.Config, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is such a terminal, and the user wants to see more than the result."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    is_terminal = reporter is not None and reporter.isatty
    return is_terminal and config.get_verbosity() >= 0 and moves_cursor(environment)


def moves_cursor(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether what looks like a terminal moves its cursor, and nobody keeps what is written to it."""
    is_log = any(environment.get(name, "").lower() not in OFF for name in OF_CI)
    return environment.get("TERM") != "dumb" and not is_log


@dataclass(frozen=True, slots=True)
class Beside:
    """The terminal beside pytest's capture: a thread can draw while the output of a row is captured.

    Attributes:
        stream: to the same terminal.
        width: its columns.
    """

    stream: IO[str]
    width: int

    def close(self) -> None:
        """Close the stream; the terminal itself stays."""
        self.stream.close()


def beside_capture(config: pytest.Config) -> Beside | None:
    """The terminal of a run whose output is captured, to be asked for while it is not; None with ``-s``.

    With ``-s`` rows write to the terminal themselves, and nobody else may move its cursor.
    """
    if config.getoption("capture", "no") == "no":
        return None
    writer = config.get_terminal_writer()
    try:
        number = os.dup(writer._file.fileno())  # noqa: SLF001 -- the only access to the terminal's stream
    except (OSError, ValueError, AttributeError):
        return None
    encoding = getattr(writer._file, "encoding", None) or "utf-8"  # noqa: SLF001 -- the same
    stream = open(number, "w", encoding=encoding, errors="replace", newline="")  # noqa: PTH123, SIM115 -- closed at the end
    return Beside(stream, writer.fullwidth)
