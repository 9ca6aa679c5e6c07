"""The OpenAPI document of a real FastAPI application under uvicorn, held against committed ones."""

from __future__ import annotations

import json

import pytest
from serving import served

from pytest_golive.documents.openapi.comparing import compare
from pytest_golive.documents.openapi.reading import read_document
from pytest_golive.documents.openapi.served import served_document
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def app():
    # The tests are collected without FastAPI, too.
    from servers.documented_shop import app

    return app


@pytest.fixture(scope="module")
def service(app):
    with served(app) as url:
        yield Service(Target("staging", url))


def differences(service, committed, path=""):
    document, place = served_document(service, path)
    return [each.message for each in compare("openapi.json", committed, document, place).found]


def committed(app, **changes):
    """What is exported from the application, as a team commits it."""
    document = read_document(json.dumps(app.openapi()).encode(), "openapi.json", "export it")
    return {**document, **changes}


@pytest.mark.parametrize("path", ["", "/openapi.json", "/api.yaml", "/moved"])
def test_what_was_exported_is_what_is_served(app, service, path):
    assert differences(service, committed(app, servers=[{"url": "https://shop.example"}]), path) == []


def test_each_path_that_differs_is_told(app, service):
    paths = json.loads(json.dumps(app.openapi()["paths"]))
    paths["/refunds"] = paths.pop("/items")
    paths["/items/{number}"]["get"]["parameters"][1]["schema"]["default"] = True
    assert differences(service, committed(app, paths=paths)) == [
        "GET /items/{number} parameters[whole].schema.default: committed 'True', served 'False'",
        "POST /items: the target serves it, and it is not committed",
        "POST /refunds: it is committed, and the target does not serve it",
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/docs", r"/docs is an HTML page, perhaps one that renders the document, or a log-in page"),
        ("/wall", r"/wall is an HTML page, perhaps one"),
        ("/plain-page", r"/plain-page is an HTML page"),
        ("/items/3x", r"/items/3x: status 422, so there is no served OpenAPI document"),
    ],
)
def test_what_is_no_document_is_an_error_that_names_its_place(app, service, path, said):
    with pytest.raises(CannotMeasure, match=rf"GET http://127\.0\.0\.1:\d+{said}") as refused:
        differences(service, committed(app), path)
    assert "served_at" in refused.value.cure


@pytest.mark.parametrize("path", ["/locked", ""])
def test_a_document_behind_a_log_in_has_a_cure_of_its_own(app, service, path, monkeypatch):
    monkeypatch.setattr("pytest_golive.documents.openapi.served.USUAL", ("/nowhere", "/locked"))
    with pytest.raises(
        CannotMeasure, match=r"/locked: status 40[13], so the OpenAPI document is not to be had"
    ) as refused:
        differences(service, committed(app), path)
    assert "without credentials" in refused.value.cure
