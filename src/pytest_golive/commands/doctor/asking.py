"""Starts the process that looks, and reads what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.commands.doctor import looking
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Outcome
from pytest_golive.masking.known import MASK

CHAIN: Final = "chain::earlier_records"
NOT_GIVEN: Final = "none was given"
LONGEST: Final = 600.0  # seconds
# A look is no verdict, so nothing of it goes where a CI system shows one.
SHOWN_BY_CI: Final = ("GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS", "TF_BUILD")


@dataclass(frozen=True, slots=True)
class Looked:
    """How it stands with a row.

    Attributes:
        gate: "section::gate".
        state: "set up"; "missing" if the settings say nothing about it; "later" if it is not due; "declared away"; or
            "unclear" if it could not be looked at.
        message, cure: what it lacks, and what to do.
    """

    gate: str
    state: str
    message: str
    cure: str


def look(root: Path, target: str, *, network: bool) -> list[Looked]:
    """How it stands with each row of the project at *root*.

    Raises:
        GoliveError: the checklist could not be collected, or the look took too long.
    """
    environment = {name: value for name, value in os.environ.items() if name not in SHOWN_BY_CI}
    with tempfile.TemporaryDirectory(prefix="golive-") as folder:
        file = Path(folder) / "rows.json"
        words = [str(file), "network" if network else "offline", *([target] if target else [])]
        command = [sys.executable, "-m", looking.__name__, *words]
        try:
            done = subprocess.run(
                command, cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise GoliveError(
                f"the look took longer than {LONGEST:g} s, and was ended", "pytest -m pre_deploy shows where it stays"
            ) from None
        printed = done.stderr.decode(errors="replace")
        found: dict[str, Any] = {"rows": {}, "status": done.returncode}
        if file.is_file():
            found = json.loads(file.read_text(encoding="utf-8"))
    if not found["rows"]:
        errors = " ".join(line for line in printed.splitlines() if "rror" in line)[:2000]
        what = f"no row could be looked at: pytest ended with exit status {found['status']}"
        raise GoliveError(MASK.hide(f"{what}{': ' if errors else ''}{errors}"), "pytest -m pre_deploy shows why")
    return [_looked(gate, row) for gate, row in found["rows"].items()]


def _looked(gate: str, row: dict[str, str]) -> Looked:
    state = _state(Outcome(row["outcome"]), row["message"])
    if gate == CHAIN and NOT_GIVEN in row["message"]:
        state = "later"  # a record is made by the run before, and nobody can set it up
    return Looked(gate, state, row["message"], row["cure"])


def _state(outcome: Outcome, message: str) -> str:
    if outcome is Outcome.NOT_SET_UP:
        return "missing"
    if outcome is Outcome.NOT_DUE:
        return "later"
    if outcome in {Outcome.NOT_APPLICABLE, Outcome.WAIVED, Outcome.ON_TRIAL}:
        return "declared away"
    return "unclear" if outcome is Outcome.ERROR and looking.MEASURES not in message else "set up"
