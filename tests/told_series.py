"""A server that speaks Prometheus' API and answers each query as a test says; all others have no series."""

from __future__ import annotations

import json
import re
import time
from urllib.parse import parse_qs, urlsplit


class ToldPrometheus:
    """Answers queries by their text: a number, or a list of (labels, value); a text is an error."""

    def __init__(self, serve) -> None:
        self.answers: dict[str, object] = {}
        self.asked: list[str] = []
        self.codes = ["200", "404"]
        self.raw: tuple[int, dict[str, str], bytes] | None = None
        self.server = serve(self._answer)
        self.url = self.server.url

    def _answer(self, request):
        if self.raw is not None:
            return self.raw
        method, target, _, body = request
        parts = urlsplit(target)
        fields = parse_qs(body.decode() if method == "POST" else parts.query)
        status, said = 200, self._said(parts.path, fields)
        if isinstance(said, tuple):
            status, said = said
        return status, {"Content-Type": "application/json"}, json.dumps(said).encode()

    def _said(self, path, fields):
        if path == "/api/v1/status/buildinfo":
            return {"status": "success", "data": {"version": "3.5.3"}}
        if path != "/api/v1/query":
            return 404, {"status": "error", "errorType": "not_found", "error": "no such path"}
        query, now = fields["query"][0], time.time()
        if query == "time()":
            return vector("scalar", [now, str(now)])
        self.asked.append(query)
        found = self.answers.get(query, self._codes(query))
        if isinstance(found, str):
            return 422, {"status": "error", "errorType": "execution", "error": found}
        pairs = found if isinstance(found, list) else [({}, found)]
        return vector("vector", [{"metric": labels, "value": [now, str(value)]} for labels, value in pairs])

    def _codes(self, query):
        """The values of a label for how requests ended, and whose series there are, where a test tells nothing else."""
        if query.startswith("count by (job) ("):
            count = self.answers.get(f"count({query[16:]}", 0)
            job = re.search(r'job="(\w+)"', query)
            return [({"job": job[1] if job else "shop"}, count)] if count else []
        return [({"code": code}, 1) for code in self.codes] if query.startswith("count by (code)") else []


def vector(kind, result):
    return {"status": "success", "data": {"resultType": kind, "result": result}}


SLOTH = """\
version: prometheus/v1
service: shop
labels: {team: shop, tier: 2}
slos:
  - name: availability
    objective: 99.9
    description: Requests that succeed.
    sli:
      events:
        error_query: sum(rate(http_requests_total{job="shop",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="shop"}[{{.window}}]))
    alerting:
      name: ShopErrors
      page_alert: {labels: {severity: page}}
"""
ERRORS = 'sum(rate(http_requests_total{job="shop",code=~"5.."}[2592000s]))'
TOTAL = 'sum(rate(http_requests_total{job="shop"}[2592000s]))'
SERIES = 'count(http_requests_total{job="shop"})'
BAD_SERIES = 'count(http_requests_total{job="shop",code=~"5.."})'
CODES = 'count(http_requests_total{job="shop",code!=""})'
NAME = "count(http_requests_total)"
COVERED = 'count_over_time((count(http_requests_total{job="shop"}))[2592000s:3703s])'  # of 700 steps


def healthy(days=40, errors=0.0005, total=1.0):
    """Answers for an objective with half of its budget left."""
    found = {TOTAL: total, SERIES: 3, NAME: 3, CODES: 3, COVERED: min(days * 86_400 // 3703, 700)}
    return found | ({ERRORS: errors, BAD_SERIES: 1} if errors else {})
