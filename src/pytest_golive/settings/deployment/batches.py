"""The settings of a deployment in batches: what share of the service each has, and the short watch after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from pytest_golive.delivery.steps.filling.placeholders import NAMES, names_in
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Duration, Text
from pytest_golive.settings.values.table import Table
from pytest_golive.settings.values.ways import Way

BATCH: Final = "batch"  # the placeholder
WHOLE: Final = 100
MOST: Final = 20
KNOWN: Final = (*NAMES, BATCH)
PERCENT: Final = re.compile(r"([0-9]{1,3}) ?%", re.ASCII)
PROBES: Final = 200_000  # requests of one probe, below which it never ends by itself
# Of the keys of `[tool.golive.deployment]` that begin with "batch".
BATCH_WAYS: Final[Mapping[str, Way]] = {
    "batches": Way.ANY,
    "batch_targets": Way.ANY,
    "batch_watch.duration": Way.LESS,
    "batch_watch.interval": Way.MORE,
    "batch_watch.initial_delay": Way.MORE,
    "batch_watch.*_limit": Way.MORE,
    "batch_watch.fewest_requests": Way.LESS,
}


def batch(value: str) -> str:
    """A share of the service: "10%"."""
    found = PERCENT.fullmatch(value.strip())
    if found is None or not 1 <= int(found[1]) <= WHOLE:
        raise ValueError("must be a whole number of percent from 1% to 100%, such as '10%'")
    return f"{int(found[1])}%"


def ascending(values: tuple[str, ...]) -> tuple[str, ...]:
    """Shares that grow until the whole service has the release."""
    found = shares(values)
    for before, after in pairwise(found):
        if after == before:
            raise ValueError(f"names {after}% twice; name each batch once")
        if after < before:
            raise ValueError(f"has {after}% after {before}%; each batch must be larger than the one before it")
    if found and found[-1] != WHOLE:
        raise ValueError(f"ends with {found[-1]}%, so that the rest is never deployed; let the last batch be '100%'")
    if len(found) == 1:
        raise ValueError("has one batch, which is no batch but all; leave it out, or name a smaller one before it")
    if len(found) > MOST:
        raise ValueError(f"has {len(found)} batches, and {MOST} are the most")
    return values


def shares(values: Sequence[str]) -> tuple[int, ...]:
    """The same as numbers."""
    return tuple(int(value.rstrip("% ")) for value in values)


Batches = Annotated[tuple[Annotated[Text, AfterValidator(batch)], ...], AfterValidator(ascending)]


class BatchWatch(Table):
    """``[tool.golive.deployment.batch_watch]``: what a short watch has otherwise than ``[tool.golive.watch]``."""

    duration: Duration = Field("10m", description="time for which the service must be stable after each batch")
    interval: Duration = Field("30s", description="time between two samples")
    initial_delay: Duration | None = Field(None, description="time before the first sample; none if not given")
    failure_limit: int | None = Field(
        None, ge=0, description="samples of each signal that may fail; as in [tool.golive.watch] if not given"
    )
    inconclusive_limit: int | None = Field(
        None, ge=0, description="samples of each signal that may prove nothing; as in [tool.golive.watch] if not given"
    )
    fewest_requests: int | None = Field(
        None,
        ge=1,
        description="requests in a sample's window without which error rate and response time prove nothing; as in "
        "[tool.golive.watch] if not given",
    )

    @model_validator(mode="after")
    def _is_sound(self) -> BatchWatch:
        if seconds(self.interval) > seconds(self.duration):
            raise ValueError(f"has an interval of {self.interval}, which is longer than its duration, {self.duration}")
        return self

    @property
    def changes(self) -> dict[str, object]:
        """What it says, by the keys of ``[tool.golive.watch]``."""
        limits = ("failure_limit", "inconclusive_limit", "fewest_requests")
        said = {name: getattr(self, name) for name in limits if getattr(self, name) is not None}
        return {**said, "duration": self.duration, "interval": self.interval, "initial_delay": self.initial_delay}

    @property
    def longest(self) -> float:
        """Seconds after which it ends in any case: errors may have it take twice as long."""
        return (seconds(self.initial_delay) if self.initial_delay else 0.0) + 2 * seconds(self.duration)


def row_of(share: int) -> str:
    """The name of the row of a batch."""
    return f"{BATCH}_{share}"


def watch_row_of(share: int) -> str:
    """The name of the row of the watch after it."""
    return f"{BATCH}_{share}_watched"


def rows_of(batches: Sequence[str]) -> list[str]:
    """The names of all rows of *batches*, in order."""
    return [row for share in shares(batches) for row in (row_of(share), watch_row_of(share))]


def faults_of(
    batches: Sequence[str], command: Sequence[str] | None, steps: Sequence[str], targets: Sequence[str]
) -> Iterator[str]:
    """What is wrong with *batches* beside the rest of the table, and what to do about it.

    Args:
        batches: the shares.
        command: what deploys.
        steps: names of the team's own steps.
        targets: those that are deployed to in batches.
    """
    is_named = BATCH in names_in(*(command or ()))
    if batches and command is None:
        yield "has batches, but no command that deploys one; name it: command = ['./deploy.sh', '{batch}']"
    elif batches and not is_named:
        yield (
            "has batches, but its command does not say which is due, so that each would deploy the same; put {batch} "
            "into the command, which stands for 10, 50 and so on"
        )
    elif is_named and not batches:
        yield "contains {batch} in its command, but has no batches; name them: batches = ['10%', '50%', '100%']"
    if targets and not batches:
        yield "has batch_targets, but no batches; name them, or leave batch_targets out"
    if taken := sorted({*steps} & {*rows_of(batches)}):
        yield f"has a step {taken[0]!r}, which is the name of a batch's row; give the step another one"


def unprobed(watch: BatchWatch, interval: float) -> str:
    """Why a probe every *interval* seconds cannot see the whole of a *watch*; "" if it can."""
    if 2 * watch.longest / interval <= PROBES:
        return ""
    return (
        f"has a batch_watch of {watch.duration}, and a probe every {1000 * interval:g} ms would send too many requests "
        "while it lasts: shorten the watch, or ask less often (probe_interval)"
    )
