"""What a docstring tells without a list of its own: exceptions by what they are, and names that its text quotes."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.checking import check

RAISES = "class Lost(Exception): ...\nclass Gone(Lost): ...\n"


@pytest.fixture
def untrue(make_tree):
    def found(text, depth="matching"):
        checked = check(make_tree(text), depth)
        rows = [("", each) for each in checked.untrue] + [("?", each) for each in checked.unsure]
        return [f"{mark}{each.rule.removeprefix('docstring-')} {each.key}" for mark, each in rows]

    return found


@pytest.mark.parametrize(
    ("raised", "said", "told"),
    [
        ("Gone", "Lost: it is not there.", []),
        ("KeyError", "LookupError: it is not there.", []),
        ("Lost", "Gone: it is not there.", ["?raises-missing shop.find Lost"]),
        ("KeyError", "ValueError: it is not there.", ["?raises-missing shop.find KeyError"]),
    ],
)
def test_an_exception_is_told_by_what_it_is_a_kind_of(untrue, raised, said, told):
    text = f'{RAISES}def find():\n    """Find.\n\n    Raises:\n        {said}\n    """\n    raise {raised}\n'
    assert untrue(text) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("``fast=True``", []),
        ("fast", ["?parameter-missing shop.find fast"]),
        ("speed", ["?parameter-missing shop.find fast"]),
    ],
)
def test_what_the_text_quotes_needs_no_entry_in_the_list(untrue, words, told):
    text = (
        f'def find(name, fast=False):\n    """Find, with {words} at once.\n\n    Args:\n        name: of it.\n    """\n'
    )
    assert untrue(text) == told
    assert untrue(text, "complete") == ["parameter-missing shop.find fast"]


def test_an_exception_that_the_text_quotes_is_said(untrue):
    text = 'def find():\n    """Find, or raise :exc:`~shop.Lost`.\n\n    Raises:\n        KeyError: never.\n    """\n    raise Lost\n'
    assert untrue("class Lost(Exception): ...\n" + text) == []
    assert untrue("class Lost(Exception): ...\n" + text.replace("Lost`", "Loss`")) == ["?raises-missing shop.find Lost"]
