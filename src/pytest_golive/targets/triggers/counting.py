"""Whether anybody has said how many instances serve behind the address of a target."""

from __future__ import annotations

from typing import Final

from pytest_golive.settings.targets.target import Target

UNCOUNTED: Final = "name instances in its table to have each asked"


def counts_instances(table: Target) -> bool:
    """Whether the settings name their number; without it, one that a load balancer hides is not missed."""
    return "instances" in table.model_fields_set
