"""Guides are searched by the words of a change, which misses nothing that reading them finds."""

from __future__ import annotations

from random import Random

import pytest

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.guides import Guide
from pytest_golive.documents.breaking.named import Guides, _code, _names


def test_looking_words_up_finds_what_reading_every_paragraph_does():
    random = Random(7)
    words = [
        "shop.pay",
        "pay",
        "`tip`",
        "tip",
        "refund_all",
        "shop",
        "removed",
        "default",
        "**Till**",
        "pay_",
        "xpay",
        "Tíll",
    ]
    rules = ["object-removed", "parameter-removed", "module-removed", "base-removed"]
    outcomes = set()
    for _ in range(300):
        paragraphs = [" ".join(random.choices(words, k=4)) for _ in range(3)]
        found = Guides([Guide("a.md", 1, "\n\n".join(paragraphs))])
        name, detail = (
            random.choice(["shop.pay", "a.refund_all", "a.Till", "shop"]),
            random.choice(["tip", "", "*tip, xpay"]),
        )
        change = Change(random.choice(rules), name, "went", "a.py", 1, detail)
        plain = any(_names(part, _code(part), change) for part in found._paragraphs)
        assert found.names(change) is plain
        outcomes.add(plain)
    assert outcomes == {True, False}


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ("Add the path to the order_id method.", True),
        ("Add the way to the order_id method.", False),
        ("Add the path to the shop.", False),
    ],
)
def test_beside_the_name_of_the_object_a_parameter_may_be_a_word_of_the_text(words, is_named):
    change = Change("parameter-added-required", "shop.Cart.order_id", "", "shop/cart.py", detail="path")
    assert Guides([Guide("CHANGELOG.md", 1, f"- {words}\n")]).names(change) is is_named
