"""What a watch has found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pytest_golive.observability.watch.measured import Sample
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.standing import Count, Ending


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch that has ended.

    Attributes:
        ending: how.
        policy: how it was held.
        counts: by signal.
        samples: the newest ones, as many as are kept in memory, the oldest first; all are in the file.
        total: how many there were.
        began: in seconds since 1970.
        lasted: seconds, by a clock that nobody sets.
        why: why it was stopped; "" if it was not.
        gaps: what is not known of the time between samples, in words.
        not_watched: what was not looked at, each with its reason: ("monitoring::queue_depth", "not set up: …").
        file: absolute path of the samples, as JSON Lines; "" if there is none.
        notes: what else readers should know, by name.
        baselines: what signals were before the release, by their names, as far as that is known.
    """

    ending: Ending
    policy: Policy
    counts: Mapping[str, Count]
    samples: Sequence[Sample]
    total: int
    began: float
    lasted: float
    why: str = ""
    gaps: Sequence[str] = ()
    not_watched: Sequence[tuple[str, str]] = ()
    file: str = ""
    notes: Sequence[tuple[str, str]] = ()
    baselines: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_proven(self) -> bool:
        """Whether the service was stable for as long as was asked for."""
        return self.ending is Ending.SUCCESSFUL

    @property
    def source(self) -> str:
        """What it was made of: "60 samples, one every 30 s"."""
        return f"{self.total:,} sample{'' if self.total == 1 else 's'}, one every {self.policy.interval:g} s"
