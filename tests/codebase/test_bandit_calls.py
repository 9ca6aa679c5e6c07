"""Calls on which bandit's tests run once, and calls on which they run each time."""

from __future__ import annotations

import ast
from types import SimpleNamespace

import pytest

from pytest_golive.codebase.bandit.calls import Calls
from pytest_golive.codebase.bandit.watched import AnyName

pytestmark = pytest.mark.filterwarnings("ignore:The verify_requirements argument")  # bandit's, when it is imported


def context_of(code, imports=()):
    from bandit.core.utils import get_call_name

    node = ast.parse(code, mode="eval").body
    name = get_call_name(node, {})
    return {"call": node, "node": node, "qualname": name, "name": name.rpartition(".")[2], "imports": set(imports)}


def own(test):
    test.__module__ = "bandit.plugins.of_ours"
    return test


def left(test, *calls, imports=()):
    known, tests = Calls(), [own(test)]
    return [bool(known.to_ask(tests, context_of(code, imports))) for code in calls]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (lambda context: None, [False, False, False]),
        (lambda context: "found" if context.call_function_name_qual == "a.g" else None, [False, False, True]),
        (lambda context: "found" if context.call_function_name in ["g", "i"] else None, [False, False, True]),
        (lambda context: "found" if context.call_function_name_qual.startswith("a") else None, [False, False, True]),
        (lambda context: "found" if context.call_function_name_qual in {"a.g", "i"} else None, [False, False, True]),
        (lambda context: "found" if f"{context.call_function_name}" == "g" else None, [False, False, True]),
        (lambda context: "found" if len(context.call_args) > 1 else None, [False, False, True]),
        (lambda context: "found" if context.call_args_count == 2 else None, [False, False, True]),
        (lambda context: "found" if context.call_args and context.call_args[0] == 3 else None, [True, True, True]),
        (lambda context: "found" if 3 in list(context.call_args) else None, [True, True, True]),
        (lambda context: "found" if context.call_keywords else None, [False, False, False]),
        (lambda context: "found" if context.check_call_arg_value("x", 1) else None, [False, False, False]),
        (lambda context: "found" if context.node.args == [] else None, [True, True, True]),
        (lambda context: "found" if context.node.keywords else None, [False, False, False]),
        (lambda context: "found" if context.node.lineno > 1 else None, [True, True, True]),
        (lambda context: "found" if isinstance(context.node.func, ast.Attribute) else None, [False, False, True]),
        (lambda context: "found" if getattr(context.node.func, "id", "") == "h" else None, [False, True, False]),
        (lambda context: "found" if context.filename == "x" else None, [True, True, True]),
        (lambda context: "found" if context.is_module_imported_like("os") else None, [True, True, True]),
        (lambda context: "found" if context.is_module_imported_exact("o") else None, [False, False, False]),
        (lambda context: 1 // 0, [True, True, True]),
    ],
)
def test_what_a_test_looks_at_decides_whether_it_is_asked_again(test, expected):
    assert left(test, "f(1)", "h(2)", "a.g(1, 2)", imports=["os.path"]) == expected
    assert left(test, "a.g(1, 2)", "h(2)", "f(1)", imports=["os.path"]) == expected[::-1]


def test_what_a_file_imports_later_counts():
    calls, tests = Calls(), [own(lambda context: "x" if context.is_module_imported_like("os") else None)]
    context = context_of("f(1)")
    assert calls.to_ask(tests, context) == []
    context["imports"].add("os")
    assert calls.to_ask(tests, context) == tests
    assert calls.to_ask(tests, context_of("f(1)")) == []


def test_a_test_of_others_is_always_asked():
    def test(context):
        return None

    assert Calls().to_ask([test], context_of("f(1)")) == [test]


def test_other_tests_are_other_answers():
    calls = Calls()
    assert calls.to_ask([own(lambda context: None)], context_of("f(1)")) == []
    others = [own(lambda context: "found")]
    assert calls.to_ask(others, context_of("f(1)")) == others


@pytest.mark.parametrize(
    "look", [len, bool, hash, str, repr, iter, "{}".format, lambda name: name.split("."), lambda name: "a" in name, lambda name: name < "b"]
)  # fmt: skip
def test_a_name_that_may_be_any_shows_nothing(look):
    noting = SimpleNamespace(has_shown_more=False, compared=set())
    with pytest.raises(TypeError):
        look(AnyName(noting))
    assert noting.has_shown_more


def test_a_name_that_may_be_any_is_text_and_differs_from_all():
    noting = SimpleNamespace(has_shown_more=False, compared=set())
    name = AnyName(noting)
    assert isinstance(name, str)
    assert name not in ["a", "b"]
    assert name != "c"
    assert (noting.compared, noting.has_shown_more) == ({"a", "b", "c"}, False)
