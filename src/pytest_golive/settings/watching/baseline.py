"""The settings in ``[tool.golive.watch.baseline]``: what a release is compared with while it is watched."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field, model_validator

from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Duration, Share, Text
from pytest_golive.settings.values.table import Table

CERTAIN: Final = 0.5
PREFIX: Final = "baseline::"


class Baseline(Table):
    """``[tool.golive.watch.baseline]``."""

    kind: Literal["before", "stored", "instances", "none"] = Field(
        "before",
        description="the baseline: the time before the deployment, the recorded runs of 'golive baseline', the "
        "instances that still run the old release, or none",
    )
    signals: tuple[Literal["latency", "error_rate"], ...] = Field(
        ("latency", "error_rate"), min_length=1, description="what is compared"
    )
    span: Duration = Field("1h", description="how much of the time before the deployment is the baseline")
    margin: Duration = Field(
        "10m", description="time before the deployment's moment that is no baseline, as it was under way then"
    )
    step: Duration = Field("1m", description="length of each of the windows whose values are compared")
    old: dict[Text, tuple[Text, ...]] = Field(
        default_factory=dict,
        max_length=1,
        description="the label of the series of the old release with its values, such as version = ['1.4.2'], or "
        "instance = ['10.0.0.7:8000']; for kind 'instances'",
    )
    recorded: Text | None = Field(
        None,
        description="target whose recorded runs are the baseline, for kind 'stored'; the watched one if none",
    )
    tolerance: Share = Field(
        "25%", description="share of the baseline by which a signal may be worse; what is certainly worse by more fails"
    )
    confidence: float = Field(
        0.98, gt=CERTAIN, lt=1, description="how certain it must be that a difference is not chance"
    )
    fewest_windows: int = Field(
        10, ge=5, le=500, description="windows with enough requests that each side needs; with fewer nothing is proven"
    )

    @model_validator(mode="after")
    def _names_the_old(self) -> Baseline:
        if (self.kind == "instances") != bool(self.old):
            raise ValueError("needs the label of the old release's series (old) for kind 'instances', and only for it")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the signals in a watch: "baseline::latency"."""
        return () if self.kind == "none" else tuple(f"{PREFIX}{name}" for name in self.signals)

    def ripe_after(self, step: float = 0.0) -> float:
        """Seconds after the deployment until there are enough windows of traffic; before that, nothing is proven.

        Args:
            step: seconds of a window, where scrapes are too far apart for that of the settings.
        """
        return (self.fewest_windows + 1) * max(step, seconds(self.step))  # the first one begins at a whole step
