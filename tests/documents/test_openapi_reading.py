"""OpenAPI documents, JSON and YAML, and what only looks like one."""

from __future__ import annotations

import json

import pytest

from pytest_golive.documents.openapi.reading import candidates, read_document
from pytest_golive.errors import CannotMeasure

HEAD = "openapi: 3.1.0\ninfo: {title: shop, version: 1.2.0}\n"


def read(text: str | bytes):
    return read_document(text.encode() if isinstance(text, str) else text, "openapi.yaml", "mend it")


def test_yaml_and_json_say_the_same():
    document = {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}
    assert read(json.dumps(document)) == document
    assert read("openapi: 3.1.0\npaths:\n  /a: {get: {responses: {'200': {description: x}}}}\n") == document


def test_words_that_only_old_yaml_reads_as_something_else_stay_words():
    values = read(f"{HEAD}x: [on, no, y, 2020-01-01, 1:30, 12e3, true, null, 0x1f, ~]\n")["x"]
    assert values == ["on", "no", "y", "2020-01-01", "1:30", 12000.0, True, None, 31, None]


def test_a_bomb_of_aliases_is_read_at_once():
    lines = [f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    document = read(f"{HEAD}x0: &a0 [1]\n" + "\n".join(lines))
    assert len(document["x29"]) == 10


def test_yaml_makes_no_objects():
    with pytest.raises(CannotMeasure, match="neither JSON nor YAML: could not determine a constructor"):
        read(f"{HEAD}x: !!python/object/apply:os.system ['true']\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openapi: [\n", "openapi.yaml is neither JSON nor YAML: while parsing"),
        ('{"openapi": ', "openapi.yaml is neither JSON nor YAML: Expecting value"),
        ("", r"openapi.yaml is no OpenAPI document \(it is empty\)"),
        ("<!doctype html><p>Swagger UI", "openapi.yaml is an HTML page"),
        ("a: b\n", r"openapi.yaml is no OpenAPI document \(it begins 'a: b'\)"),
        ("- openapi: 3\n", "openapi.yaml is no OpenAPI document"),
        ("openapi: 3.1\n", "openapi.yaml is no OpenAPI document"),
        (f"{HEAD}paths: [a]\n", "openapi.yaml: paths is no mapping"),
        (b"\xff\xfeopenapi", r"openapi.yaml is not UTF-8 \(byte 0\)"),
        ('{"openapi": "3.1.0", "x": ' + "[" * 100_000, "openapi.yaml nests too deeply"),
        (b" " * 20_000_001, "openapi.yaml has 20,000,001 bytes, more than 20,000,000"),
    ],
)
def test_what_is_no_document_says_so(text, said):
    with pytest.raises(CannotMeasure, match=said) as error:
        read(text)
    assert error.value.cure in {"mend it", "split it"}


def test_a_document_of_five_megabytes_is_read():
    paths = {f"/{n}": {"get": {"summary": "x" * 1000, "responses": {}}} for n in range(5_000)}
    assert len(read(json.dumps({"openapi": "3.1.0", "paths": paths}))["paths"]) == 5_000


def test_documents_are_found_by_their_names():
    paths = [
        "openapi.json",
        "docs/openapi-v1.yaml",
        "api/swagger.yml",
        "tests/openapi.json",
        "node_modules/x/openapi.json",
        "openapi-generator-config.yaml",
        "openapi.py",
    ]
    assert candidates(paths) == ["openapi.json", "docs/openapi-v1.yaml", "api/swagger.yml"]
