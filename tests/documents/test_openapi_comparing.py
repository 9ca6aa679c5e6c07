"""The committed OpenAPI document is compared with the one that is served."""

from __future__ import annotations

import copy

import pytest

from pytest_golive.documents.openapi.comparing import compare
from pytest_golive.errors import CannotMeasure

ORDER = {
    "type": "object",
    "required": ["id", "total"],
    "properties": {
        "id": {"type": "string"},
        "total": {"type": "integer"},
        "parent": {"$ref": "#/components/schemas/Order"},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "shop", "version": "1.2.0"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {
        "/orders": {
            "parameters": [{"name": "tenant", "in": "header", "schema": {"type": "string"}}],
            "get": {
                "tags": ["a", "b"],
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer"}},
                    {"name": "size", "in": "query", "schema": {"type": "integer"}},
                ],
                "responses": {
                    "200": {
                        "description": "all",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
                    }
                },
            },
        }
    },
    "components": {"schemas": {"Order": ORDER}},
}
SCHEMA = "responses.200.content.application/json.schema"


def told(change) -> list[str]:
    served = copy.deepcopy(DOCUMENT)
    change(served)
    return [finding.message for finding in compare("openapi.json", DOCUMENT, served, "GET /openapi.json").found]


def operation(document):
    return document["paths"]["/orders"]["get"]


@pytest.mark.parametrize(
    "change",
    [
        lambda served: served.update(servers=[]),
        lambda served: operation(served)["tags"].reverse(),
        lambda served: operation(served)["parameters"].reverse(),
        lambda served: served["components"]["schemas"]["Order"]["required"].reverse(),
        lambda served: operation(served)["responses"].update({200: operation(served)["responses"].pop("200")}),
        lambda served: operation(served).update(parameters=[*operation(served)["parameters"], *served["paths"]["/orders"].pop("parameters")]),
        lambda served: operation(served)["responses"]["200"]["content"]["application/json"].update(schema=copy.deepcopy(ORDER)),
        lambda served: served["components"]["schemas"].update(Unused={"type": "string"}),
    ],
)  # fmt: skip
def test_order_servers_and_references_do_not_count(change):
    assert told(change) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda served: served["components"]["schemas"]["Order"]["properties"]["total"].update(type="number"),
            [f"GET /orders {SCHEMA}.properties.total.type: committed 'integer', served 'number'"],
        ),
        (
            lambda served: served["components"]["schemas"]["Order"]["required"].remove("total"),
            [f"GET /orders {SCHEMA}.required: committed 'total', not served"],
        ),
        (
            lambda served: operation(served)["parameters"].pop(),
            ["GET /orders parameters: committed {name, in, schema}, not served"],
        ),
        (
            lambda served: operation(served)["parameters"][0].update(required=True),
            ["GET /orders parameters[page].required: served 'True', not committed"],
        ),
        (
            lambda served: served["paths"].pop("/orders"),
            ["GET /orders: it is committed, and the target does not serve it"],
        ),
        (
            lambda served: served["paths"]["/orders"].update(post={"responses": {}}),
            ["POST /orders: the target serves it, and it is not committed"],
        ),
        (lambda served: served["info"].update(version="1.3.0"), ["info.version: committed '1.2.0', served '1.3.0'"]),
        (
            lambda served: served.update(security=[{"token": []}]),
            ["GET /orders security: served a list of 1, not committed"],
        ),
        (
            lambda served: served.update(webhooks={"paid": {"post": {"responses": {}}}}),
            ["webhook POST paid: the target serves it, and it is not committed"],
        ),
    ],
)
def test_a_difference_is_told_path_by_path(change, said):
    assert told(change) == said


def test_what_two_operations_share_is_told_for_both():
    first = copy.deepcopy(DOCUMENT)
    first["paths"]["/a"] = copy.deepcopy(first["paths"]["/orders"])
    second = copy.deepcopy(first)
    second["components"]["schemas"]["Order"]["properties"]["id"]["type"] = "integer"
    found = compare("openapi.json", first, second, "GET /openapi.json").found
    assert [each.message.split(" responses")[0] for each in found] == ["GET /a", "GET /orders"]


def test_loops_of_references_end():
    loop = {
        "openapi": "3.1.0",
        "paths": {"/a": {"get": {"x": {"$ref": "#/x/a"}}}},
        "x": {"a": {"$ref": "#/x/b"}, "b": {"$ref": "#/x/a"}},
    }
    assert compare("a", loop, copy.deepcopy(loop), "b").found == ()


def test_what_was_only_assumed_in_a_loop_is_looked_at_again():
    def document(kind: str):
        return {
            "openapi": "3.1.0",
            "paths": {
                "/a": {"get": {"x": {"$ref": "#/s/A"}}},
                "/b": {"get": {"x": {"$ref": "#/s/B"}}},
            },
            "s": {"A": {"b": {"$ref": "#/s/B"}, "kind": kind}, "B": {"a": {"$ref": "#/s/A"}}},
        }

    found = compare("a", document("one"), document("two"), "b").found
    assert {each.message.partition(" x.")[0] for each in found} == {"GET /a", "GET /b"}


def test_a_bomb_of_aliases_is_compared_at_once():
    bombs = []
    for last in (1, 2):
        value: list = [last]
        for _ in range(30):
            value = [value] * 10
        bombs.append({"openapi": "3.1.0", "paths": {"/a": {"get": {"x": value}}}})
    assert compare("a", bombs[0], bombs[0], "b").found == ()
    assert compare("a", *bombs, "b").found


def test_what_nests_too_deeply_cannot_be_compared():
    deep: list = []
    for _ in range(5_000):
        deep = [deep]
    documents = [{"openapi": "3.1.0", "paths": {"/a": {"get": {"x": [deep]}}}} for _ in range(2)]
    other = copy.copy(documents[1])
    other["paths"] = {"/a": {"get": {"x": [[deep[0]]]}}}
    with pytest.raises(CannotMeasure, match="nests too deeply to be compared"):
        compare("a", documents[0], other, "GET /openapi.json")
