"""What was found of the dashboards of a service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.dashboards.api.items import shown

WRITE: Final = (
    "write it in PromQL, as Prometheus' own parser takes it; or, if you answer for whose data it shows, name the panel "
    "in dashboards of the target"
)


@dataclass
class Looked:
    """What is collected while dashboards are looked at.

    Attributes:
        broken: panels that show nothing of this service, and why.
        ill: datasources that panels use and that do not work.
        doubts: panels that could not be looked at, and why.
        unread: panels with a query that is not understood, and why.
        notes: what is not proven, or shown by something else, in words.
        live: panels that show data.
        quiet: panels that are empty because nothing has gone wrong.
        silent: panels that show data, and the letters of their queries that do not.
        ownerless: panels that show data of series without the labels of this service alone.
        other: panels that show no data of their own.
    """

    broken: list[Finding] = field(default_factory=list)
    ill: dict[str, Finding] = field(default_factory=dict)
    doubts: list[CannotMeasure] = field(default_factory=list)
    unread: list[CannotMeasure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    live: int = 0
    quiet: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    ownerless: int = 0
    other: int = 0

    def tell_unread(self, what: str, why: str, query: str, title: str, *, is_trusted: bool) -> None:
        """That nobody here knows what a query shows: a doubt, unless the team answers for the panel."""
        what = f"{what} is not proven, for it is not understood"
        if is_trusted:
            self.notes.append(f"{what}; you answer for it, by trusted: {why}")
        else:
            self.unread.append(CannotMeasure(f"{what}: {why}: {shown(query)}", f"{WRITE}: trusted = [{title!r}]"))


@dataclass(frozen=True, slots=True)
class Dashboards:
    """The dashboards of a service.

    Attributes:
        source: Grafana in words, with its version.
        wanted: how many dashboards must be there.
        missing: those that are not.
        unequal: what differs between files and what is deployed.
        faults: files that hold no dashboard.
        broken: panels that show nothing of this service.
        ill: datasources that do not work.
        panels: how many panels show data, or should.
        compared: how many files were compared.
        doubts: why the rest was not looked at.
        remarks: what is shown beside the checks: names and values.
    """

    source: str
    wanted: int
    missing: tuple[Finding, ...]
    unequal: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    broken: tuple[Finding, ...]
    ill: tuple[Finding, ...]
    panels: int
    compared: int
    doubts: tuple[CannotMeasure, ...]
    remarks: tuple[tuple[str, str], ...] = ()

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is shown beside the checks."""
        yield from self.remarks

    def doubt(self) -> CannotMeasure | None:
        """Why not everything was looked at; None if it was."""
        if not self.doubts:
            what = "none of the dashboards has a panel that shows data of a source, so nothing was measured"
            return None if self.panels else CannotMeasure(what, "name dashboards that show this service")
        first, more = self.doubts[0], len(self.doubts) - 1
        rest = f"; and {more} more could not be looked at" if more else ""
        return CannotMeasure(f"{first.what}{rest}", first.cure)
