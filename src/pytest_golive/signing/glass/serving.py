"""The rows that say whether what was deployed serves: they alone have it rolled back, so nobody passes over them."""

from __future__ import annotations

import re
from typing import Final

SERVING: Final = frozenset(
    {
        "deployment::deployed", "deployment::deployed_to_staging", "deployment::smoke_passed",
        "deployment::stable_after_deploy", "rollback::no_trigger_fired",
    }
)  # fmt: skip
# On the way to production it tells of staging alone: nothing is rolled back there for it, so a glass may name it.
ON_STAGING: Final = "deployment::deployed_to_staging"
BATCH: Final = re.compile(r"deployment::batch_\d{1,3}(?:_watched)?")  # the same of a share of the service


def tells_of_serving(row: str) -> bool:
    """Whether *row* is one of them: "deployment::smoke_passed"."""
    return row in SERVING or BATCH.fullmatch(row) is not None
