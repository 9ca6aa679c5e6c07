"""Which of bandit's tests have something to say about a call, by what they wanted to know of others like it.

Most look at the name of what is called, or at what the file imports, and are silent. A test that was silent having
looked at nothing else is silent about every call for which that is the same, and need not be asked again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pytest_golive.codebase.bandit.watched import AnyName, Part, Question, Watched, name_alone

Kind = tuple[object, ...]


class Calls:
    """Knows the tests that are left to be asked, by kind of call; for one set of settings."""

    def __init__(self) -> None:
        self._left: dict[Kind, list[Any]] = {}
        self._left_anyhow: dict[Kind, tuple[list[Any], set[str]]] = {}
        self._tests: list[Any] = []
        self._imports: Collection[str] = ()
        self._size = -1  # of the imports when they were last asked about
        self._answers: dict[Question, bool] = {}
        self._yes: frozenset[Question] = frozenset()

    def are_silent(self, node: Any, visitor: Any) -> bool:
        """Whether no test has anything to say about the call *node*, at which bandit's *visitor* has come."""
        from bandit.core.utils import get_call_name

        names = get_call_name(node, visitor.import_aliases), name_alone(node)
        return self._left.get((*names, *self._kind(node, visitor.imports))) == []

    def to_ask(self, tests: list[Any], raw_context: dict[str, Any]) -> list[Any]:
        """Those of *tests* that may have something to say about the call in *raw_context*."""
        if tests is not self._tests:  # bandit makes the list anew for each batch of files
            if tests != self._tests:
                self._left, self._left_anyhow = {}, {}
            self._tests = tests
        node, name, imports = raw_context["call"], raw_context["qualname"], raw_context["imports"]
        if name.rpartition(".")[2] != raw_context["name"]:
            return tests
        names = name, name_alone(node)
        left = self._left.get((*names, *self._kind(node, imports)))
        if left is None:
            watched = Watched(raw_context, self._answer)
            left = [test for test in self._whatever_the_name(raw_context) if not watched.is_silent(test)]
            self._left[*names, *self._kind(node, imports)] = left  # there may be new questions
        return left

    def _whatever_the_name(self, raw_context: dict[str, Any]) -> list[Any]:
        """The tests that are not silent about all names but a few, none of which the call has."""
        node, imports = raw_context["call"], raw_context["imports"]
        known = self._left_anyhow.get(self._kind(node, imports))
        if known is None:
            watched = Watched(raw_context, self._answer)
            watched.call_function_name = watched.call_function_name_qual = any_name = AnyName(watched)
            watched.node = Part(node, watched, {"func": Part(node.func, watched, {"id": any_name})})
            known = [test for test in self._tests if not watched.is_silent(test)], watched.compared
            self._left_anyhow[self._kind(node, imports)] = known
        left, names = known
        of_call = {raw_context["qualname"], raw_context["name"], name_alone(node)}
        return left if names.isdisjoint(of_call) else self._tests

    def _kind(self, node: Any, imports: Collection[str]) -> Kind:
        """All but the names that a test may look at and still not be asked again."""
        if imports is not self._imports or len(imports) != self._size:
            self._imports, self._size, self._yes = imports, len(imports), frozenset()
            known, self._answers = self._answers, {}
            for question in known:
                self._answer(question)
        return node.func.__class__, len(node.args), bool(node.keywords), self._yes

    def _answer(self, question: Question) -> bool:
        if question not in self._answers:
            from bandit.core.context import Context

            method, module = question
            self._answers[question] = bool(getattr(Context({"imports": self._imports}), method)(module))
            self._yes |= {question} if self._answers[question] else set()
        return self._answers[question]
