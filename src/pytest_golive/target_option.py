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
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser) -> Generator[None, None, None]:
    """Add it when all others have had their turn; it stores into the same place as the long spelling."""
    yield
    if early_config.pluginmanager.is_blocked("golive"):
        _refuse_without_checklist(early_config)
        return
    with contextlib.suppress(
        ValueError, argparse.ArgumentError
    ):  # taken: the one is pytest's word, the other argparse's
        parser.addoption("--target", dest="golive_target", metavar="NAME", help="short for --golive-target")


def _refuse_without_checklist(config: pytest.Config) -> None:
    """Say that a checklist is asked for while the plugin that runs it is switched off; nobody else is there to."""
    from pytest_golive.activation import asked_early

    asked = asked_early(config)
    if asked is not None and asked.phases:
        words = " ".join(asked.phases)
        raise pytest.UsageError(
            f"-p no:golive: the checklist (-m {words}) cannot run without it; see also addopts and PYTEST_ADDOPTS"
        )
