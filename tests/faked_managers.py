"""An Alertmanager and a Prometheus that answer what a test wants, in the shapes of their published APIs."""

from __future__ import annotations

import json
from typing import Any

from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

ORIGINAL = """\
route:
  receiver: default
  routes:
  - receiver: pager
    matchers:
    - severity="critical"
receivers:
- name: default
- name: pager
  webhook_configs:
  - send_resolved: true
    url: <secret>
"""


def status(original: Any = ORIGINAL, **changed: Any) -> dict[str, Any]:
    """The answer to ``/api/v2/status``."""
    return {
        "cluster": {"name": "01", "status": "ready", "peers": [{"name": "01", "address": "127.0.0.1:9094"}]},
        "versionInfo": {"version": "0.33.1"},
        "config": {"original": original},
        "uptime": "2026-01-01T00:00:00.000Z",
        **changed,
    }


class Faked:
    """Answers by path; a value is JSON with status 200, a tuple is status, headers and body, a function makes them."""

    def __init__(self, serve: Any, **answers: Any) -> None:
        self.answers: dict[str, Any] = {
            "/api/v2/status": status(),
            "/api/v2/alerts": [],
            "/api/v2/silences": [],
            "/metrics": (200, {"Content-Type": "text/plain"}, b"alertmanager_config_last_reload_successful 1\n"),
            **{f"/{name.replace('_', '/')}": value for name, value in answers.items()},
        }
        self.url = serve(self._answer).url
        self.client = Client(Api("Alertmanager", self.url, "[the settings]", max_body=1_000_000), wait=lambda _: None)

    def _answer(self, request: Any) -> Any:
        found = self.answers.get(request[1].partition("?")[0], (404, {}, b"404 page not found"))
        found = found() if callable(found) else found
        if isinstance(found, tuple):
            return found
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()
