"""Whether conditions for how a request ended could choose anything, in the style that a label's values have now.

A condition such as ``status=~"5xx"`` chooses nothing ever where the values are 200, 404 and 500: whatever counts by it
counts no errors, and looks as if there were none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pytest_golive.observability.alerts.meaning.matching import STATUSES, accepts, share_of
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.promql.tree import NotUnderstood as Unknown
from pytest_golive.observability.queries.selecting import NotUnderstood
from pytest_golive.observability.queries.styles import WORD, Style, styles_of
from pytest_golive.observability.sources.selecting import Op

SHOWN: Final = 5  # values in a message
FLIPPED: Final[Mapping[str, Op]] = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}


class Condition(Protocol):
    """A matcher of a label, whoever has parsed it."""

    @property
    def label(self) -> str:
        """The name of the label."""

    @property
    def op(self) -> str:
        """One of = != =~ !~."""

    @property
    def value(self) -> str:
        """What stands in the quotes."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A condition that no value in the style of its label can fulfil; or, if negated, that leaves none out.

    Attributes:
        condition: as it is written.
        label: whose values it is about.
        values: what the label has now.
        excludes: whether it is a condition for what must not be.
        is_sure: whether no further word among the values could change that.
        bad: how an error of the server would be written; "" if nobody knows.
    """

    condition: str
    label: str
    values: tuple[str, ...]
    excludes: bool
    is_sure: bool
    bad: str = ""

    @property
    def said(self) -> str:
        """In words: 'status=~"5xx" can match nothing, for the values of status are 200, 404, 500'."""
        more = f" and {len(self.values) - SHOWN} more" if len(self.values) > SHOWN else ""
        shown = f"{', '.join(self.values[:SHOWN])}{more}"
        are = f"values of {self.label} are" if len(self.values) > 1 else f"only value of {self.label} is"
        can = "leaves out nothing" if self.excludes else "can match nothing"
        return f"{self.condition} {can}, for the {are} {shown}"

    @property
    def cure(self) -> str:
        """What to do about it."""
        example = f", such as {self.label}{self.bad}" if self.bad and not self.excludes else ""
        known = "" if self.is_sure else ", or let the service export that value with 0 from its start, if there is one"
        return f"write the condition as the values of {self.label} are written{example}{known}"


# The values that a label has now in the series of a metric with further conditions; None if nobody can say.
ValuesOf = Callable[[str, Sequence[Condition], str], Collection[str] | None]


def is_outcome(label: str) -> bool:
    """Whether a label tells how a request ended, by a code, a class or a word of a few."""
    return label.lower().replace(".", "_") in STATUSES


def may_be_good(conditions: Iterable[Condition]) -> bool:
    """Whether conditions may choose what went well, rather than failures, or everything but a status such as 0."""
    own = [Match(one.label, one.op, one.value) for one in conditions if is_outcome(one.label)]
    try:
        return bool(own) and share_of(own) == "success"
    except Unknown:
        return True


def misfits(
    name: str, conditions: Iterable[Condition], values_of: ValuesOf, *, good: bool = False
) -> Iterator[Misfit | None]:
    """The conditions of one selection for how a request ended that choose nothing; None where nobody can say.

    Args:
        name: of the metric; "" if it is not named.
        conditions: of the selection.
        values_of: asks for the values of a label.
        good: whether what it selects counts as good, so that one which leaves out nothing hides all errors.

    Raises:
        NotUnderstood: a regular expression is not understood.
    """
    conditions = tuple(conditions)
    kept = tuple(one for one in conditions if not is_outcome(one.label))
    if not name and not kept:
        return
    for label in dict.fromkeys(one.label for one in conditions if is_outcome(one.label)):
        own = tuple(one for one in conditions if one.label == label)
        if all(_accepts(one, "") for one in own) and not good:
            continue
        values = values_of(name, kept, label)
        if values is None:
            yield None
        elif found := misfit(own, values, good=good):
            yield found


def misfit(own: Sequence[Condition], values: Collection[str], *, good: bool = False) -> Misfit | None:
    """The condition of one label that no value in its style fulfils; None if there is none, or without values.

    Args:
        own: the conditions, all of the same label.
        values: of the label now.
        good: whether conditions that leave out nothing count, too.

    Raises:
        NotUnderstood: a regular expression is not understood.
    """
    present = tuple(sorted({value for value in values if value}))
    if not present:
        return None
    positive = [one for one in own if not _accepts(one, "")]
    if not any(all(_accepts(one, value) for one in own) for value in present):
        for one in positive:
            if one.op in {"=", "=~"} and not _fits(one, present):
                return _misfit(one, present)
    flipped = [Match(one.label, FLIPPED[one.op], one.value) for one in own]
    if good and all(not _accepts(one, "") for one in flipped) and not any(_fits(one, present) for one in flipped):
        return _misfit(own[0], present)
    return None


def _misfit(one: Condition, present: tuple[str, ...]) -> Misfit:
    bad = {style.bad for style in styles_of(present)}
    excludes = one.op in {"!=", "!~"}
    wanted = Match(one.label, FLIPPED[one.op], one.value) if excludes else one
    is_sure = bool(styles_of(present)) and not _could(wanted, WORD)
    written = str(Match(one.label, one.op, one.value))
    return Misfit(written, one.label, present, excludes, is_sure, bad.pop() if len(bad) == 1 else "")


def _fits(one: Condition, present: Sequence[str]) -> bool:
    """Whether a value that is there fulfils it, or one in the same style could."""
    return any(_accepts(one, value) for value in present) or any(_could(one, style) for style in styles_of(present))


def _could(one: Condition, style: Style) -> bool:
    return style.has(one.value) if one.op == "=" else style.has_match(one.value)


def _accepts(one: Condition, value: str) -> bool:
    try:
        return accepts(Match(one.label, one.op, one.value), value)
    except Unknown as error:
        raise NotUnderstood(str(error)) from None
