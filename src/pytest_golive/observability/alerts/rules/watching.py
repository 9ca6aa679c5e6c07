"""What the server itself says about the series that rules read: it parses, it counts, it knows its scrape intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.meaning.matching import STATUSES, accepts
from pytest_golive.observability.alerts.promql.of_server import from_server
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import NAME, Match, Node, NotUnderstood, Series
from pytest_golive.observability.alerts.rules.durations import seconds_of
from pytest_golive.observability.sources.metrics import Sample
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.selecting import Matcher, Op, Selector, label_name

MOST_QUESTIONS: Final = 200
OPS: Final[Mapping[str, Op]] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
# cAdvisor also has sums of whole pods and machines, which have no name, and the pauses of pods, which do nothing.
OF_CONTAINERS: Final = "container_"
CONTAINERS: Final = (
    (Match("container", "!=", ""), Match("container", "!=", "POD")),
    (Match("container_name", "!=", ""), Match("container_name", "!=", "POD")),
    (Match("name", "!=", ""),),
)


@dataclass
class Watched:
    """Asks a server about series and expressions; what it cannot be asked is not known.

    Attributes:
        api: of the server; None if there is none to ask.
        labels: of this service's series.
    """

    api: HttpApi | None
    labels: Mapping[str, str]
    _counts: dict[str, float | None] = field(default_factory=dict)
    _values: dict[tuple[str, str], frozenset[str] | None] = field(default_factory=dict)

    def parse(self, text: str) -> Node:
        """The tree of an expression, if need be by the server's own parser.

        Raises:
            NotUnderstood: nobody can parse it.
        """
        return parse(text, self._parsed if self.api is not None else None)

    def has_data(self, name: str) -> bool:
        """Whether there are series of a name now, or may be, for nobody can say."""
        return self.count(selector_of("", (Match(NAME, "=", name),))) != 0

    def covers(self, series: Series, further: tuple[Match, ...]) -> bool | None:
        """Whether all series of this service pass further matchers; None if it has none that anybody knows.

        Raises:
            NotUnderstood: the server does not say it.
        """
        ours = tuple(Match(label, "=", value) for label, value in self.labels.items())
        if not ours or self.api is None:
            return None
        ours = self._of_containers(series.name, ours)
        whole = self._counted(series.name, ours)
        return self._counted(series.name, (*ours, *further)) == whole if whole else None

    def lacks(self, series: Series, label: str) -> bool:
        """Whether no series that a selector reads has a label: of those of this service, or of all if it has none."""
        kept = tuple(one for one in series.matches if one.label.lower() not in STATUSES)
        ours = tuple(Match(name, "=", value) for name, value in self.labels.items())
        for matches in ((*kept, *ours), kept):
            if self.count(selector_of(series.name, matches)):
                return self.count(selector_of(series.name, (*matches, Match(label, "!=", "")))) == 0
        return False

    def _of_containers(self, name: str, ours: tuple[Match, ...]) -> tuple[Match, ...]:
        """The matchers of this service's series without sums of containers, which are not further ones."""
        kinds = CONTAINERS if name.startswith(OF_CONTAINERS) else ()
        found = ((*ours, *kind) for kind in kinds)
        return next((each for each in found if self._counted(name, each)), ours)

    def _counted(self, name: str, matches: tuple[Match, ...]) -> float:
        selector = selector_of(name, matches)
        count = self.count(selector)
        if count is None:
            raise NotUnderstood(f"the server does not say how many series {selector} has")
        return count

    def scrape_interval(self) -> float:
        """The longest interval at which the service is scraped, in seconds; 0 if nobody knows."""
        if self.api is None or not self.labels:
            return 0.0
        try:
            targets = self.api.targets()
        except CannotMeasure:
            return 0.0
        ours = [one for one in targets if all(_fits(one.labels, *label) for label in self.labels.items())]
        return max((seconds_of(one.interval) or 0.0 for one in ours), default=0.0)

    def _parsed(self, text: str) -> Node:
        if self.api is None:
            raise NotUnderstood("nobody can parse it")
        try:
            return from_server(self.api.parsed(text).values)
        except CannotMeasure as error:  # it is wrong, or the server is too old to parse for others
            raise NotUnderstood(f"it cannot be parsed, not even by the server: {error.what}") from None

    def count(self, selector: str) -> float | None:
        """How many series a selector has now: 0 for none; None if nobody can say."""
        if selector not in self._counts:
            self._counts[selector] = self._asked(selector) if len(self._counts) < MOST_QUESTIONS else None
        return self._counts[selector]

    def values(self, selector: str, label: str) -> frozenset[str] | None:
        """The values that a label has now in some series, "" apart; None if nobody can say."""
        if (selector, label) not in self._values:
            is_left = len(self._values) < MOST_QUESTIONS
            self._values[selector, label] = self._told(selector, label) if is_left else None
        return self._values[selector, label]

    def _told(self, selector: str, label: str) -> frozenset[str] | None:
        found = self._found(f"count by ({label_name(label)}) ({selector})")
        return None if found is None else frozenset(one.labels.get(label, "") for one in found) - {""}

    def _asked(self, selector: str) -> float | None:
        found = self._found(f"count({selector})")
        return None if found is None else sum(one.value for one in found)

    def _found(self, query: str) -> tuple[Sample, ...] | None:
        """What the server answers; None if it does not, or not wholly."""
        if self.api is None:
            return None
        try:
            result = self.api.query(query)
        except CannotMeasure:
            return None
        return None if result.answered.partial else tuple(result.samples)


def selector_of(name: str, matches: tuple[Match, ...]) -> str:
    """A selector as a server reads it."""
    return str(Selector(name, [Matcher(one.label, OPS[one.op], one.value) for one in matches]))


def _fits(labels: Mapping[str, str], label: str, value: str) -> bool:
    return label not in labels or accepts(Match(label, "=", value), labels[label])
