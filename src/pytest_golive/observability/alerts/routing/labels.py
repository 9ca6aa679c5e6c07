"""The labels of an alert that has not fired yet: some values are known, some come from templates or series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pytest_golive.observability.alerts.routing.matchers import Matcher

TEMPLATE = "{{"


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of an alert.

    Attributes:
        known: values by name; a label that is missing is the empty text, as in Alertmanager.
        unknown: labels whose values are not known.
        is_open: whether there may be further labels, of which nothing is known.
        assumed: what matchers were taken to answer where that is not known.
        lacks: whether it is known that a further label is not there; None if nobody can be asked.
    """

    known: Mapping[str, str]
    unknown: frozenset[str] = frozenset()
    is_open: bool = False
    assumed: Mapping[Matcher, bool] = field(default_factory=dict)
    lacks: Callable[[str], bool] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, *layers: Mapping[str, str], is_open: bool = False) -> Labels:
        """*layers* of labels, of which the later ones win; templates have unknown values, and "" removes a label."""
        merged = {name: value for layer in layers for name, value in layer.items()}
        known = {name: value for name, value in merged.items() if TEMPLATE not in value}
        return cls(known, frozenset(set(merged) - set(known)), is_open)

    def value(self, name: str) -> str | None:
        """The value of a label; None if it is not known."""
        if name in self.known:
            return self.known[name]
        if name in self.unknown:
            return None
        return None if self.is_open and not (self.lacks is not None and self.lacks(name)) else ""

    def cases(self, matchers: tuple[Matcher, ...]) -> Iterator[tuple[bool, Labels]]:
        """Whether all *matchers* match; both answers, with what they assume, where it is not known."""
        for number, matcher in enumerate(matchers):
            value = self.value(matcher.name)
            answer = self.assumed.get(matcher) if value is None else matcher.matches(value)
            if answer is None:
                yield False, self.assuming(matcher, matches=False)
                yield from self.assuming(matcher, matches=True).cases(matchers[number + 1 :])
                return
            if not answer:
                yield False, self
                return
        yield True, self

    def assuming(self, matcher: Matcher, *, matches: bool) -> Labels:
        """The same labels, if *matcher* answers so."""
        is_value = matcher.op == ("=" if matches else "!=")
        if is_value:
            return replace(self, known={**self.known, matcher.name: matcher.value})
        return replace(self, assumed={**self.assumed, matcher: matches, matcher.opposite: not matches})

    def __str__(self) -> str:
        shown = [f'{name}="{value}"' for name, value in sorted(self.known.items())]
        return f"{{{', '.join([*shown, *(f'{name}=?' for name in sorted(self.unknown - set(self.known)))])}}}"
