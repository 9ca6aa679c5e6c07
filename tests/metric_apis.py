"""Clients for servers of tests."""

from __future__ import annotations

import json

from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

PLACE = "[tool.golive.targets.shop.metrics]"
JSON = {"Content-Type": "application/json"}


def client_for(url, kind="Prometheus", patience=15.0, **more):
    """A client that does not sleep."""
    return Client(Api(kind, url, PLACE, **more), patience=patience, wait=lambda _: None)


def said(value, status=200, **more):
    """An answer in JSON: a text stands for itself."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return status, {**JSON, **more}, body


def success(data, **more):
    return said({"status": "success", "data": data, **more})


def vector(*samples, **more):
    """An instant vector of (labels, value as text, time)."""
    found = [{"metric": labels, "value": [at, value]} for labels, value, at in samples]
    return success({"resultType": "vector", "result": found}, **more)


BUILD = {"/api/v1/status/buildinfo": {"version": "3.5.3"}}


def api_of(serve, answer, **more):
    """The API of a server that answers queries like this; and the server."""

    def answered(request):
        path = request[1].partition("?")[0]
        return success(BUILD[path]) if path in BUILD else answer(request) if callable(answer) else answer

    server = serve(answered)
    return HttpApi(client_for(server.url, **more)), server
