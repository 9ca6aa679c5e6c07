"""The settings as a JSON Schema, held against what the loader itself takes and refuses."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from pytest_golive.cli import main
from pytest_golive.commands.reference.schema import schema_text
from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import settings_in

TOP = Path(__file__).parents[2]
BLOCK = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def faults():
    schema = json.loads(schema_text())
    Draft7Validator.check_schema(schema)

    def of(table):
        plain = json.loads(json.dumps(table, default=dt.date.isoformat))  # TOML's dates are text for JSON Schema
        return [f"{list(error.absolute_path)}: {error.message}" for error in Draft7Validator(schema).iter_errors(plain)]

    return of


def is_taken(text):
    try:
        settings_in(text, "golive.toml")
    except SettingsError:
        return False
    return True


def tables():
    """The tables of our settings that pages show, as far as the loader takes them alone; each with its page."""
    for page in PAGES:
        for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8"))):
            short = block.replace("[tool.golive.", "[").replace("[tool.golive]", "")
            if "[tool.golive" in block and "[tool." not in short and is_taken(short):
                yield pytest.param(short, id=f"{page.name}-{number}")


def test_the_page_is_as_the_settings_are(capsys):
    assert main(["explain", "--json-schema"]) == 0
    printed = capsys.readouterr().out
    assert printed == (TOP / "docs/golive.schema.json").read_text(encoding="utf-8"), (
        "run golive explain --json-schema > docs/golive.schema.json"
    )


@pytest.mark.parametrize("text", [*tables()])
def test_what_the_pages_show_is_as_the_schema_says(text, faults):
    assert faults(tomllib.loads(text)) == []


def test_the_pages_show_enough_to_prove_it():
    assert len(list(tables())) > 30


def test_the_settings_of_this_project_and_of_the_example_hold(faults):
    for path in (TOP / "pyproject.toml", *(TOP / "examples").rglob("pyproject.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("golive", {})
        assert faults(table) == []


TAKEN = [
    'checklist = "docs/GO_LIVE.md"',
    'checklist = ["docs/GO_LIVE.md"]',
    "[watch]\nprobe_interval = false",
    "[watch]\nobjectives = true",
    "[watch.objectives]\nfewest_bad = 3",
    '[[waivers]]\ngate = "a::b"\nreason = "a reason"\nowner = "kim"\napprover = "lee"\nexpires = 2027-01-31',
]


@pytest.mark.parametrize("text", TAKEN)
def test_each_way_to_write_it_is_taken(text, faults):
    assert faults(tomllib.loads(text)) == []


REFUSED = [
    'kind = "libary"',
    "crtical = []",
    "strict = 1",
    "gates = 3",
    "[code_quality]\nmax_lines = 'many'",
    "[deployment]\nunknown = 1",
    '[[waivers]]\ngate = "a::b"',
    "[watch.objectives]\nunknown = 3",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_loader_refuses_by_its_name_or_type_the_schema_refuses(text, faults):
    assert faults(tomllib.loads(text)) != []
    assert not is_taken(text)


def test_nothing_in_it_is_null_and_nothing_stands_beside_a_reference():
    def walk(node):
        if isinstance(node, dict):
            assert node.get("type") != "null"
            assert len(node) == 1 or "$ref" not in node
            for part in node.values():
                walk(part)
        for part in node if isinstance(node, list) else ():
            walk(part)

    walk(json.loads(schema_text()))
