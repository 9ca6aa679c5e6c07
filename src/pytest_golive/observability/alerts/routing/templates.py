"""Fills the simple templates of Alertmanager in addresses: what they come to for one alert."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.observability.alerts.routing.labels import TEMPLATE, Labels

WORD: Final = re.compile(
    r"\{\{-?\s{0,9}(?:\.(CommonLabels|GroupLabels|CommonAnnotations)|\(index\s\.Alerts\s0\)\.(Labels|Annotations))"
    r"\.([A-Za-z_][A-Za-z0-9_]{0,200})(?:\s{0,9}\|\s{0,9}(?:toUpper|toLower|title|trimSpace|safeHtml)){0,5}\s{0,9}-?\}\}",
    re.ASCII,
)
LONGEST: Final = 10_000  # characters
ALL: Final = "..."
SOMETHING: Final = "something"  # what a template of an annotation comes to


@dataclass(frozen=True, slots=True)
class Filling:
    """What the templates of a receiver are filled with.

    Attributes:
        labels: of the alert.
        annotations: of the alert; values may be templates of Prometheus.
        grouped: the labels by which its route groups.
    """

    labels: Labels
    annotations: Mapping[str, str] = field(default_factory=dict)
    grouped: tuple[str, ...] = ()

    def fill(self, text: str) -> tuple[str | None, str]:
        """The text without its templates, and ""; None if it is not known: with the label that is not, if it is one."""
        unknown: list[str] = []

        def value(found: re.Match[str]) -> str:
            kind, name = found[1] or found[2], found[3]
            if kind.endswith("Annotations"):
                known: str | None = self.annotations.get(name, "")
                return SOMETHING if TEMPLATE in (known or "") else known or ""
            is_left_out = kind == "GroupLabels" and name not in self.grouped and ALL not in self.grouped
            known = "" if is_left_out else self.labels.value(name)
            if known is None:
                unknown.append(name)
            return known or ""

        filled = WORD.sub(value, text[:LONGEST])
        return (None, unknown[0] if unknown else "") if unknown or TEMPLATE in filled else (filled, "")
