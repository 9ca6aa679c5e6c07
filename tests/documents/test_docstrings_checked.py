"""Docstrings are compared with the signatures above them."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.checking import check

GOOGLE = '''
def pay(cents, currency="EUR", *rest, note=None, **more):
    """Pay.

    Args:
        cents: how much.
        currency: which. Defaults to "EUR".
        note (str): what for.

    Returns:
        What was paid.

    Raises:
        ValueError: too little.
    """
    if cents < 1:
        raise ValueError
    return cents
'''
NUMPY = '''
def pay(cents, currency="EUR"):
    """Pay.

    Parameters
    ----------
    cents : int
        How much.
    currency : str, default "EUR"
        Which.

    Returns
    -------
    int
        What was paid.
    """
    return cents
'''
SPHINX = '''
def pay(cents, currency="EUR"):
    """Pay.

    :param int cents: how much.
    :param currency: which; default: "EUR"
    :returns: what was paid.
    :raises ValueError: too little.
    """
    return cents
'''
STYLES = {"google": GOOGLE, "numpy": NUMPY, "sphinx": SPHINX}


@pytest.fixture
def untrue(make_tree):
    """What is wrong with the docstrings; what is only worth a look is prefixed with a question mark."""

    def found(text, depth="matching"):
        checked = check(make_tree(text), depth)
        rows = [("", each) for each in checked.untrue] + [("?", each) for each in checked.unsure]
        return [f"{mark}{each.rule.removeprefix('docstring-')} {each.key}" for mark, each in rows]

    return found


@pytest.mark.parametrize("style", STYLES)
def test_what_is_true_is_found_true(untrue, style):
    assert untrue(STYLES[style]) == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("def pay(cents, ", "def pay(cents, method, ", "parameter-missing shop.pay method"),
        ('currency="EUR"', 'currency="USD"', "default shop.pay currency"),
        ("    return cents", "    print(cents)", "returns shop.pay returns"),
    ],
)
def test_each_style_is_read(untrue, style, old, new, told):
    assert untrue(STYLES[style].replace(old, new)) == [told]


@pytest.mark.parametrize("style", ["numpy", "sphinx"])
def test_a_parameter_that_is_gone_is_told(untrue, style):
    assert untrue(STYLES[style].replace("def pay(cents, ", "def pay(")) == ["parameter-unknown shop.pay cents"]


def test_a_function_that_takes_anything_may_explain_anything(untrue):
    assert untrue(GOOGLE.replace("def pay(cents, ", "def pay(")) == []


@pytest.mark.parametrize("receiver", ["self", "cls", "None"])
def test_what_python_passes_by_itself_may_be_explained(untrue, receiver):
    told = GOOGLE.replace("    Args:\n", f"    Args:\n        {receiver}: of the shop.\n")
    assert told != GOOGLE
    assert untrue(told) == []


def test_a_function_that_is_put_into_a_class_later_need_not_explain_it(untrue):
    assert untrue(GOOGLE.replace("def pay(", "def pay(self, ")) == []


def test_exceptions_are_compared_where_any_is_named(untrue):
    assert untrue(GOOGLE.replace("        ValueError: too", "        KeyError: too")) == [
        "?raises-missing shop.pay ValueError"
    ]
    assert untrue(GOOGLE.replace("        ValueError: too", "        Nowhere: too")) == [
        "raises-unknown shop.pay Nowhere",
        "?raises-missing shop.pay ValueError",
    ]
    assert untrue(NUMPY.replace("    return cents", "    raise ValueError")) == ["returns shop.pay returns"]


def test_a_docstring_that_explains_fewer_than_half_makes_a_choice(untrue):
    assert untrue(NUMPY.replace("def pay(cents, ", "def pay(cents, a, b, c, ")) == []
    assert untrue(NUMPY.replace("def pay(cents, ", "def pay(cents, a, b, ")) == [
        "parameter-missing shop.pay a",
        "parameter-missing shop.pay b",
    ]


def test_an_exception_is_known_by_its_own_name(untrue):
    assert (
        untrue(
            "from json import JSONDecodeError as Broken\n"
            + GOOGLE.replace("raise ValueError", "raise Broken").replace("ValueError:", "JSONDecodeError:")
        )
        == []
    )


@pytest.mark.parametrize(
    ("default", "words", "is_told"),
    [
        ("None", "Defaults to 10.", False),  # the body may put it in
        ("10", "Defaults to None.", True),
        ("10", "Defaults to ten.", False),
        ("RATE", "Defaults to 10.", False),
        ("True", "Defaults to 1.", True),
        (r'"\n"', r"Defaults to '\\n'.", False),
        ("10", "The default is 10, by default.", False),
        ("10", "which.\n\n            .. versionchanged:: 2\n                The default was 20.", False),
        ("-1", "(default: -1)", False),
        ("1.5", "``1.5`` by default", False),
        ("1.5", "2.5 by default", True),
    ],
)
def test_defaults_are_compared_where_both_are_plain(untrue, default, words, is_told):
    text = f'def pay(rate={default}):\n    """Pay.\n\n    Args:\n        rate: {words}\n    """\n'
    assert untrue(text) == (["default shop.pay rate"] if is_told else [])


def test_a_docstring_without_sections_promises_nothing(untrue):
    text = 'def pay(cents):\n    """Pay."""\n    if cents:\n        raise ValueError\n    return cents\n'
    assert untrue(text) == []
    assert untrue(text, "complete") == [
        "returns-missing shop.pay returns",
        "raises-missing shop.pay ValueError",
        "parameter-missing shop.pay cents",
    ]
    assert untrue(GOOGLE.replace("cents: how", "euros: how"), "present") == []


def test_none_is_nothing_and_may_be_something(untrue):
    said = '    """Pay.\n\n    :returns: {}\n    """\n'
    assert untrue(f"def pay():\n{said.format('nothing.')}    print()\n") == []
    assert untrue(f"def pay():\n{said.format('none')}    print()\n") == []
    assert untrue(f"def pay() -> str | None:\n{said.format('the text')}    return None\n") == []
    assert untrue(f"def pay() -> str | None:\n{said.format('the text')}    print()\n") == ["returns shop.pay returns"]


def test_what_a_decorator_gives_nobody_has_to_explain(untrue):
    text = 'def pay(till, cents):\n    """Pay.\n\n    Args:\n        cents: how much.\n    """\n'
    assert untrue(text) == ["parameter-missing shop.pay till"]
    assert untrue(f"from shop.web import with_till\n@with_till\n{text}") == []


def test_a_parameter_whose_end_is_announced_need_not_be_explained(untrue):
    text = (
        'import warnings\ndef pay(cents, euros=None):\n    """Pay.\n\n    Args:\n        cents: how much.\n    """\n'
        "    if euros:\n        warnings.warn('euros goes', DeprecationWarning)\n"
    )
    assert untrue(text) == []
    assert untrue(text.replace("euros goes", "it goes")) == ["?parameter-missing shop.pay euros"]
