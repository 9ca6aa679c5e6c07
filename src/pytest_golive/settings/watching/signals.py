"""What a watch looks at besides gates and figures of the team's own: its probe, and the alerts that fire."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Text
from pytest_golive.settings.values.table import Table

PROBE: Final = "probe"
ALERTS: Final = "alerts"
# A probe asks as often as this, in seconds, and no longer waits for an answer.
OFTEN, SELDOM, LONGEST_WAIT = 0.01, 60.0, 30.0
MOST_OPEN: Final = 200


class WatchedAlerts(Table):
    """``[tool.golive.watch.alerts]``."""

    watched: bool = Field(default=True, description="whether an alert about this service that fires fails a sample")
    labels: dict[Text, Text] = Field(
        default_factory=dict,
        description="labels of the alerts about this service, such as service = 'shop'; the selector of the target's "
        "metrics if none are given",
    )
    without: dict[Text, tuple[Text, ...]] = Field(
        default_factory=dict,
        description="labels of alerts that do not count, with globs of their values: severity = ['info', 'none']",
    )


def off_as_false(value: object) -> object:
    """No interval at all, such as "0s", switches off."""
    return False if isinstance(value, str) and value in {"0", "0s"} else value


def check_probe(*, every: str | bool, timeout: str) -> None:
    """Refuse a probe that could not be run.

    Raises:
        ValueError: it is one.
    """
    if every is False:
        return
    if every is True:
        raise ValueError("has probe_interval = true, which says no time: write '1s', or false for no probe")
    length = seconds(every)
    if not OFTEN <= length <= SELDOM:
        raise ValueError(f"has a probe_interval of {every}: choose 10ms to 1m, or false for no probe")
    if seconds(timeout) > min(LONGEST_WAIT, length * MOST_OPEN):
        raise ValueError(f"has a probe_timeout of {timeout}, which is too long with requests every {every}")
