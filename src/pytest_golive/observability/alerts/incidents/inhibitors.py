"""Whether an alert of the same incident keeps a needed one silent, though nobody hears of that one either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import Manager
from pytest_golive.observability.alerts.incidents.hearing import why_unheard
from pytest_golive.observability.alerts.reaching.judging import Demands
from pytest_golive.observability.alerts.reaching.result import Routed
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.suppressing import could_inhibit
from pytest_golive.observability.alerts.rule import Rule

LONGEST: Final = 100  # alerts of which each inhibits the one before
CURE: Final = (
    "route the alert that inhibits to somebody, make the rule in inhibit_rules narrower, or give the reason in "
    "may_inhibit of the settings"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One alert that inhibits the one before.

    Attributes:
        number: of its rule.
        name: of its rule.
        labels: that it has then.
        place: of the rule that inhibits.
        is_sure: whether it surely inhibits, if it fires.
    """

    number: int
    name: str
    labels: Labels
    place: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The needed alert, and others of which each inhibits the one before."""

    labels: Labels
    rules: frozenset[int]
    steps: tuple[Step, ...] = ()

    def longer(self, step: Step) -> Chain:
        """With one more, of whose series only those labels count that are known: any series could have any label."""
        return Chain(replace(step.labels, is_open=False), self.rules | {step.number}, (*self.steps, step))

    @property
    def is_sure(self) -> bool:
        """Whether each surely inhibits the one before."""
        return all(step.is_sure for step in self.steps)

    def __str__(self) -> str:
        return ", which is ".join(f"inhibited while {step.name} fires ({step.place})" for step in self.steps)


@dataclass(frozen=True, slots=True)
class Lost:
    """How an alert is lost, and whether that is sure."""

    said: str
    is_sure: bool


@dataclass
class Incident:
    """What the alerts of loaded rules do to each other if they fire at once.

    Attributes:
        rules: all that are loaded.
        arriving: the labels with which the alert of a rule arrives at Alertmanager; None if it is never sent.
        manager: holds the rules that inhibit, the routes and the silences.
        demands: of the way to somebody.
    """

    rules: Sequence[Rule]
    arriving: Callable[[Rule], Labels | None]
    manager: Manager
    demands: Demands
    _known: dict[int, Labels | None] = field(default_factory=dict, init=False, repr=False)

    def judge(self, routed: Routed, labels: Labels) -> Routed:
        """The alert, with what becomes of it if one fires as well that inhibits it, and of which nobody hears.

        Args:
            routed: whom it reaches.
            labels: with which it arrives.

        Raises:
            CannotMeasure: a matcher is not understood.
        """
        named = [number for number, rule in enumerate(self.rules) if rule.name == routed.alert.name]
        own = frozenset(number for number in named if self._labels(number) == labels)
        lost = list(self._lost(labels, Chain(labels, own), set()))
        if not lost:
            return routed
        worst = next((one for one in lost if one.is_sure), lost[0])
        if worst.is_sure:
            finding = routed.alert.finding("inhibited unheard", f"it is {worst.said}", CURE)
            return replace(routed, findings=(*routed.findings, finding))
        what = f"whether {routed.alert.name} reaches somebody is not proven: it may be {worst.said}"
        doubt = CannotMeasure(f"{what}; that depends on what is not known", CURE)
        return replace(routed, doubts=(*routed.doubts, doubt))

    def _lost(self, needed: Labels, chain: Chain, done: set[tuple[int, bool]]) -> Iterator[Lost]:
        """The ways in which an alert is lost: by one of which nobody hears, or by some that silence each other."""
        if len(chain.steps) > LONGEST:
            raise CannotMeasure("too many alerts inhibit each other to say whom they reach", "let fewer inhibit others")
        for step in self._inhibitors(chain):
            after = chain.longer(step)
            if step.number in chain.rules:
                if chain.steps and step.number != chain.steps[-1].number:  # no alert inhibits itself
                    yield Lost(f"{after}, so these keep each other silent", after.is_sure)
            elif not {(step.number, True), (step.number, after.is_sure)} & done:
                why, is_sure = why_unheard(step.labels, needed, self.manager, self.demands)
                if why:
                    yield Lost(f"{after}, and nobody hears of {step.name}: {why}", is_sure and after.is_sure)
                else:
                    yield from self._lost(needed, after, done)
                done.add((step.number, after.is_sure))

    def _inhibitors(self, chain: Chain) -> Iterator[Step]:
        """The alerts that may inhibit the last one of a chain."""
        for inhibition in self.manager.config.inhibitions:
            if not any(matches for matches, _ in chain.labels.cases(inhibition.target)):
                continue
            for number, rule in enumerate(self.rules):
                labels = self._labels(number)
                if labels is None or any(fnmatchcase(rule.name, glob) for glob in self.demands.may_inhibit):
                    continue
                for world, is_sure in could_inhibit(inhibition, chain.labels, labels):
                    yield Step(number, rule.name, world, inhibition.place, is_sure)

    def _labels(self, number: int) -> Labels | None:
        if number not in self._known:
            rule = self.rules[number]
            self._known[number] = None if rule.records else self.arriving(rule)
        return self._known[number]
