"""How far rules look back: ``query_offset`` of a group, and that of the server; no list of rules shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.routing.reading import read_yaml
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import seconds_of, spelled
from pytest_golive.observability.alerts.rules.files import Written
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.envelope import asked

CONFIG: Final = "/api/v1/status/config"
KEY: Final = "rule_query_offset"


def offset_of_server(client: Client) -> float | None:
    """Seconds by which all rules of a server look back; None if its configuration does not tell."""
    try:
        whole = read_yaml(asked(client, CONFIG, {}, changes_nothing=False).item.text("yaml"))
    except CannotMeasure:
        return None
    shared = (whole.get("global") or {}) if isinstance(whole, dict) else None
    written = shared.get(KEY, "0") if isinstance(shared, dict) else None
    return seconds_of(written) if isinstance(written, str) else None


def offset(rules: Sequence[Rule], written: Written | None, of_server: float | None) -> tuple[Rule, ...]:
    """The loaded rules with their offsets: those of their groups in the repository's files, else that of the server."""
    known: dict[tuple[str, str, bool], float] = {}
    for one in written.rules if written is not None else ():
        if one.offset is not None:
            key = one.group, one.name, one.records
            known[key] = max(one.offset, known.get(key, 0.0))
    shared = of_server or 0.0
    return tuple(replace(one, offset=known.get((one.group, one.name, one.records), shared)) for one in rules)


def said(of_server: float | None, written: Written | None) -> str:
    """For evidence: what is known of the offsets, and what is not."""
    shared = "not visible: the configuration of the server cannot be read" if of_server is None else spelled(of_server)
    return shared if written is not None else f"{shared}; that of a group is only seen in files that `rules` names"
