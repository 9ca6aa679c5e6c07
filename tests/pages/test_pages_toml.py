"""Each block of TOML on our pages is what the settings take: a reader copies it."""

from __future__ import annotations

import tomllib

import pytest
from page_blocks import blocks

from pytest_golive.errors import GoliveError
from pytest_golive.settings.loading import _validated, approved
from pytest_golive.signing.glass.reading import glass_in

# What a table of which only a part is shown must also have.
REST = {
    ("tool", "golive", "targets", "staging"): {"url": "https://staging.shop.example"},
    ("tool", "golive", "targets", "prod"): {"url": "https://shop.example"},
    ("tool", "golive", "targets", "staging", "traces"): {"services": ["shop"], "url": "https://jaeger.shop.example"},
}
PYPROJECT = {"tool", "project", "build-system", "dependency-groups"}


def merged(one, other):
    """Two tables in one."""
    both = {**one, **other}
    for key in one.keys() & other.keys():
        if isinstance(one[key], dict) and isinstance(other[key], dict):
            both[key] = merged(one[key], other[key])
    return both


def completed(table, part_of):
    """The whole of which *table* is a part: keys of the table that *part_of* names, or tables beside and below it."""
    names = tuple(part_of.strip("[]").split("."))
    whole = table if "tool" in table else nested(names, table)
    for path, rest in REST.items():
        if path == names[: len(path)]:
            whole = merged(nested(path, rest), whole)
    return whole


def nested(names, table):
    for name in reversed(names):
        table = {name: table}
    return table


def check(block):
    """Raise what is wrong with the block."""
    table = tomllib.loads(block.text)
    if block.part_of.endswith("night.toml"):
        glass_in(block.text, block.part_of)
    elif block.part_of.startswith("["):
        approved(_validated(completed(table, block.part_of)["tool"]["golive"], "pyproject.toml", block.text))
    elif block.part_of != ".taplo.toml":
        of_pyproject = bool(PYPROJECT & table.keys())
        name = "pyproject.toml" if of_pyproject else "golive.toml"
        own = table.get("tool", {}).get("golive", {}) if of_pyproject else table
        approved(_validated(own, name, block.text))


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda block: block.place)
def test_a_block_of_toml_is_taken(block):
    try:
        check(block)
    except (GoliveError, tomllib.TOMLDecodeError) as error:
        pytest.fail(f"{block.place}: {error}")
