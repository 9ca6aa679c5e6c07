"""Grafana's HTTP API, as far as it is needed: what is deployed, where its data come from, and the data themselves."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.datasource import Datasource, of_list, of_settings
from pytest_golive.observability.dashboards.api.items import Json, list_of, shown, table_of, text_of
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.trouble import refused
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.limits.limit_fields import moment_of

NOT_FOUND: Final = 404
NOT_ACCEPTABLE: Final = 406  # the older API cannot show a dashboard in the newest form
FORBIDDEN: Final = 403
BAD: Final = frozenset({400, 404, 500, 502, 503})
NOTABLE: Final = 5.0  # seconds between two clocks
VERSIONS: Final = ("v1", "v1beta1")  # of the newer API, whose content is classic JSON


class Forbidden(CannotMeasure):
    """Grafana does not let us query."""


@dataclass
class Grafana:
    """One Grafana.

    Attributes:
        client: sends the requests.
        namespace: of the organisation, in the newer API.
        ahead: seconds by which its clock is ahead of ours, as it says with its version; negative if it is behind.
    """

    client: Client
    namespace: str = "default"
    ahead: float = field(default=0.0, init=False)
    _healths: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    @property
    def named(self) -> str:
        """Grafana in words."""
        return self.client.api.named

    def version(self) -> str:
        """Its version, if it is healthy; "unknown" if it does not say.

        Raises:
            CannotMeasure: it cannot be asked, or its database is ill.
        """
        answer = self.client.ask("/api/health", accepted={503})
        now = moment_of(answer.header("date"))
        self.ahead = 0.0 if now is None or abs(now - time.time()) < NOTABLE else now - time.time()
        found = self.client.read(answer)
        database = text_of(found, "database")
        if database != "ok":
            what = f"{self.named} is not healthy: its database is {shown(database) or 'not named in /api/health'!r}"
            raise CannotMeasure(what, "see Grafana's log, and run it again when it is healthy")
        return shown(text_of(found, "version")) or "unknown"

    def dashboard(self, uid: str) -> Json | None:
        """The dashboard in classic JSON; None if there is none.

        Raises:
            CannotMeasure: it cannot be asked, or its form is not understood.
        """
        path = f"/api/dashboards/uid/{quote(uid, safe='')}"
        answer = self.client.ask(path, accepted={NOT_FOUND, NOT_ACCEPTABLE})
        if answer.status not in {NOT_FOUND, NOT_ACCEPTABLE}:
            return self._body(answer, "dashboard")
        for version in VERSIONS:
            newer = f"/apis/dashboard.grafana.app/{version}/namespaces/{quote(self.namespace, safe='')}/dashboards/"
            found = self.client.ask(f"{newer}{quote(uid, safe='')}", accepted={NOT_FOUND, NOT_ACCEPTABLE})
            if found.status not in {NOT_FOUND, NOT_ACCEPTABLE}:
                return self._newer(uid, found)
        if answer.status == NOT_ACCEPTABLE:
            what = f"{self.named} shows the dashboard {uid!r} in its newest form alone, which is not read here"
            raise CannotMeasure(what, "save it in the classic form (v1), or leave it out of the settings")
        return None

    def _newer(self, uid: str, answer: Answer) -> Json:
        found = self.client.read(answer)
        conversion = table_of(table_of(found, "status"), "conversion")
        if conversion.get("failed") is True:
            what = f"{self.named} cannot turn the dashboard {uid!r} into the classic form"
            raise CannotMeasure(f"{what}: {shown(text_of(conversion, 'error'))}", "save it in the classic form (v1)")
        body = dict(self._body(answer, "spec"))
        return body | {"uid": text_of(table_of(found, "metadata"), "name") or uid}

    def _body(self, answer: Answer, key: str) -> Json:
        body = table_of(self.client.read(answer), key)
        if not body:
            what = f"{self.named} answers {answer.place} without {key!r}, so it is not Grafana's answer"
            raise CannotMeasure(what, f"check {self.client.api.place} url")
        return body

    def uids_of(self, title: str) -> list[str]:
        """The uids of the dashboards with exactly this title.

        Raises:
            CannotMeasure: it cannot be asked.
        """
        found = self.client.json("/api/search", query={"type": "dash-db", "query": title, "limit": 500})
        listed = found if isinstance(found, list) else []
        return [text_of(one, "uid") for one in listed if text_of(one, "title") == title]

    def datasources(self) -> tuple[Datasource, ...]:
        """Every datasource that we may see.

        Raises:
            CannotMeasure: they cannot be asked for.
        """
        answer = self.client.ask("/api/datasources", accepted={FORBIDDEN})
        if answer.status == FORBIDDEN:  # a Viewer may query them, and learns of them where the pages do
            return of_settings(self.client.json("/api/frontend/settings"))
        return of_list(self.client.read(answer))

    def illness(self, source: Datasource) -> str:
        """What its own health check says is wrong with a datasource; "" if nothing, or if it has no such check."""
        if source.uid not in self._healths:
            self._healths[source.uid] = self._illness(source)
        return self._healths[source.uid]

    def _illness(self, source: Datasource) -> str:
        path = f"/api/datasources/uid/{quote(source.uid, safe='')}/health"
        answer = self.client.ask(path, accepted={FORBIDDEN, *BAD})
        if answer.status in {FORBIDDEN, NOT_FOUND}:
            return ""  # we may not ask, or its plugin has no check; its queries tell
        found = self.client.read(answer)
        if text_of(found, "status").upper() == "OK":
            return ""
        return shown(text_of(found, "message")) or f"its health check answers {answer.status}"

    def library_panel(self, uid: str) -> Json | None:
        """The content of a library panel; None if there is none.

        Raises:
            CannotMeasure: it cannot be asked for.
        """
        answer = self.client.ask(f"/api/library-elements/{quote(uid, safe='')}", accepted={NOT_FOUND})
        if answer.status == NOT_FOUND:
            return None
        return table_of(self._body(answer, "result"), "model")

    def label_values(self, source: Datasource, label: str, match: str, since: float, until: float) -> list[str]:
        """The values of a label at a Prometheus behind Grafana.

        Args:
            source: the datasource.
            label: the name of the label.
            match: the series that count; "" for all.
            since: seconds since 1970.
            until: the same.

        Raises:
            CannotMeasure: it cannot be asked.
        """
        path = (
            f"/api/datasources/uid/{quote(source.uid, safe='')}/resources/api/v1/label/{quote(label, safe='')}/values"
        )
        times = {"start": round(since), "end": round(until)}
        found = self.client.json(path, query={"match[]": match or None, **times})
        return [text for text in list_of(found, "data") if isinstance(text, str)]

    def query(self, queries: Sequence[Json], since: float, until: float) -> Mapping[str, Json]:
        """The results of queries, by their refId.

        Args:
            queries: as panels hold them, with the uid of a datasource.
            since: seconds since 1970.
            until: the same.

        Raises:
            Forbidden: we may not query.
            CannotMeasure: they could not be asked.
        """
        body = {"from": str(round(since * 1000)), "to": str(round(until * 1000)), "queries": list(queries)}
        answer = self.client.ask("/api/ds/query", json_body=body, accepted={FORBIDDEN, *BAD})
        if answer.status == FORBIDDEN:
            error = refused(self.client.api, answer)
            raise Forbidden(error.what, error.cure)
        found = self.client.read(answer)
        results = table_of(found, "results")
        if not results and answer.status in BAD:
            said = shown(text_of(found, "message") or text_of(found, "error")) or json.dumps(found)[:80]
            return {text_of(query, "refId"): {"error": said, "status": answer.status} for query in queries}
        return {key: value for key, value in results.items() if isinstance(value, dict)}
