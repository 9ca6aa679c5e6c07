"""Options that name what does not exist."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_golive.activation import DEMO, Asked
from pytest_golive.collecting.executing.selection import refuse_with
from pytest_golive.context.moments.given import moment_of, not_before_release
from pytest_golive.errors import GoliveError
from pytest_golive.options import VALUED
from pytest_golive.settings.loading import Loaded


def refuse_without_asserts() -> None:
    """Refuse a Python without assert statements, by which gates of teams check.

    Raises:
        pytest.UsageError: this is one.
    """
    if sys.flags.optimize:
        raise pytest.UsageError(
            "this Python leaves assert statements out (python -O, or PYTHONOPTIMIZE), and gates that check by them "
            "would pass: run the checklist without that"
        )


def checked(asked: Asked, loaded: Loaded, config: pytest.Config, root: Path) -> Asked:
    """*asked*, with the moment of the deployment in UTC, as all processes of the run must have it.

    Raises:
        pytest.UsageError: it names a target, a permission or a moment that does not exist.
    """
    _check_files(config)
    _check_target(asked.target, loaded)
    _check_allowed(asked.allowed)
    _check_execution(asked, config)
    if getattr(config.option, "golive_deployed", None) is None:
        return asked
    try:
        moment = moment_of(asked.deployed, dt.datetime.now(dt.UTC))
        not_before_release(moment, root, loaded, asked.documents)
    except GoliveError as error:
        raise pytest.UsageError(f"--golive-deployed: {error}") from None
    config.option.golive_deployed = moment.isoformat()  # "now" is the same for workers, which start later
    return replace(asked, deployed=moment.isoformat())


def _check_files(config: pytest.Config) -> None:
    """Refuse an option that names no file, such as by a variable of a pipeline that is not set."""
    for name, (what, _) in VALUED.items():
        value = getattr(config.option, f"golive_{name.replace('-', '_')}", None)
        if what == "FILE" and value is not None and not value.strip():
            raise pytest.UsageError(f"--golive-{name} names no file: name one, or leave the option out")


def _check_target(name: str | None, loaded: Loaded) -> None:
    targets = loaded.settings.targets
    if name is not None and loaded.settings.kind == "library":
        raise pytest.UsageError(
            f'--target={name}: {loaded.place_of("kind")} says kind = "library", so nothing here runs as a service; '
            'leave the option out, or write kind = "service"'
        )
    if name is None or name in targets or name == DEMO:
        return
    close = difflib.get_close_matches(name, targets, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    known = ", ".join(targets) or "none are set up"
    raise pytest.UsageError(f"--target={name}: there is no [tool.golive.targets.{name}]{hint} (known: {known})")


def _check_execution(asked: Asked, config: pytest.Config) -> None:
    if asked.execute and not hasattr(config, "workerinput"):
        refuse_with(config, asked.phases, asked.chosen)
    if asked.glass and ("deploy" not in asked.phases or asked.chosen):
        raise pytest.UsageError("--golive-break-glass passes rows of a deployment: use it with -m deploy alone")
    if asked.confirm and not asked.execute:
        raise pytest.UsageError("--golive-confirm confirms nothing without --golive-execute: add that, or leave it out")


def _check_allowed(allowed: frozenset[str]) -> None:
    from pytest_golive.settings.targets.target import PERMISSIONS

    for word in sorted(allowed.difference(PERMISSIONS)):
        raise pytest.UsageError(f"--golive-allow={word}: must be one of {', '.join(PERMISSIONS)}")
