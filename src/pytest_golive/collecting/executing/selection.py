"""Steps are executed all of them or none, and what has them rolled back is excused by nobody.

Whoever leaves one out deploys what was not backed up, or not tried.
"""

from __future__ import annotations

import shlex
from typing import Final

import pytest

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.collecting.executing.journalling import release_of
from pytest_golive.context.run import Run

OPTION: Final = "--golive-execute"
MOST: Final = 5


def refuse_selection(session: pytest.Session, run: Run) -> None:
    """Refuse a run that would execute some of the steps, before the first of them.

    Raises:
        pytest.UsageError: rows that are due were left out.
    """
    there = {item.nodeid for item in session.items}
    due = [one.id for one in built_in_entries(run.settings) if set(one.phases).intersection(run.asked.phases)]
    left = [name for name in due if name not in there and not any(one.startswith(f"{name}[") for one in there)]
    if left:
        named = ", ".join([*left[:MOST], *([f"and {len(left) - MOST} more"] if left[MOST:] else [])])
        raise pytest.UsageError(
            f"{OPTION}: these rows are left out of the run: {named}; nothing was executed. Run the whole phase, "
            "without -k, --deselect, --lf, or a plugin that selects tests"
        )


def refuse_excuses(run: Run) -> None:
    """Refuse exceptions of rows that have a release rolled back, before the first step: they would hide that it is due.

    Raises:
        pytest.UsageError: a waiver, or a known finding of the ratchet, is about one.
    """
    from pytest_golive.judging.ratchet import read
    from pytest_golive.settings.files.reading import read_text
    from pytest_golive.signing.glass.serving import tells_of_serving

    waived = [
        f"the waiver of {one.gate} ({run.loaded.place_of('waivers', number)})"
        for number, one in enumerate(run.settings.waivers)
        if tells_of_serving(one.gate)
    ]
    name = run.settings.ratchet
    gates = {one.gate for one in read(read_text(run.root, name) or "", str(name))}
    known = [f"the known finding of {gate} in {name}" for gate in gates if tells_of_serving(gate)]
    if found := [*waived, *sorted(known)]:
        more = f" and {len(found) - 1} more" if found[1:] else ""
        raise pytest.UsageError(
            f"{OPTION}: {found[0]}{more} cannot be, because the row says whether what was deployed serves, or is "
            "rolled back; nothing was executed. Remove it"
        )


def refuse_with(config: pytest.Config, run_phases: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    """Refuse what is known before anything is collected.

    Raises:
        pytest.UsageError: the phase is not that of the deployment, rows were chosen, or several processes
            share them.
    """
    if "deploy" not in run_phases or config.getoption("setuponly", default=False):
        raise pytest.UsageError(
            f"{OPTION} executes the steps of a deployment: use it with -m deploy, and without --setup-only"
        )
    if chosen:
        raise pytest.UsageError(
            f"{OPTION} goes down the whole list, and rows were chosen by name ({chosen[0]}); nothing was executed. "
            "Run pytest -m deploy"
        )
    if config.getoption("numprocesses", None) or config.getoption("tx", None):
        raise pytest.UsageError(
            f"{OPTION}: steps run one after the other, in one process; leave -n out, or add -n 0 where addopts has it"
        )


def command_for(run: Run, target: str, *, is_production: bool) -> str:
    """What to type to execute the steps on *target*."""
    words = [
        "pytest",
        "-m",
        " or ".join(run.asked.phases or ("deploy",)),
        f"--target={target}",
        "--golive-execute",
    ]
    if is_production:
        words += ["--golive-allow=deploy", f"--golive-confirm={release_of(run)}"]
    words += [f"--golive-after={name}" for name in run.asked.after]
    words += [f"--golive-break-glass={run.asked.glass}"] if run.asked.glass else []
    return shlex.join(words)
