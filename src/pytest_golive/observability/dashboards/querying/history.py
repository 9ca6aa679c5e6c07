"""Ask when the series behind queries had samples, and leave out what has ended."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_golive.observability.dashboards.api.frames import error_of, moments_of
from pytest_golive.observability.dashboards.api.grafana import Forbidden, Grafana
from pytest_golive.observability.dashboards.querying.asked import Asked
from pytest_golive.observability.dashboards.querying.ending import Behind, Past, behind, looked_back
from pytest_golive.observability.queries.founding import may_be_made_up
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.metrics import Metrics


@dataclass(frozen=True, slots=True)
class History:
    """The samples of a time up to now.

    Attributes:
        grafana: where they are asked for.
        metrics: asked instead, where Grafana does not let us query; None if there is none.
        since: in seconds since 1970.
        until: now, the same.
    """

    grafana: Grafana
    metrics: Metrics | None
    since: float
    until: float

    @property
    def length(self) -> float:
        """In seconds."""
        return self.until - self.since

    def going_on(self, found: Sequence[Asked]) -> list[Asked]:
        """The queries, of which those show nothing whose series ended."""
        grounds = [behind(one, self.length) for one in found if one.is_promql and one.held == "data"]
        ended, untold = self.ends(grounds)
        # A window that reaches back further may hold what comes and goes: it did so before, then.
        for window in {one.window for one in grounds if ended[one.query.ref]}:
            if looked_back(window) > self.length:
                whole = replace(self, since=self.until - looked_back(window))
                again = [one.query for one in grounds if one.window == window and ended[one.query.ref]]
                further, more = whole.ends([behind(one, whole.length) for one in again])
                ended, untold = ended | further, untold | more
        return [self._judged(one, ended.get(one.ref, 0.0), untold.get(one.ref, "")) for one in found]

    def _judged(self, one: Asked, seconds: float, untold: str) -> Asked:
        if seconds:
            return replace(one, held="nothing", ended=self._said(seconds))
        note = f"whether the series of query {one.ref} go on is not proven: {untold}"
        return replace(one, unproven=one.unproven or note) if untold else one

    def _said(self, seconds: float) -> str:
        """When it ended, in words."""
        if math.isinf(seconds):
            return f"have had no sample for {in_words(self.length)}"
        return f"ended {in_words(seconds)} ago"

    def ends(self, grounds: Sequence[Behind]) -> tuple[dict[str, float], dict[str, str]]:
        """Seconds since each query ended, by its letter; 0 for those that go on. And why that is not known of some."""
        questions = [one for ground in grounds for one in ground.questions]
        pasts, failed = self._pasts(questions) if questions else ({}, {})
        found, untold = {}, {}
        for one in grounds:
            own = [pasts[each.ref] for each in one.questions if each.ref in pasts]
            seconds = one.ended(own, self.until)
            stands_in = math.isinf(seconds) and may_be_made_up(one.query.text)
            found[one.query.ref] = 0.0 if stands_in else seconds
            if not own and (why := next((failed[each.ref] for each in one.questions if each.ref in failed), "")):
                untold[one.query.ref] = why
        return found, untold

    def _pasts(self, questions: Sequence[Asked]) -> tuple[dict[str, Past], dict[str, str]]:
        """When series had samples, by the letters of the questions; and why some of these got no answer."""
        try:
            results = self.grafana.query([one.body for one in questions], self.since, self.until)
        except Forbidden:
            if self.metrics is None:
                return {}, {one.ref: "Grafana may not be asked for them" for one in questions}
            asked = {one.ref: self.metrics.ask(one.text) for one in questions}
            return {ref: Past(tuple(each.value for each in one.samples)) for ref, one in asked.items()}, {}
        answers = {one.ref: results.get(one.ref, {}) for one in questions}
        errors = {ref: why for ref, answer in answers.items() if (why := error_of(answer))}
        return {ref: Past(moments_of(answer)) for ref, answer in answers.items() if ref not in errors}, errors


def computed(found: Sequence[Asked]) -> list[Asked]:
    """The queries, of which expressions show nothing where what they compute with does not."""
    inputs = [one for one in found if not one.is_expression]
    if any(one.held == "data" or not one.is_promql or one.error for one in inputs):
        return list(found)
    ended = next((one.ended for one in inputs if one.ended), "")
    return [
        replace(one, held="nothing", ended=ended, is_made_up=not ended)
        if one.is_expression and one.held == "data"
        else one
        for one in found
    ]
