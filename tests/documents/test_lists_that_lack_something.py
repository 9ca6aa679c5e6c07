"""A document lacks what is new only where the last release had a list of all that is beside it."""

from __future__ import annotations

import pytest

from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import README, Required

PROJECT = '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\n'


def check(covering, required, told):
    """A list is worth a look, and fails only if the settings say so."""
    shown = Following(covering.texts, covering, ["shop.py"], "1.1").of(required)
    assert (bool(shown.doubt), shown.faults) == (bool(told), ())
    strict = Following(covering.texts, covering, ["shop.py"], "1.1", strict=True).of(required)
    assert [each.rule for each in strict.faults] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The calls `read()`, `write()` and `close()`.\n\n## `run.read()`\n", []),
        ("```\ntests/\n|-- read.py\n|-- write.py\n`-- close.py\n```\n", ["not updated"]),
        ("- `tests/read.py`\n- `tests/write.py`\n- `tests/close.py`\n", ["not updated"]),
    ],
)
def test_tests_are_listed_as_files_alone(since, text, told):
    old = {
        "docs/a.md": f"# Streams\n\n{text}",
        **{f"tests/{name}.py": "A = 1\n" for name in ("read", "write", "close")},
    }
    covering = since(old, {"tests/stream.py": "B = 1\n"})
    check(covering, Required("docs/a.md", "docs/a.md", ("tests/**",)), told)


@pytest.mark.parametrize(("was", "told"), [("`pay`", False), ("`pay`, `tax` and `fee`", True)])
def test_a_list_that_the_last_release_did_not_have_is_a_choice(since, was, told):
    old = {"docs/a.md": f"# Parts\n\n{was}\n", **{f"src/{name}.py": "A = 1\n" for name in ("pay", "tax", "fee")}}
    covering = since(old, {"docs/a.md": "# Parts\n\n`pay`, `tax` and `fee`!\n", "src/till.py": "C = 1\n"})
    found = Following(covering.texts, covering, [], "1.1").of(Required("docs/a.md", "docs/a.md", ("src/**",)))
    assert ("it names all beside till" in found.doubt, found.faults) == (told, ())


@pytest.mark.parametrize(
    ("had", "text", "told"),
    [
        ('shop = "shop:main"\n', "Run `shop`.", ["not updated"]),
        ('shop = "shop:main"\ntill = "shop:till"\n', "Run `shop` or `till`.", ["not updated"]),
        ('shop = "shop:main"\ntill = "shop:till"\n', "Run `shop`.", []),
        ("", "Import it.", []),
        ('shop = "shop:main"\n', "Run `shop`, or `shop-fetch`.", []),
    ],
)
def test_a_new_command_belongs_into_a_readme_that_named_all(since, had, text, told):
    old = {"README.md": f"# Buying\n\n{text}\n", "pyproject.toml": f"{PROJECT}{had}", "shop.py": "A = 1\n"}
    covering = since(old, {"pyproject.toml": f'{PROJECT}{had}shop-fetch = "shop:fetch"\n'})
    check(covering, Required(README, "README.md"), told)


@pytest.mark.parametrize(("language", "told"), [("sql", False), ("python", True)])
def test_names_in_queries_are_those_of_a_database(since, language, told):
    old = {"docs/a.md": f"# Tables\n\n```{language}\nname COLLATE utf8_bin\n```\n", "cash.py": "BY = {'utf8_bin': 1}\n"}
    covering = since(old, {"cash.py": "BY = {'utf8mb3_bin': 1}\n"})
    found = Following(covering.texts, covering, [], "1.1").of(Required("docs/a.md", "docs/a.md", ("cash.py",)))
    assert ("utf8_bin, which nothing has any more" in found.doubt, found.faults) == (told, ())
