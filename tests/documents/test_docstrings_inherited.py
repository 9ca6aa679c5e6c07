"""Docstrings of classes: what a constructor, a field or a base explains."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.checking import check


@pytest.fixture
def untrue(make_tree):
    def found(text, depth="matching"):
        checked = check(make_tree(text), depth)
        rows = [("", each) for each in checked.untrue] + [("?", each) for each in checked.unsure]
        return [f"{mark}{each.rule.removeprefix('docstring-')} {each.key}" for mark, each in rows]

    return found


def test_a_class_is_held_against_its_constructor(untrue):
    text = 'class Cart:\n    """A cart.\n\n    Args:\n        owner: whose.\n    """\n    def __init__(self, owner, size): ...\n'
    assert untrue(text) == ["parameter-missing shop.Cart size"]
    assert untrue(text.replace(", size", "")) == []
    own = 'class Cart:\n    """A cart."""\n    def __init__(self, owner):\n        """Make it.\n\n        Args:\n            size: x.\n        """\n'
    assert untrue(own) == ["parameter-unknown shop.Cart size", "parameter-missing shop.Cart owner"]


def test_a_dataclass_is_held_against_its_fields(untrue):
    text = 'from dataclasses import dataclass\n@dataclass\nclass Cart:\n    """A cart.\n\n    Args:\n        owner: whose.\n    """\n    owner: str\n'
    assert untrue(text) == []
    assert untrue(f"{text}    size: int = 3\n") == ["?parameter-missing shop.Cart size"]
    assert untrue(text.replace("    owner: str", "    keeper: str")) == [
        "parameter-unknown shop.Cart owner",
        "parameter-missing shop.Cart keeper",
    ]


def test_what_a_base_explains_need_not_be_explained_again(untrue):
    base = 'class Base:\n    """B.\n\n    Args:\n        owner: whose.\n    """\n    def __init__(self, owner): ...\n'
    assert untrue(f'{base}class Cart(Base):\n    """C.\n\n    Args:\n        nothing: x.\n    """\n') == [
        "parameter-unknown shop.Cart nothing"
    ]


def test_the_fields_of_a_base_are_explained_there(untrue):
    text = (
        'from dataclasses import dataclass\n@dataclass\nclass Paid:\n    """P.\n\n    Args:\n        when: it was.\n    """\n'
        '    when: int\n@dataclass\nclass Returned(Paid):\n    """R.\n\n    Args:\n        cents: how much.\n    """\n'
        "    cents: int\n"
    )
    assert untrue(text) == []
    assert untrue(f"{text}    why: str\n") == ["parameter-missing shop.Returned why"]
