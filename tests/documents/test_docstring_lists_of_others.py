"""Lists in docstrings that are about something else than the signature, and defaults that are none."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.checking import check


def told(make_tree, text):
    checked = check(make_tree(text), "matching")
    rows = [("", each) for each in checked.untrue] + [("?", each) for each in checked.unsure]
    return [f"{mark}{each.rule.removeprefix('docstring-')} {each.key}" for mark, each in rows]


def test_other_parameters_may_be_those_of_a_callback(make_tree):
    doc = "Pay.\n\n    Parameters:\n        cents (int): how much.\n\n    Other Parameters:\n        current (int): done.\n    "
    text = f'def pay(cents, progress=None):\n    """{doc}"""\n'
    assert told(make_tree, text) == ["?parameter-unknown shop.pay current", "?parameter-missing shop.pay progress"]


@pytest.mark.parametrize(
    ("words", "actual"),
    [
        ("how long, default: 1 day.", "86400"),
        ("how many (default: 7 * width).", "84"),
        ("how many. The default is 1,000,000 bytes.", "1000000"),
        ('one of "shop/default", "shop/tea".', '""'),
    ],
)
def test_words_that_are_no_default(make_tree, words, actual):
    text = f'def pay(cents, size={actual}):\n    """Pay.\n\n    Args:\n        cents: how much.\n        size: {words}\n    """\n'
    assert told(make_tree, text) == []


def test_a_default_that_differs_is_told(make_tree):
    text = 'def pay(cents, size=84):\n    """Pay.\n\n    Args:\n        cents: how much.\n        size: Default: 7.\n    """\n'
    assert told(make_tree, text) == ["default shop.pay size"]
