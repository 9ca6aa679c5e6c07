"""Whether a line can be drawn over and over again: on a terminal that moves its cursor, which is no log of CI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

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
