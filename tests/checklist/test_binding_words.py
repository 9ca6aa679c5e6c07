"""The words of a binding, and the errors for words that cannot be parsed."""

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
        ("sign if=migration", (Bond(Means.SIGN),), {"if": "migration"}),
        ("a::b sign role=mgr", (GATE, Bond(Means.SIGN)), {"role": "mgr"}),
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
        (
            "a::b#error rate",
            "'rate' behind 'a::b#error' binds to nothing",
            "write spaces in a piece as _: a::b#error_rate",
        ),
        (
            "a::b role=mgr",
            "role=mgr says who signs, but the row is not bound to people",
            "write: sign role=mgr, or leave",
        ),
        ("a::b approvers=2", "approvers=2 says who signs, but", "write: sign approvers=2, or leave approvers= out"),
        ("sign if=rolback", "if=rolback is no event that is known", "did you mean if=rollback?"),
        ("a::b if=Rollback", "if=Rollback is no event", "did you mean if=rollback?"),
        ("a::b colour=red", "'colour' is not an option of a binding", "use one of id, count, role"),
        ("a::b id=x id=y", "id is given twice", "keep one"),
        ("a::b id=", "id= says nothing", "id is a fixed id for the row"),
        ("a::b id=//", "id=// says nothing", "id is a fixed id for the row"),
        ('"a::b', "has an open quote", "close the quotes"),
        ("no-check a::b", "no-check is combined with other words", "remove either no-check or the rest"),
        ("sign no-check", "no-check is combined with other words", "remove either no-check or the rest"),
    ],
)
def test_words_that_mean_nothing(words, said, cure):
    with pytest.raises(Unreadable, match=said) as caught:
        parse(words)
    assert cure in caught.value.cure
