"""Look at the panels of one dashboard: ask their queries as Grafana would, and see whether this service's data come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.api.items import Json, shown, text_of
from pytest_golive.observability.dashboards.emptiness import emptiness
from pytest_golive.observability.dashboards.filling import filled_in
from pytest_golive.observability.dashboards.model import Broken, Choice, Dashboard, Instance, Panel, merged
from pytest_golive.observability.dashboards.querying.asked import Asked
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.dashboards.result import Looked
from pytest_golive.observability.dashboards.sources import EXPRESSION, OTHER_PANEL, NotThere
from pytest_golive.observability.dashboards.spelling import spelled
from pytest_golive.observability.dashboards.variables.formatting import Value
from pytest_golive.observability.dashboards.variables.interpolating import UnknownVariable, Values, deeply, interpolate
from pytest_golive.observability.dashboards.variables.pacing import length_of

MOST_REPEATS: Final = 20
MOST_PANELS: Final = 500  # that are asked in a run
MOST_DOUBTS: Final = 5  # unanswered questions, after which no more are put
CURE_END: Final = "see the errors before, or name fewer dashboards"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Looks at dashboards.

    Attributes:
        asking: where queries are asked, and whose data are meant.
        may_be_empty: globs of titles of panels that show nothing while all is well.
        trusted: globs of titles of panels of which the team answers for whose data they show.
        looked: what was found.
    """

    asking: Asking
    may_be_empty: Sequence[str]
    trusted: Sequence[str]
    looked: Looked

    @property
    def grafana(self) -> Grafana:
        """Where the dashboards are."""
        return self.asking.grafana

    def look(self, dashboard: Dashboard, choice: Choice, path: str) -> None:
        """Look at each panel of a dashboard.

        Args:
            dashboard: what is deployed.
            choice: what a viewer of it sees first.
            path: of its file; "" if it is in none.
        """
        place = f"{shown(dashboard.title)!r} ({shown(dashboard.uid)})"
        for number, panel in enumerate(dashboard.panels):
            if why := self._end():
                left = len(dashboard.panels) - number
                self.looked.doubts.append(CannotMeasure(f"{place}: {left} panels were not looked at, {why}", CURE_END))
                return
            try:
                whole = self._whole(panel)
                if not whole.shows_data:
                    self.looked.other += 1
                    continue
                for each, own in self._repeated(whole, choice.values):
                    self._look(Instance(dashboard, each, own, choice, path, place))
            except Broken as error:
                what = f"{place}, {_named(panel, choice.values)}: {error}"
                key = f"{place} {panel.named}"
                self.looked.broken.append(Finding(path, 0, "panel", what, key=key, cure=error.cure))
            except CannotMeasure as error:
                self.looked.doubts.append(CannotMeasure(f"{place}, {panel.named}: {error.what}", error.cure))

    def _end(self) -> str:
        """Why no more panels are looked at; "" if they are."""
        if len(self.looked.doubts) >= MOST_DOUBTS:
            return f"since {MOST_DOUBTS} questions had no usable answer"
        total = self.looked.live + len(self.looked.quiet) + len(self.looked.broken)
        return f"since {MOST_PANELS} were" if total >= MOST_PANELS else ""

    def _whole(self, panel: Panel) -> Panel:
        if not panel.library:
            return panel
        model = self.grafana.library_panel(panel.library)
        if model is None:
            raise Broken(f"it stands for the library panel {shown(panel.library)!r}, which is deleted")
        return merged(panel, model)

    def _repeated(self, panel: Panel, values: Values) -> Iterator[tuple[Panel, Values]]:
        """A panel once for each value that it is repeated for."""
        chosen = values.get(panel.repeat)
        if chosen is None or chosen.is_raw or len(chosen.texts) <= 1:
            yield panel, values
            return
        if len(chosen.texts) > MOST_REPEATS:
            left = len(chosen.texts) - MOST_REPEATS
            self.looked.notes.append(f"{panel.named} is repeated {len(chosen.texts)} times: {left} were not looked at")
        for text in chosen.texts[:MOST_REPEATS]:
            title = f"{panel.title} [{panel.repeat}={text}]"
            yield replace(panel, title=title), {**values, panel.repeat: Value((text,), is_multiple=chosen.is_multiple)}

    def _look(self, one: Instance) -> None:
        visible = [target for target in one.panel.targets if target.get("hide") is not True]
        if not visible:
            hidden = " that is not hidden" if one.panel.targets else ""
            raise Broken(f"it has no query{hidden}")
        queries = [query for target in one.panel.targets if (query := self._query(one, target)) is not None]
        if not any(query.counts for query in queries):
            self.looked.other += 1
            self.looked.notes.append(f"{one.place}, {one.panel.named} shows what another panel or Grafana itself has")
            return
        answers = self.asking.over(length_of(one.panel.time_from)).ask(queries)
        self._judge(one, [answer for answer in answers if answer.counts])

    def _query(self, one: Instance, target: Json) -> Asked | None:
        """One query, ready to be asked; None if it shows what another panel has."""
        meant = one.choice.sources.of(target.get("datasource"), one.panel.datasource)
        if isinstance(meant, NotThere):
            raise one.without_source(meant)
        ref = text_of(target, "refId") or "A"
        more: dict[str, Any] = {"refId": ref}
        try:
            if meant == EXPRESSION:
                filled = deeply(target, one.values, promql=False, strict=one.choice.unknown)
                return Asked(ref, None, {**filled, **more}, is_expression=True, is_hidden=target.get("hide") is True)
            if not isinstance(meant, Datasource):
                if meant == OTHER_PANEL:
                    _check_other(one, target)
                return None
            if illness := self.grafana.illness(meant):
                what = f"{meant.named} does not work: {illness}"
                cure = "correct the datasource in Grafana, or what it leads to"
                self.looked.ill.setdefault(meant.uid, Finding("", 0, "datasource", what, "high", meant.uid, cure=cure))
            body = filled_in(one, target, meant)
        except UnknownVariable as error:
            raise one.without_variable(error) from None
        more["datasource"] = {"type": meant.kind, "uid": meant.uid}
        return Asked(ref, meant, {**body, **more}, is_hidden=target.get("hide") is True)

    def _judge(self, one: Instance, answers: Sequence[Asked]) -> None:
        looked, title = self.looked, _named(one.panel, one.values)
        if failed := next((answer for answer in answers if answer.error), None):
            raise Broken(f"query {failed.ref} fails: {failed.error}")
        looked.notes += [f"{one.place}, {title}: {answer.unproven}" for answer in answers if answer.unproven]
        is_trusted = _is_among(one.panel, self.trusted)
        for answer in (each for each in answers if each.unread):
            place = f"{one.place}, {title}: whose data query {answer.ref} shows"
            looked.tell_unread(place, answer.unread, answer.text, one.panel.title, is_trusted=is_trusted)
        if not (may_be_empty := _is_among(one.panel, self.may_be_empty)):
            looked.notes += [f"{one.place}, {title}: {why}" for why in spelled(self.asking, answers)]
        full = [answer for answer in answers if answer.held == "data"]
        if full:
            looked.live += 1
            looked.ownerless += all(answer.is_ownerless for answer in full)
            silent = [answer.ref for answer in answers if answer.held != "data"]
            looked.silent += [f"{title}: {', '.join(silent)}"] if silent else []
        elif any(answer.is_quiet for answer in answers):
            looked.quiet.append(f"{one.place}, {title}")
        elif may_be_empty:
            looked.quiet.append(f"{one.place}, {title} (may be empty)")
        else:
            raise emptiness(answers, self.asking.labels, one.lacks())


def _is_among(panel: Panel, globs: Sequence[str]) -> bool:
    return any(fnmatchcase(panel.title, glob) for glob in globs)


def _check_other(one: Instance, target: Json) -> None:
    number = target.get("panelId")
    if isinstance(number, int) and all(panel.number != number for panel in one.dashboard.panels):
        raise Broken(f"it shows what panel {number} has, which does not exist")


def _named(panel: Panel, values: Values) -> str:
    title = interpolate(panel.title, values, promql=False, strict=(), form="text")
    return f"panel {shown(title) or '(untitled)'!r} ({panel.number})"
