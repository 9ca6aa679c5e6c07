"""Which of bandit's tests may report a call, learned from which properties of similar calls they read.

Most tests read only the name of the called function, or the file's imports, and report nothing. Such a test reports
nothing for every call with the same name and imports, and need not run again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pytest_golive.codebase.bandit.watched import AnyName, Part, Question, Watched, name_alone

Kind = tuple[object, ...]


class Calls:
    """Knows which tests still have to run, by kind of call; for one set of settings."""

    def __init__(self) -> None:
        self._left: dict[Kind, list[Any]] = {}
        self._left_anyhow: dict[Kind, tuple[list[Any], set[str]]] = {}
        self._tests: list[Any] = []
        self._imports: Collection[str] = ()
        self._size = -1  # of the imports when they were last asked about
        self._answers: dict[Question, bool] = {}
        self._yes: frozenset[Question] = frozenset()

    def are_silent(self, node: Any, visitor: Any) -> bool:
        """Whether no test can report the call *node*, which bandit's *visitor* has reached."""
        from bandit.core.utils import get_call_name

        names = get_call_name(node, visitor.import_aliases), name_alone(node)
        return self._left.get((*names, *self._kind(node, visitor.imports))) == []

    def to_ask(self, tests: list[Any], raw_context: dict[str, Any]) -> list[Any]:
        """Those of *tests* that may report the call in *raw_context*."""
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
        """The tests that may report the call's name; most tests report only a few names."""
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
        """The properties of a call that a test may read and still not have to run again, without the names."""
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
