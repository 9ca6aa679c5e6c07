"""The short spelling ``--target NAME``, unless the project uses that word itself.

It is added last, after every conftest and plugin has added its own options, and gives way to theirs;
``--golive-target`` is always there. ``-p no:golive_target`` does without it altogether.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(parser: pytest.Parser) -> Generator[None, None, None]:
    """Add it when all others have had their turn; it stores into the same place as the long spelling."""
    yield
    with contextlib.suppress(
        ValueError, argparse.ArgumentError
    ):  # taken: the one is pytest's word, the other argparse's
        parser.addoption("--target", dest="golive_target", metavar="NAME", help="short for --golive-target")
