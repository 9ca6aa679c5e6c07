"""A good release of the system: from staging to production, while customers buy on both."""

from __future__ import annotations

from collections.abc import Iterator

from system.troubles import MIGRATION, VERSION, Came
from system.whole import Ran, System

STEPS = ("backup_created", "migrate", "deployed")


def released(system: System) -> Came:
    """Release it, and look what is there then."""
    system.team.release(VERSION, files=MIGRATION)
    faults: list[str] = []
    with system.customers("staging") as early, system.customers("prod") as customers:
        ran = system.believed("staging", VERSION, "--golive-record=records/staging.json")
        faults += _red("staging", ran)
        if not faults:
            ran = system.believed("prod", VERSION, "--golive-after=records/staging.json")
            faults += _red("prod", ran)
        customers.bought(20)
    refused = [*early.refused, *customers.refused]
    for target, who in (("staging", early), ("prod", customers)):
        faults += [f"lost on {target}: purchase {number}" for number in sorted(system.lost(target, who))]
        faults += _faults(system, target)
    faults += refused
    passed = {line["step"] for line in system.journal("prod") if line.get("result") == "passed"}
    faults += [f"the journal knows nothing of {name}" for name in STEPS if f"deployment::{name}" not in passed]
    return Came(ran.said, tuple(faults), len(customers.acknowledged), len(refused), None, None, ran.seconds)


def _red(target: str, ran: Ran) -> Iterator[str]:
    if ran.status != 0:
        yield f"{target}: exit status {ran.status}"
    if "gaps in service: 0, must be at most 0" not in ran.said:
        yield f"{target}: the probe did not see that there was no gap"


def _faults(system: System, target: str) -> Iterator[str]:
    if (versions := system.versions(target)) != dict.fromkeys(versions, VERSION):
        yield f"{target}: instances run {versions}"
    if (behind := system.behind(target)) != {"a", "b"}:
        yield f"{target}: only {behind} are behind the balancer"
