"""Grafana on loopback: what it is asked, and what it answers, is held to the description of its API in tests/data."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import jsonschema
from grafana_frames import Frame, frame, holds

DESCRIBED = json.loads((Path(__file__).parent / "data/grafana_described.json").read_text(encoding="utf-8"))
PATHS = {
    re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))): (path, methods)
    for path, methods in DESCRIBED["paths"].items()
}
NOT_FOUND = {"message": "Not found"}
TOKEN = "glsa_of-the-tests"
PROMETHEUS = {"id": 1, "uid": "prom", "name": "Prometheus", "type": "prometheus", "isDefault": True}
LOKI = {"id": 2, "uid": "logs", "name": "Loki", "type": "loki", "isDefault": False}


NAN = frame(None, None, entities=[None, {"NaN": [0, 1]}])


class FakeGrafana:
    """Answers what a test puts into it; each request needs the token.

    ``series``: what queries find, by texts that they contain, the first that does; a text is an error.
    ``ages``: for how many seconds they have had no samples, in the same way; those not named go on.
    """

    def __init__(self, serve) -> None:
        self.dashboards: dict[str, dict] = {}
        self.newer: dict[str, dict] = {}
        self.datasources = [PROMETHEUS, LOKI]
        self.health = (200, {"database": "ok", "version": "13.1.0", "commit": "abc"})
        self.checks: dict[str, tuple[int, dict]] = {}
        self.library: dict[str, dict] = {}
        self.labels: dict[str, list[str]] = {}
        self.series: dict[str, object] = {}
        self.ages: dict[str, float] = {}
        self.spans: list[float] = []
        self.forbidden: set[str] = set()
        self.token = TOKEN
        self.asked: list[str] = []
        self.expressions: list[str] = []
        self.faults: list[str] = []
        self.raw: tuple[int, dict, bytes] | None = None
        self.server = serve(self._answer)
        self.url = self.server.url

    def put(self, body, **more):
        """A deployed dashboard, as Grafana keeps it."""
        kept = copy.deepcopy(body)
        kept = {"id": 7, "version": 3, "schemaVersion": 41, **kept, **more}
        self.dashboards[kept["uid"]] = kept
        return kept

    def _answer(self, request):
        method, target, headers, content = request
        parts = urlsplit(target)
        self.asked.append(f"{method} {unquote(parts.path)}")
        if self.raw is not None:
            return self.raw
        if headers.get("Authorization") != f"Bearer {self.token}":
            return self._sent(401, {"message": "Invalid API key"})
        path, methods, names = next(
            ((*PATHS[known], found.groupdict()) for known in PATHS if (found := known.fullmatch(parts.path))),
            ("", {}, {}),
        )
        operation = methods.get(method.lower())
        if operation is None:
            self.faults.append(f"{method} {target} is not described")
            return self._sent(404, NOT_FOUND)
        body = self._checked(operation, parse_qs(parts.query), content)
        status, said = self._said(
            path, {name: unquote(value) for name, value in names.items()}, parse_qs(parts.query), body
        )
        shape = operation["responses"].get(str(status))
        if shape is None:
            self.faults.append(f"{method} {path}: {status} is not described")
        else:
            self._valid(shape, said, f"answer {status} of {path}")
        return self._sent(status, said)

    def _checked(self, operation, query, content):
        """The body of a request, which is as described, like its parameters."""
        known = operation.get("query", {})
        for name, values in query.items():
            if name not in known or (known[name] == "integer" and not values[0].isdigit()):
                self.faults.append(f"parameter {name}={values}")
        body = json.loads(content) if content else None
        if (body is None) == ("body" in operation):
            self.faults.append("a body where none is described, or none where one is")
        elif body is not None:
            self._valid(operation["body"], body, "request")
        return body

    def _valid(self, shape, value, what):
        schema = {**shape, "shapes": DESCRIBED["shapes"]}
        self.faults += [
            f"{what}: {error.message}" for error in jsonschema.Draft202012Validator(schema).iter_errors(value)
        ]

    def _said(self, path, names, query, body):
        if any(part in path for part in self.forbidden):
            return 403, {"message": "Permission denied"}
        answers = {
            "/api/health": lambda: self.health,
            "/api/dashboards/uid/{uid}": lambda: self._deployed(names["uid"]),
            "/api/search": lambda: (200, self._found(query["query"][0])),
            "/api/datasources": lambda: (200, self.datasources),
            "/api/datasources/uid/{uid}/health": lambda: self.checks.get(
                names["uid"], (200, {"status": "OK", "message": "works"})
            ),
            "/api/library-elements/{uid}": lambda: self._library(names["uid"]),
            "/api/frontend/settings": lambda: (200, self._settings()),
            "/api/ds/query": lambda: self._queried(body),
        }
        if path in answers:
            return answers[path]()
        if "label" in names:
            return 200, {"status": "success", "data": self.labels.get(names["label"], [])}
        return self._resource(**names)

    def _deployed(self, uid):
        found = self.dashboards.get(uid)
        return (200, {"dashboard": found, "meta": {"slug": "x"}}) if found else (404, NOT_FOUND)

    def _found(self, wanted):
        hits = [
            {"uid": key, "title": one["title"], "type": "dash-db"}
            for key, one in {**self.dashboards, **self.newer}.items()
        ]
        return [hit for hit in hits if wanted in hit["title"]]

    def _library(self, uid):
        model = self.library.get(uid)
        return (200, {"result": {"uid": uid, "name": "x", "kind": 1, "model": model}}) if model else (404, NOT_FOUND)

    def _settings(self):
        default = next((one["name"] for one in self.datasources if one["isDefault"]), "")
        return {"datasources": {one["name"]: one for one in self.datasources}, "defaultDatasource": default}

    def _resource(self, version, namespace, uid):
        if version != "v1beta1" or uid not in self.newer:
            return 404, {"kind": "Status", "status": "Failure", "code": 404}
        spec = {key: value for key, value in self.newer[uid].items() if key != "status"}
        return 200, {
            "kind": "Dashboard",
            "apiVersion": "dashboard.grafana.app/v1beta1",
            "metadata": {"name": uid, "namespace": namespace},
            "spec": spec,
            "status": self.newer[uid].get("status", {}),
        }

    def _queried(self, body):
        results = {}
        self.spans.append((int(body["to"]) - int(body["from"])) / 1000)
        for query in body["queries"]:
            text = next((query[key] for key in ("expr", "rawSql", "expression") if key in query), "")
            self.expressions.append(text)
            found = next((found for part, found in self.series.items() if part in text), [])
            if "timestamp(" in text and not isinstance(found, str):
                found = self._samples(text, body) if holds(found) else []
            if isinstance(found, str):
                results[query["refId"]] = {"status": 400, "error": found, "frames": []}
            else:
                frames = found if isinstance(found, list) else [found]
                frames = [one.now() if isinstance(one, Frame) else one for one in frames]
                results[query["refId"]] = {"status": 200, "frames": frames}
        failed = any("error" in one for one in results.values())
        return (400 if failed and len(results) == 1 else 207 if failed else 200), {"results": results}

    def _samples(self, text, body):
        """The times of a series' samples, one each 15 seconds: up to now, or to when it ended."""
        end = int(body["to"]) / 1000 - next((age for part, age in self.ages.items() if part in text), 0)
        begin = int(body["from"]) / 1000
        times = [end - 15 * n for n in range(40) if end - 15 * n >= begin][::-1]
        return [frame(*times)] if times else []

    @staticmethod
    def _sent(status, said):
        return status, {"Content-Type": "application/json"}, json.dumps(said).encode()


def panel(number=1, title="Requests", expr='sum(rate(http_requests_total{job="shop"}[$__rate_interval]))', **more):
    """A panel with one query."""
    target = {"refId": "A", "expr": expr, "datasource": {"type": "prometheus", "uid": "prom"}}
    made = {"id": number, "title": title, "type": "timeseries", "datasource": {"type": "prometheus", "uid": "prom"}}
    return {**made, "targets": [target], **more}


def dashboard(*panels, variables=(), **more):
    """A dashboard."""
    listed = list(panels) or [panel()]
    return {"uid": "shop", "title": "Shop", "panels": listed, "templating": {"list": list(variables)}, **more}
