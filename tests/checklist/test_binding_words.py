"""What the words of a binding mean, and what those that mean nothing are told."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.parsing import Binding, Bond, Means, Unreadable, parse

GATE = Bond(Means.GATE, "a::b")


@pytest.mark.parametrize(
    ("words", "bonds", "options"),
    [
        ("a::b", (GATE,), {}),
        ("golive/a::b", (GATE,), {}),
        ("a::b, c::d", (GATE, Bond(Means.GATE, "c::d")), {}),
        ("a::b c::d a::b", (GATE, Bond(Means.GATE, "c::d")), {}),
        ("gates/own.py::pay", (Bond(Means.GATE, "gates/own.py::pay"),), {}),
        ("gates/own.py::Pay::card[visa-1]", (Bond(Means.GATE, "gates/own.py::Pay::card[visa-1]"),), {}),
        ("a::b#p95", (Bond(Means.GATE, "a::b", "p95"),), {}),
        ('"a::b#error rate", c::d', (Bond(Means.GATE, "a::b", "error rate"), Bond(Means.GATE, "c::d")), {}),
        ("section:documentation", (Bond(Means.SECTION, "documentation"),), {}),
        ("phase:pre_deploy id=all", (Bond(Means.PHASE, "pre_deploy"),), {"id": "all"}),
        ("sign role=manager approvers=2", (Bond(Means.SIGN),), {"role": "manager", "approvers": "2"}),
        ("no-check", (Bond(Means.NO_CHECK),), {}),
        ("a::b count=67", (GATE,), {"count": "67"}),
        ('sign role="release manager"', (Bond(Means.SIGN),), {"role": "release manager"}),
    ],
)
def test_words_that_mean_something(words, bonds, options):
    assert parse(words) == Binding(bonds, options)


@pytest.mark.parametrize(
    ("words", "said", "cure"),
    [
        ("", "binds to nothing", "write <!-- golive: section::gate -->, or sign"),
        ("id=x", "binds to nothing", "or sign"),
        ("coverage", "'coverage' binds to nothing", "section:NAME"),
        ("a:b", "'a:b' binds to nothing", "section::gate"),
        ("section:", "'section:' binds to nothing", "section:NAME"),
        ("a::b colour=red", "'colour' is no option", "there are id, count, role"),
        ("a::b id=x id=y", "id stands there twice", "keep one"),
        ("a::b id=", "id= says nothing", "a name of its own"),
        ("a::b id=//", "id=// says nothing", "a name of its own"),
        ('"a::b', "ends within quotes", "close the quotes"),
        ("no-check a::b", "no-check stands beside other words", "either checked or not"),
        ("sign no-check", "no-check stands beside other words", "either checked or not"),
    ],
)
def test_words_that_mean_nothing(words, said, cure):
    with pytest.raises(Unreadable, match=said) as caught:
        parse(words)
    assert cure in caught.value.cure
