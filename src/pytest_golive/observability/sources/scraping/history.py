"""What was scraped so far, as series over time: restarts and gaps stay what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.observability.sources.counters import Point
from pytest_golive.observability.sources.scraping.exposition import Key
from pytest_golive.observability.sources.scraping.scrape import Scrape
from pytest_golive.observability.sources.selecting import Selector, matches

INSTANCE: Final = "instance"
EXPORTED: Final = "exported_instance"  # what Prometheus makes of a label that the exporter itself calls so
LOOKBACK: Final = 300_000  # milliseconds for which a sample with a time of its own is alive
MOST_NOTES: Final = 10
STARTED: Final[Key] = ("process_start_time_seconds", ())
SAME: Final = 1.0  # seconds by which one process may give its start differently
Place = tuple[str, tuple[str, tuple[tuple[str, str], ...]]]


@dataclass
class Track:
    """One series of one instance over time.

    Attributes:
        name: of the metric.
        labels: with "instance".
        points: time in milliseconds since 1970, and value.
        seen: the scrape that held it last, in milliseconds since 1970.
        begins: time of each point before which a scrape succeeded that did not hold the series.
    """

    name: str
    labels: Mapping[str, str]
    points: list[Point] = field(default_factory=list)
    seen: int = 0
    begins: list[int] = field(default_factory=list)


@dataclass
class History:
    """The scrapes of all instances.

    Attributes:
        newest: the newest scrape of each instance.
        first: the first scrape, in milliseconds since 1970; 0 without one.
        last: the last one.
        rounds: how many times the instances were scraped.
        notes: what is to be known of the series, the first few.
        mixed: the instances behind whose address several processes answer in turn.
    """

    newest: dict[str, Scrape] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    rounds: int = 0
    notes: dict[str, None] = field(default_factory=dict)
    mixed: set[str] = field(default_factory=set)
    _succeeded: dict[str, int] = field(default_factory=dict, repr=False)
    _tracks: dict[Place, Track] = field(default_factory=dict, repr=False)
    _created: dict[Place, float] = field(default_factory=dict, repr=False)

    def add(self, scrapes: list[Scrape]) -> None:
        """Add one round: a scrape of each instance."""
        self.rounds += 1
        self.last = max(scrape.at for scrape in scrapes)
        self.first = self.first or self.last
        for scrape in scrapes:
            self.newest[scrape.instance] = scrape
            if scrape.exposition is not None:
                self._note(scrape.exposition.notes, scrape.instance)
                self._look_for_others(scrape)
                self._look_for_restarts(scrape)
                for key, read in scrape.exposition.series.items():
                    at = scrape.at if read.at is None else round(read.at * 1000)
                    self._extend(self._track(scrape.instance, key), scrape, at, read.value)
                self._succeeded[scrape.instance] = scrape.at

    def chosen(self, selector: Selector) -> Iterator[Track]:
        """The series that match, also those that ended."""
        for track in self._tracks.values():
            if track.name == selector.name and matches(track.labels, selector.matchers):
                yield track

    def is_alive(self, track: Track) -> bool:
        """Whether a series was in the newest scrape of its instance, with a value of the last minutes."""
        newest = self.newest[track.labels[INSTANCE]]
        return newest.exposition is not None and track.seen == newest.at and newest.at - track.points[-1][0] < LOOKBACK

    @property
    def has_series(self) -> bool:
        """Whether any scrape succeeded."""
        return bool(self._tracks)

    @property
    def failed(self) -> list[Scrape]:
        """The newest scrapes that failed."""
        return [scrape for scrape in self.newest.values() if scrape.exposition is None]

    def _track(self, instance: str, key: Key) -> Track:
        place = instance, key
        if place not in self._tracks:
            labels = {EXPORTED if label == INSTANCE else label: value for label, value in key[1] if value}
            self._tracks[place] = Track(key[0], {**labels, INSTANCE: instance})
        return self._tracks[place]

    def _extend(self, track: Track, scrape: Scrape, at: int, value: float) -> None:
        if not track.points or track.points[-1][0] < at:  # an exporter may give the same sample twice
            track.points.append((at, value))
            if track.seen < self._succeeded.get(scrape.instance, 0):
                track.begins.append(at)
        track.seen = scrape.at

    def _look_for_others(self, scrape: Scrape) -> None:
        """Workers or replicas behind one address each count for themselves: together they make no series."""
        started = scrape.exposition.series.get(STARTED) if scrape.exposition else None
        track = self._tracks.get((scrape.instance, STARTED))
        if started and track and started.value < track.points[-1][1] - SAME:
            self.mixed.add(scrape.instance)

    def _look_for_restarts(self, scrape: Scrape) -> None:
        """Note counters that began anew and have passed their old value: no rate sees that."""
        exposition = scrape.exposition
        for key, created in exposition.created.items() if exposition else ():
            place = scrape.instance, key
            before = self._created.get(place, created)
            self._created[place] = created
            track = self._tracks.get(place)
            now = exposition.series.get(key) if exposition else None
            if created > before and track and now and now.value >= track.points[-1][1]:
                self._note(
                    (f"{key[0]} began anew between two scrapes; what it counted before is lost",), scrape.instance
                )

    def _note(self, notes: tuple[str, ...], instance: str) -> None:
        for note in notes:
            if len(self.notes) < MOST_NOTES:
                self.notes[f"{instance}: {note}"] = None
