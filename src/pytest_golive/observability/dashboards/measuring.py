"""Look at the dashboards of a service: those that must be there, their panels, and the files that they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.api.items import shown
from pytest_golive.observability.dashboards.comparing import differences
from pytest_golive.observability.dashboards.files import Kept, read_dashboard
from pytest_golive.observability.dashboards.model import dashboard_of
from pytest_golive.observability.dashboards.panels import Viewer
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.dashboards.result import Dashboards, Looked
from pytest_golive.observability.dashboards.variables.choosing import Chooser


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be there.

    Attributes:
        uids: of dashboards.
        files: dashboards of the repository: paths, and what each file holds.
        variables: values of dashboards' variables, instead of what a viewer sees first.
        may_be_empty: globs of titles of panels that show nothing while all is well.
        trusted: globs of titles of panels of which the team answers for whose data they show.
        is_compared: whether files must equal what is deployed.
    """

    uids: Sequence[str]
    files: Sequence[tuple[str, bytes]] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    may_be_empty: Sequence[str] = ()
    trusted: Sequence[str] = ()
    is_compared: bool = True


def measure(asking: Asking, wanted: Wanted, progress: Callable[[str], object] = lambda _: None) -> Dashboards:
    """What is to be said of the dashboards.

    Raises:
        CannotMeasure: Grafana cannot be asked.
    """
    grafana, looked = asking.grafana, Looked()
    version = grafana.version()
    asking = replace(asking, since=asking.since + grafana.ahead, until=asking.until + grafana.ahead)
    known = grafana.datasources()
    read = [read_dashboard(path, content) for path, content in wanted.files]
    kept = [one for one in read if isinstance(one, Kept)]
    faults = tuple(one for one in read if isinstance(one, Finding))
    missing: list[Finding] = []
    unequal: list[Finding] = []
    viewer = Viewer(asking, wanted.may_be_empty, wanted.trusted, looked)
    for uid, file in _all(grafana, wanted.uids, kept, missing, looked):
        progress(f"looking at the dashboard {uid}")
        try:
            body = grafana.dashboard(uid)
        except CannotMeasure as error:
            looked.doubts.append(error)
            continue
        if body is None:
            missing.append(_missing(uid, file))
            continue
        if file is not None and wanted.is_compared:
            unequal += _unequal(file, differences(file.body, body))
        dashboard = dashboard_of(body)
        chooser = Chooser(grafana, known, wanted.variables, asking.since, asking.until)
        viewer.look(dashboard, chooser.choose(dashboard), file.path if file else "")
    looked.doubts += (*looked.unread, *_unproven(looked))
    return Dashboards(
        f"{grafana.named}, version {version}",
        len({*wanted.uids, *(one.uid or one.title for one in kept)}),
        tuple(missing),
        tuple(unequal),
        faults,
        tuple(looked.broken),
        tuple(looked.ill.values()),
        looked.live + len(looked.quiet) + len(looked.broken),
        len(kept) if wanted.is_compared else 0,
        tuple(looked.doubts),
        tuple(_remarks(looked, known)),
    )


def _all(
    grafana: Grafana, uids: Sequence[str], kept: Sequence[Kept], missing: list[Finding], looked: Looked
) -> Iterable[tuple[str, Kept | None]]:
    """The dashboards to look at, each once, with the file that holds it."""
    by_uid: dict[str, Kept | None] = dict.fromkeys(uids)
    for one in kept:
        uid = one.uid
        if not uid:
            found = grafana.uids_of(one.title)
            if len(found) > 1:
                what = f"{one.path} has no uid, and {len(found)} dashboards in Grafana are called {shown(one.title)!r}"
                looked.doubts.append(CannotMeasure(what, "write the uid of the one that is meant into the file"))
                continue
            uid = found[0] if found else ""
        if uid:
            by_uid[uid] = one
        else:
            missing.append(_missing("", one))
    return by_uid.items()


def _missing(uid: str, file: Kept | None) -> Finding:
    named = f"the dashboard {shown(file.title)!r}" if file and file.title else "the dashboard"
    which = f" with the uid {shown(uid)!r}" if uid else ""
    cure = "deploy it, or correct the settings: it was deleted, or never was there"
    return Finding(
        file.path if file else "", 0, "dashboard", f"{named}{which} is not in Grafana", "high", uid, cure=cure
    )


def _unequal(file: Kept, found: Sequence[str]) -> list[Finding]:
    cure = "deploy the file, or export what is deployed into it"
    return [Finding(file.path, 0, "differs", shown(what, 400), key=what, cure=cure) for what in found]


def _unproven(looked: Looked) -> Iterable[CannotMeasure]:
    """Why panels that are not broken prove nothing together."""
    if looked.quiet and not looked.live:
        yield CannotMeasure(
            f"none of {len(looked.quiet)} panels shows data: each may be empty while all is well",
            "name a dashboard with at least one panel that shows what this service does, such as its requests",
        )
    if looked.live and looked.ownerless == looked.live:
        yield CannotMeasure(
            "all data that the panels show are of series without the labels of this service, so of anybody",
            "let the series carry the labels that selector in the target's metrics names, or correct the selector",
        )


def _remarks(looked: Looked, known: Sequence[Datasource]) -> Iterable[tuple[str, str]]:
    yield "panels with data", str(looked.live)
    if looked.quiet:
        yield "panels that are empty because nothing has gone wrong", "; ".join(looked.quiet)
    if looked.silent:
        yield "queries without data in panels that show data", "; ".join(looked.silent)
    if looked.other:
        yield "panels without data of their own", str(looked.other)
    if not known:
        yield "datasources", "none, or none that we may see"
    yield from (("not proven", note) for note in looked.notes)
