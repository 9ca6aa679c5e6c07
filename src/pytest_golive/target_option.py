"""The short option ``--target NAME``, unless the project defines an option with that name.

It is added last, after the options of every conftest and plugin, and is omitted if they define it;
``--golive-target`` always exists. ``-p no:golive_target`` disables the short option.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser) -> Generator[None, None, None]:
    """Add it after all others; it stores its value in the same place as the long option."""
    yield
    if early_config.pluginmanager.is_blocked("golive"):
        _refuse_without_checklist(early_config)
        return
    with contextlib.suppress(
        ValueError, argparse.ArgumentError
    ):  # taken: pytest raises one of these, argparse the other
        parser.addoption("--target", dest="golive_target", metavar="NAME", help="short for --golive-target")


def _refuse_without_checklist(config: pytest.Config) -> None:
    """Raise if the checklist is requested but its plugin is disabled; no other code of ours would report it."""
    from pytest_golive.activation import asked_early

    asked = asked_early(config)
    if asked is not None and asked.phases:
        words = " ".join(asked.phases)
        raise pytest.UsageError(
            f"-p no:golive: the checklist (-m {words}) cannot run without it; see also addopts and PYTEST_ADDOPTS"
        )
