"""The processes of a run, and locust's options for each."""

from __future__ import annotations

import math
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pytest_golive.load.plan import Plan

SCENARIO: Final = Path(__file__).parents[1] / "child" / "scenario.py"
QUIET: Final = ("--headless", "--only-summary", "--loglevel", "INFO", "--exit-code-on-error", "0")
WAIT_FOR_WORKERS: Final = 120
HERE: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the workers of a run find its master.

    Attributes:
        host: address that the master listens on.
        port: its port.
        expected: how many workers run elsewhere.
    """

    host: str
    port: int
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One process.

    Attributes:
        name: for its log and its records.
        plan: its plan.
        options: for locust; no secrets, since every user can read them.
    """

    name: str
    plan: Plan = field(repr=False)
    options: Sequence[str]


def members_here(plan: Plan, folder: Path, meeting: Meeting | None = None) -> list[Member]:
    """All processes of a run on this machine.

    Args:
        plan: what to send; `workers` includes those elsewhere.
        folder: for the records.
        meeting: for workers elsewhere; None if all are here.
    """
    if plan.workers == 1 and meeting is None:
        return [Member("generator", replace(plan, index=0, records=_records(folder, "generator")), _options(plan))]
    meeting = meeting or Meeting(HERE, _free_port())
    names = [f"worker-here-{number + 1}" for number in range(plan.workers - meeting.expected)]
    near = replace(meeting, host=HERE if meeting.host in {"0.0.0.0", "*"} else meeting.host)  # noqa: S104  # nosec B104 -- only compared
    return [
        _master(plan, folder, meeting),
        *(Member(name, replace(plan, records=_records(folder, name)), _worker_options(plan, near)) for name in names),
    ]


def member_elsewhere(plan: Plan, meeting: Meeting) -> Member:
    """The process of a worker whose master is on another machine; its records are sent through locust."""
    return Member("worker", replace(plan, ship=True), _worker_options(plan, meeting))


def _master(plan: Plan, folder: Path, meeting: Meeting) -> Member:
    # It sends nothing itself, so it gets no secrets.
    master_plan = replace(
        plan, headers={}, endpoints=(), cert_file="", key_file="", passphrase="", records=_records(folder, "master")
    )
    options = (
        *_options(plan),
        *("--master", "--master-bind-host", meeting.host, "--master-bind-port", str(meeting.port)),
        *("--expect-workers", str(plan.workers), "--expect-workers-max-wait", str(WAIT_FOR_WORKERS)),
    )
    return Member("master", master_plan, options)


def _worker_options(plan: Plan, meeting: Meeting) -> tuple[str, ...]:
    return (*_common(plan), "--worker", "--master-host", meeting.host, "--master-port", str(meeting.port))


def _options(plan: Plan) -> tuple[str, ...]:
    users = plan.users or plan.workers
    spawn = users / plan.ramp_up if plan.users and plan.ramp_up else users
    patience = math.ceil(plan.timeout) + 1  # it accepts whole seconds only
    return (*_common(plan), "--users", str(users), "--spawn-rate", f"{spawn:g}", "--stop-timeout", str(patience))


def _common(plan: Plan) -> tuple[str, ...]:
    return ("-f", plan.locustfile or str(SCENARIO), "--host", plan.url, *QUIET)


def _records(folder: Path, name: str) -> str:
    return str(folder / f"records-{name}.tsv")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
    return port
