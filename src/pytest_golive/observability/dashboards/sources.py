"""Which datasource a panel or a query means: by its uid, its name, the default, or a variable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.items import shown, text_of

MIXED: Final = "-- Mixed --"
OTHER_PANEL: Final = "-- Dashboard --"
OWN: Final = frozenset({"-- Grafana --", "grafana"})
EXPRESSION: Final = "__expr__"
VARIABLE: Final = re.compile(
    r"\$\{([A-Za-z0-9_]{1,100}+)(?::[a-z]{1,20}+)?\}|\$([A-Za-z0-9_]{1,100}+)|\[\[([A-Za-z0-9_]{1,100}+)\]\]"
)


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is no such datasource.

    Attributes:
        what: why.
        variable: that names it; "" if none does.
    """

    what: str
    variable: str = field(default="", compare=False)


Meant = Datasource | NotThere | str  # a text for what is no datasource: another panel, an expression, Grafana itself


@dataclass(frozen=True, slots=True)
class Datasources:
    """What can be meant.

    Attributes:
        known: Grafana's datasources.
        chosen: the values of variables for datasources, by their names.
    """

    known: Sequence[Datasource]
    chosen: Mapping[str, str]

    def of(self, named: Any, around: Any = None) -> Meant:
        """The datasource that a query means.

        Args:
            named: what the query names: None, a text, or an object.
            around: what its panel names.
        """
        own, outer = self._uid(named), self._uid(around)
        if own == EXPRESSION:
            return own
        # As Grafana does: a panel's own datasource counts for all of its queries, unless it is mixed.
        chosen = outer if outer not in {"", MIXED} else own
        return self._meant("" if chosen == MIXED else chosen)

    def default(self) -> Meant:
        """The default datasource."""
        return next((one for one in self.known if one.is_default), NotThere("Grafana has no default datasource"))

    def _meant(self, uid: str) -> Meant:
        if uid in {"", "default"}:
            return self.default()
        if uid in OWN:
            return "Grafana itself"
        if uid in {OTHER_PANEL, EXPRESSION}:
            return uid
        if found := VARIABLE.fullmatch(uid):
            return self._of_variable(uid, next(filter(None, found.groups())))
        known = self._named(uid)
        return known or NotThere(f"the datasource {shown(uid)!r} does not exist in Grafana")

    def _of_variable(self, written: str, name: str) -> Meant:
        if name not in self.chosen:
            what = f"its datasource is {written}, which no variable of the dashboard defines"
            export = ": the placeholder of an export that was never imported" if name.startswith("DS_") else ""
            return NotThere(what + export, name)
        value = self.chosen[name]
        return self.default() if value in {"", "default"} else self._meant(value)

    def _named(self, name: str) -> Datasource | None:
        by_uid = next((one for one in self.known if one.uid == name), None)
        return by_uid or next((one for one in self.known if one.name == name), None)

    @staticmethod
    def _uid(named: Any) -> str:
        if isinstance(named, dict):
            kind = text_of(named, "type")
            return text_of(named, "uid") or (kind if kind in {EXPRESSION, *OWN} else "")
        return named if isinstance(named, str) else ""
