"""What the settings say about measuring a signal."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from re import escape

from pytest_golive.observability.alerts.meaning.recordings import Recordings
from pytest_golive.observability.signals.ours import Ours
from pytest_golive.observability.sources.metrics import Matcher

WINDOW = "$window"
# What serves the metrics themselves, where routes go by a name and not by their path.
OF_METRICS = ("prometheus-django-metrics",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How one signal is to be measured.

    Attributes:
        signal: its name in the settings: "error_rate".
        window: seconds, over which rates and percentiles are computed.
        query: PromQL of the team's own; "" to choose by the names that exist.
        unit: of the query, or of a metric of time that does not say its own; "" if the settings name none.
        framework: the family of metrics; "" to choose by the names that exist.
        probes: paths that only probes and scrapes request, which are left out where a label tells.
        percent: the percentile, for a latency.
        memory_limit: bytes that one instance may use; 0 if the settings do not say.
        cpu_limit: cores that one instance may use; 0 if the settings do not say.
        fewest: the fewest requests from which a rate or a percentile follows.
        longest: seconds that the window of an error rate or a percentile may have; more would dilute a burst.
        ours: our own requests to the service; None if nothing can be held against them.
        place: the table of the metrics in the settings, for messages.
        labels: of this service's series, to which a query of its own must keep; {} if the settings name none.
        recordings: asks for the recording rules, which a query may read; None if no server has any.
        trusted: whether the team answers for what its query computes where nobody here understands it.
    """

    signal: str
    window: float
    query: str = ""
    unit: str = ""
    framework: str = ""
    probes: Sequence[str] = ()
    percent: float = 95.0
    memory_limit: float = 0.0
    cpu_limit: float = 0.0
    fewest: float = 50.0
    longest: float = math.inf
    ours: Ours | None = None
    place: str = "[tool.golive.targets.NAME.metrics]"
    labels: Mapping[str, str] = field(default_factory=dict)
    trusted: bool = False
    recordings: Callable[[], Recordings] | None = None

    def without_probes(self, routes: Sequence[str]) -> tuple[Matcher, ...]:
        """Conditions on the labels *routes* that leave out probes and scrapes."""
        values = "|".join([*(f"{escape(path.rstrip('/'))}/?" for path in self.probes if path.strip("/")), *OF_METRICS])
        return tuple(Matcher(label, "!~", values) for label in routes)

    @property
    def asked(self) -> str:
        """The query, with the window in it."""
        return self.query.replace(WINDOW, f"{self.window:g}s")

    @property
    def trusting(self) -> str:
        """How to answer for a query that nobody here understands, for messages."""
        return f"{self.signal} = {{ query = '…', trusted = true }} in {self.place}"

    @property
    def own_query(self) -> str:
        """How to write a query of one's own, for messages."""
        return f"{self.signal} = {{ query = '…', unit = '…' }} in {self.place}"
