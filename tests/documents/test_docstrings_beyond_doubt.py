"""What a docstring says wrongly for sure, and what is only worth a look: words of prose, and what may be meant so."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.checking import check


@pytest.fixture
def told(make_tree):
    """What is wrong with the docstrings; what is only worth a look is prefixed with a question mark."""

    def found(text):
        checked = check(make_tree(text), "matching")
        rows = [("", each) for each in checked.untrue] + [("?", each) for each in checked.unsure]
        return [f"{mark}{each.rule.removeprefix('docstring-')} {each.key}" for mark, each in rows]

    return found


def function(signature, *lines, body="...", indent=""):
    text = "\n".join(["Pay.", "", *lines, ""])
    doc = '    """' + text.replace("\n", "\n    ") + '"""'
    return "".join(f"{indent}{line}\n" for line in f"def pay({signature}):\n{doc}\n    {body}".splitlines())


def in_class(header, text):
    return f'{header}\n    """Till."""\n' + text


BASES = '''
class Till:
    """Till.

    :param owner: it.
    """
    def __init__(self, owner): ...
class Open(Till):
    """Open.

    :param size: it.
    """
    def __init__(self, owner, size): ...
'''
RETURNS = ("Returns:", "    What was paid.")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (function("", *RETURNS, body="print()"), ["returns shop.pay returns"]),
        (function("", *RETURNS, body="raise NotImplementedError"), []),
        (function("", *RETURNS, body="msg = 'no'\n    raise NotImplementedError(msg)"), []),
        (function("", "Returns:", "    None", body="print()"), []),
        (f"import click\n@click.command()\n{function('', *RETURNS, body='print()')}", ["?returns shop.pay returns"]),
        (in_class("class Till:", function("self", *RETURNS, body="print()", indent="    ")), ["returns shop.Till.pay returns"]),
        (in_class("class Till:", function("self", *RETURNS, indent="    ").replace("pay(", "__init__(")), []),
        (
            "import abc\n"
            + in_class("class Till:", "    @abc.abstractmethod\n" + function("self", *RETURNS, body="print()", indent="    ")),
            [],
        ),
        (
            "from typing import Protocol\n"
            + in_class("class Till(Protocol):", function("self", *RETURNS, body="print()", indent="    ")),
            [],
        ),
        (
            in_class("class Till:", function("self", *RETURNS, body="print()", indent="    "))
            + in_class("class Open(Till):", function("self", body="return 1", indent="    ")),
            ["?returns shop.Till.pay returns"],
        ),
    ],
)  # fmt: skip
def test_a_return_is_missing_only_where_a_call_returns_nothing(told, text, rows):
    assert told(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (function("url", ":param url str: where."), []),
        (function("url", ":param str url: where."), []),
        (function("url", ":param str: where."), ["parameter-unknown shop.pay str", "parameter-missing shop.pay url"]),
        (function("src_locale", ":param src_local: of it."), ["parameter-unknown shop.pay src_local", "parameter-missing shop.pay src_locale"]),
        (function("", ":param node: of it."), ["parameter-unknown shop.pay node"]),
        (function("cents", ":param cents: how much.", ":param node: of it."), ["parameter-unknown shop.pay node"]),
        (f"from shop.web import passes\n@passes\n{function('', ':param node: of it.')}", ["?parameter-unknown shop.pay node"]),
        (
            function("msg", "Parameters", "----------", "msg : what to send", "", "This is safe, as it", "thread control does."),
            ["?parameter-unknown shop.pay This"],
        ),
        (function("msg", "Parameters", "----------", "msg : str", "    It.", "", "Returns : None"), ["?parameter-unknown shop.pay Returns"]),
        (function("hash_", ":param hash\\\\_: of it."), []),
        (function("cents", "Args:", "    cents (:obj:`int` or :obj:`str`/:obj:`float`): how much."), []),
        (
            "from zope.interface import Interface\n"
            + in_class("class ITill(Interface):", function("name", ":param text name: of it.", indent="    ")),
            [],
        ),
    ],
)  # fmt: skip
def test_an_unknown_parameter_is_one_that_the_form_shows_as_such(told, text, rows):
    assert [row for row in told(text) if "control" not in row and "thread" not in row] == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (function("a, b", ":param a: it."), ["parameter-missing shop.pay b"]),
        (function("a, b=1", ":param a: it."), ["?parameter-missing shop.pay b"]),
        (function("a, bank_account", ":param a: it, of the bank account."), ["?parameter-missing shop.pay bank_account"]),
        (function("a, b, *args, **more", ":param a: it.", ":param b: it."), []),
        (function("request, **kwargs", ":param status: it.", ":param body: it."), ["?parameter-missing shop.pay request"]),
        (function("a, kind='DEPRECATED'", ":param a: it."), []),
        (function("a, b", "Parameters", "----------", "a, b : int", "    Both."), []),
        (function("a, b", "Parameters", "----------", "a/b : int", "    Both."), []),
        (
            in_class("class Till:", function("self, a, b", ":param a: it.", ":param b: it.", indent="    "))
            + in_class("class Open(Till):", function("self, a, b", ":param a: it.", indent="    ")),
            ["?parameter-missing shop.Open.pay b"],
        ),
        (BASES, ["?parameter-missing shop.Open owner"]),
    ],
)  # fmt: skip
def test_a_required_parameter_that_nothing_mentions_is_missing(told, text, rows):
    assert told(text) == rows


def test_an_optional_parameter_is_missing_where_the_project_explains_all_others(told):
    one = function("a, b=1", ":param a: it.", ":param b: it.")
    lists = "".join(one.replace("def pay", f"def pay{number}") for number in range(30))
    lacking = function("a, b=1", ":param a: it.")
    assert told(lists + lacking) == ["parameter-missing shop.pay b"]
    others = "".join(lacking.replace("def pay", f"def owe{number}") for number in range(3))
    assert all(row.startswith("?") for row in told(lists + lacking + others))


@pytest.mark.parametrize(
    ("said", "before", "rows"),
    [
        ("Gone", "", ["raises-unknown shop.pay Gone"]),
        ("Gone", "import requests\n", ["?raises-unknown shop.pay Gone"]),
        ("Lost", "import requests\nclass Losts(Exception):\n    'L'\n", ["raises-unknown shop.pay Lost"]),
        ("shop.Gone", "import requests\n", ["raises-unknown shop.pay Gone"]),
        ("requests.Gone", "import requests\n", []),
        ("JSONDecodeError", "import json\n", ["?raises-unknown shop.pay JSONDecodeError"]),
        ("ValueError", "", []),
    ],
)
def test_an_exception_of_others_may_come_through(told, said, before, rows):
    assert told(before + function("", f":raises {said}: never.")) == rows


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("{'Blocks', 'Bumps'}", []),
        ("str, default 'Blocks'", ["default shop.pay name"]),
        ("{'Blocks', 'Bumps'}, default: 'Blocks'", ["default shop.pay name"]),
    ],
)
def test_the_first_of_a_set_is_no_stated_default(told, kind, rows):
    assert told(function("name='Bumps'", "Parameters", "----------", f"name : {kind}", "    It.")) == rows


def test_the_default_of_a_part_is_not_that_of_the_parameter(told):
    said = ":param scheme: of the digest, 'sha256' is the default hash."
    assert told(function("scheme='hmac-sha256'", said)) == []


def test_a_list_of_a_class_may_explain_its_attributes(told):
    text = in_class(
        "class Till:", "    def __init__(self, client):\n        self.name = client\n        self.owner = client\n"
    )
    text = text.replace('"""Till."""', '"""Till.\n\n    Args:\n        name: it.\n        owner: it.\n    """')
    assert told(text) == [
        "?parameter-unknown shop.Till name", "?parameter-unknown shop.Till owner", "?parameter-missing shop.Till client",
    ]  # fmt: skip


def test_what_the_text_mentions_counts_beside_a_list_of_exceptions_too(told):
    lines = ("It needs the till.", "", "Args:", "    cents: how much.", "", "Raises:", "    ValueError: if none.")
    assert told(function("cents, till", *lines, body="raise ValueError")) == ["?parameter-missing shop.pay till"]


def test_a_value_in_a_sentence_about_several_is_no_default(told):
    lines = ("Args:", '    verbose: if True, say more by default "head" and "body" are accepted.')
    assert told(function("verbose=False", *lines)) == []
