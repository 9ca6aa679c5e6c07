"""What stands behind the recorded series that a query of the team's own reads: the expressions of their rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.evaluating.values import changed
from pytest_golive.observability.alerts.evaluating.writing import written
from pytest_golive.observability.alerts.meaning.recordings import DEEPEST, Recordings
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood, Series, Subquery, selectors
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.signals.own.trusting import Notes, answered_for
from pytest_golive.observability.signals.wanted import Wanted

SIGN: Final = ":"  # in the names of recorded series alone, by convention
RECORDED: Final = "recorded by the server's rules"  # the name of a note
LOAD: Final = (
    "load the rule that records it into the server; if rules are evaluated elsewhere, give the address of that in "
    "[tool.golive.targets.NAME.alerts.prometheus] url; or write what it records into the query"
)


def behind(wanted: Wanted, query: str) -> tuple[str, Notes]:
    """The query with what rules record in place of the recorded series, and what is to be said of that.

    Only so can it be looked into: a name such as ``job:errors:ratio5m`` says nothing of what is counted there.

    Raises:
        CannotMeasure: nobody knows what is recorded, and the settings do not answer for it.
        NotSetUp: the parser is not installed.
    """
    try:
        tree = parse(query)
    except NotUnderstood:
        return query, ()  # which is told where its series are looked for
    names = [one.name for one in selectors(tree)]
    if not any(SIGN in name for name in names) and wanted.recordings is None:
        return query, ()
    used: list[Rule] = []
    try:
        whole = _inlined(tree, _recordings(wanted, names), used)
        if not used:
            return query, ()
        text = written(whole)
    except NotUnderstood as error:
        return query, answered_for(wanted, query, str(error), LOAD)
    said = dict.fromkeys(f"{rule.name} ({rule.place}): {' '.join(rule.expression.split())}" for rule in used)
    return text, tuple((RECORDED, one) for one in said)


def as_written(error: CannotMeasure, query: str, read: str, recorded: Notes) -> CannotMeasure:
    """An error about what stands behind a query, in the words of the query as the team wrote it."""
    if read == query:
        return error
    said = "; ".join(f"the rules record {text}" for name, text in recorded if name == RECORDED)
    error.what = f"{error.what.replace(f'the query {read}', f'the query {query}')}; {said}"
    return error


def _recordings(wanted: Wanted, names: list[str]) -> Recordings:
    """The recording rules; none where they cannot be read, and no name is that of a recorded series.

    Raises:
        NotUnderstood: they cannot be read.
    """
    recorded = next((name for name in names if SIGN in name), "")
    if wanted.recordings is None:
        raise NotUnderstood(f"{recorded} is recorded, and there is no server whose rules could be read")
    try:
        return wanted.recordings()
    except CannotMeasure as error:
        if not recorded:
            return Recordings()
        raise NotUnderstood(f"{recorded} is recorded, and its rule cannot be read: {error.what}") from None


def _inlined(tree: Node, recordings: Recordings, used: list[Rule], depth: int = DEEPEST) -> Node:
    def expression(one: Node) -> Node:
        rule = recordings.of(one) if isinstance(one, Series) else None
        if rule is None or not isinstance(one, Series):
            return one
        if not depth:
            raise NotUnderstood(f"{one.name} is recorded from itself, or through more than {DEEPEST} rules")
        used.append(rule)
        return _as_read(_inlined(parse(rule.expression), recordings, used, depth - 1), one, rule)

    return changed(tree, expression)


def _as_read(found: Node, series: Series, rule: Rule) -> Node:
    """What a rule records, as a selector of it reads it: for some of its labels, or over a time."""
    own = [match for match in series.matches if match.label not in rule.labels]

    def narrowed(one: Node) -> Node:
        return replace(one, matches=tuple(dict.fromkeys((*one.matches, *own)))) if isinstance(one, Series) else one

    found = changed(found, narrowed)
    if series.offset or series.is_fixed:
        raise NotUnderstood(f"it looks at another time: {series} has an offset, or is pinned to a moment")
    return Subquery(found, series.window) if series.window else found
