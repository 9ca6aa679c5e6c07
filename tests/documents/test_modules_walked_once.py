"""A module is walked once: the walk finds what Python's own finds, and takes the modules off names."""

from __future__ import annotations

import ast
import dataclasses
import enum
import typing
from collections import Counter
from pathlib import Path

import pytest

from pytest_golive.documents.offering.code import Code, below
from pytest_golive.documents.offering.within_module import vanished

KINDS = (
    ast.arg, ast.Assign, ast.AnnAssign, ast.AsyncFunctionDef, ast.Attribute, ast.ClassDef, ast.Constant, ast.FunctionDef,
    ast.Import, ast.ImportFrom,
)  # fmt: skip
SHAPES = """\
import typing
from shop import *
global_ = {"a": 1, **{}}
match global_:
    case {"b": typing.Any, **rest} | [1, *rest]: pass
    case typing.Point(x=0): pass
async def f(a: typing.Any = 1, /, *b, c=2, **d) -> typing.Any:
    global g
    async with a as h: await h
    try: raise typing.x.y from None
    except* ValueError as error: del a.b[0]
    finally: return [lambda z=1: f"{a.b!r:>{c}}" for i in b if i]
@typing.overload
class Shop[0:1](typing.Generic, metaclass=type): price: typing.Any = typing.cast("int", a.b)
"""


@pytest.mark.parametrize(
    "text", [*(Path(each.__file__).read_text() for each in (ast, dataclasses, enum, typing)), SHAPES]
)
def test_every_node_is_found_as_by_python_itself(text):
    code = Code.of(text.replace("class Shop[0:1]", "class Shop"))
    assert code is not None
    walked = [*ast.walk(code.module)]  # the modules are taken off already
    for kind in KINDS:
        wanted = Counter(id(node) for node in walked if type(node) is kind)
        assert Counter(map(id, code.all(kind))) == wanted, kind.__name__
    contexts = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)  # Python has one of each
    found, all_ = (
        [id(node) for node in nodes if not isinstance(node, contexts)] for nodes in (below(code.module), walked)
    )
    assert Counter(found) == Counter(all_)


def test_a_module_before_a_name_is_taken_off_and_nothing_else():
    code = Code.of(
        "import typing as t\nimport os.path\n\n@t.overload\ndef pay(a: t.Any = os.path.sep, b=shop.till): a.x = t.y\n"
    )
    assert code is not None
    assert ast.unparse(code.module).partition("@")[2] == "overload\ndef pay(a: Any=sep, b=shop.till):\n    a.x = y"
    assert [ast.unparse(node) for node in code.all(ast.Attribute)] == ["shop.till", "a.x"]


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("def pay(the_coin): pass\n", "def pay(coin): pass\n", {"the_coin"}),
        ("def pay(the_coin): pass\n", "def pay(coin): pass  # once the_coin\n", set()),
        ("class Till(Base):\n    the_coin = 1\n    def pay(self): self.the_sum = 1\n", "class Till(Base): pass\n", set()),
        ("class Till(Base):\n    def pay(self, the_coin): pass\n", "class Till(Base): pass\n", {"the_coin"}),
        ("class Till:\n    the_coin = 1\n    def pay(self): self.the_sum = 1\n", "class Till: pass\n", {"the_coin", "the_sum"}),
        ("add('--the-coin')\nclass Till(Base): x = '--the-sum'\n", "", {"--the-coin", "--the-sum"}),
        ("the_coin = 1\nclass Till(Base): x = 'the_coin'\n", "", set()),
    ],
)  # fmt: skip
def test_names_that_stand_nowhere_any_more(old, new, gone):
    code = Code.of(old)
    assert code is not None
    assert vanished(code, new) == gone
