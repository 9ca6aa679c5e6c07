"""Dashboards kept as JSON in the repository: as Grafana exports them, as its API takes them, or as a resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.observability.dashboards.api.items import Json, table_of, text_of
from pytest_golive.service.bodies.json_reading import NotJson, read_json

LARGEST: Final = 10_000_000  # bytes
CURE: Final = "export the dashboard again, or name another file"


@dataclass(frozen=True, slots=True)
class Kept:
    """A dashboard in a file.

    Attributes:
        path: of the file.
        uid: its uid; "" if it has none, so that Grafana has chosen one.
        title: its title.
        body: all of it.
    """

    path: str
    uid: str
    title: str
    body: Json


def read_dashboard(path: str, content: bytes) -> Kept | Finding:
    """The dashboard of a file, or why it holds none."""
    if len(content) > LARGEST:
        return _fault(path, f"it has {len(content):,} bytes, and at most {LARGEST:,} are read")
    if b"\0" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"{\0")):
        return _fault(path, "it is no text")
    try:
        found = read_json(content)
    except NotJson as error:
        return _fault(path, f"it is no JSON: {error}")
    body = table_of(found, "dashboard") or (table_of(found, "spec") if "apiVersion" in (found or ()) else {}) or found
    if not isinstance(body, dict) or not any(key in body for key in ("panels", "rows", "templating")):
        newest = isinstance(body, dict) and "elements" in body
        what = "it is in Grafana's newest form (v2), which is not read here" if newest else "it is no dashboard"
        return _fault(path, f"{what}: it has no panels")
    uid = text_of(body, "uid") or text_of(table_of(found, "metadata"), "name")
    return Kept(path, uid, text_of(body, "title"), body)


def _fault(path: str, what: str) -> Finding:
    return Finding(path, 0, "malformed", what, key=what, cure=CURE)
