"""Whether the statuses that an objective asks for are written as the service writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.meaning.matching import BAD_CODES, GOOD_CODES, accepts
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.promql.tree import NotUnderstood as Unknown
from pytest_golive.observability.queries.outcomes import Condition, is_outcome, may_be_good, misfits
from pytest_golive.observability.queries.selecting import NotUnderstood, Selection
from pytest_golive.observability.queries.unmatched import unmatched
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.sources.selecting import label_name, quoted

EDGE: Final = "le"
GOOD: Final = frozenset({"good", "success"})


def misspelled(
    slo: Slo, counted: Sequence[Selection], metrics: Metrics, labels: Mapping[str, str]
) -> Iterator[Finding]:
    """The conditions that could never choose an event, or never leave one out.

    Args:
        slo: the objective.
        counted: what its query for good or bad events, or for their ratio, selects.
        metrics: the source.
        labels: of this service; series of others count only if it has none.

    Raises:
        CannotMeasure: it is not certain that the values of a label say so, or the source cannot be asked.
    """
    asking = _Asking(slo, metrics, labels)
    asks = any(one.op in {"=", "=~"} for each in counted for one in each.matchers if is_outcome(one.label))
    for selection in counted:
        is_good = (slo.indicator.kind in GOOD or not asks) and may_be_good(selection.matchers)
        try:
            found = [one for one in misfits(selection.name, selection.matchers, asking.values, good=is_good) if one]
            yield from (_finding(slo, one.said, one.cure) for one in found if one.is_sure)
            if any(one.is_sure for one in found):
                continue
            if slo.indicator.kind in GOOD and (finding := _errors_as_good(slo, selection, asking)):
                yield finding
            elif found:
                raise _unproven(slo, found[0].said, found[0].cure)
        except _Absent as error:
            yield _finding(slo, f"it can tell no errors, since {error}", error.cure)
        except NotUnderstood as error:
            raise _unproven(slo, str(error), "write the condition more simply") from None


def _errors_as_good(slo: Slo, selection: Selection, asking: _Asking) -> Finding | None:
    """That conditions such as ``code!="x"`` let the codes of errors through, where the label holds codes."""
    kept = tuple(one for one in selection.matchers if not is_outcome(one.label))
    for label in dict.fromkeys(one.label for one in selection.matchers if is_outcome(one.label)):
        if any(one.label == EDGE for one in kept) or not (selection.name or kept):
            return None  # fast responses are good, however they end
        own = [Match(one.label, one.op, one.value) for one in selection.matchers if one.label == label]
        try:
            codes = [code for code in BAD_CODES if all(accepts(one, code) for one in own)]
            values = asking.values(selection.name, kept, label) if codes else ()
        except (Unknown, _Absent):
            continue  # as is said elsewhere
        if any(value in BAD_CODES + GOOD_CODES for value in values):
            shown = ",".join(map(str, own))
            what = f"{{{shown}}} counts errors of the server ({', '.join(codes)}) as good"
            return _finding(slo, what, f'leave them out, as by {label}!~"5.."')
    return None


@dataclass(frozen=True, slots=True)
class _Asking:
    slo: Slo
    metrics: Metrics
    labels: Mapping[str, str]

    def values(self, name: str, kept: Sequence[Condition], label: str) -> Collection[str]:
        """The values that a label has now, in the series of the service, else of all."""
        own = [f"{label_name(one.label)}{one.op}{quoted(one.value)}" for one in kept]
        ours = [f"{label_name(key)}={quoted(value)}" for key, value in self.labels.items()]
        for parts in dict.fromkeys((tuple(dict.fromkeys((*own, *ours))), tuple(own))):
            asked = self.metrics.ask(f"count by ({label_name(label)}) ({name}{{{','.join(parts)}}})")
            if asked.partial:
                raise _unproven(self.slo, "the answer lacks data", "run it again when all parts of the source answer")
            if found := {sample.labels.get(label, "") for sample in asked.samples} - {""}:
                return found
        raise _Absent(*unmatched(name, own, label, lambda text: bool(self.metrics.ask(f"count({text})").samples)))


class _Absent(Exception):
    """No series has what is asked for: the reason, and the cure."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.cure = cure


def _finding(slo: Slo, what: str, cure: str) -> Finding:
    return Finding(slo.path, slo.line, "aim", f"{slo.shown}: {what}", key=slo.key, cure=cure)


def _unproven(slo: Slo, what: str, cure: str) -> CannotMeasure:
    return CannotMeasure(f"{slo.shown}: {what}", cure, path=slo.path, line=slo.line)
