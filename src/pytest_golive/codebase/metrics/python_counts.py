"""Counts decisions, operators and operands of a Python file exactly as radon's visitors do, but in one walk.

Radon walks twice, visits operators and contexts, too, and looks for a method by the name of each node's kind. Two
things that radon does not know count here as well: ``except*``, and the guard of a ``case``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef
LEAVES = (
    *(ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop, ast.alias),
    *(ast.Name, ast.Constant, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal),
)
PASSED_OVER = {"ctx", "op", "ops", "type_comment", "type_ignores"}  # fields that hold nothing to be counted
NAMED_BY = {ast.Name: "id", ast.Attribute: "attr", ast.Constant: "value"}


class Counts:
    """What is in a tree.

    Attributes:
        functions: the qualified name and the complexity of each function at any depth, in the order of their lines.
        operators, operands: how many there are.
    """

    def __init__(self, tree: ast.Module) -> None:
        """Count.

        Raises:
            RecursionError: it is nested too deeply.
        """
        self.functions: dict[Function, tuple[str, int]] = {}
        self.operators = self.operands = 0
        self._kinds: set[type] = set()  # of operators
        self._named: set[tuple[str, Any]] = set()  # operands, each with the function it stands in
        self._unnamed = 0  # operands that are like no other
        self._function = self._prefix = ""
        # Of the module, class or function that is being walked through: its decisions, the complexity of the functions
        # and classes right in it, and how many of these there are.
        self._decisions = self._of_functions = self._of_classes = self._defined = 0
        self._inside(tree)

    @property
    def complexity(self) -> int:
        """Of the whole, functions and classes included."""
        return 1 + self._decisions + self._of_functions + self._of_classes - self._defined

    @property
    def distinct_operators(self) -> int:
        """How many kinds there are."""
        return len(self._kinds)

    @property
    def distinct_operands(self) -> int:
        """How many differ."""
        return len(self._named) + self._unnamed

    def _inside(self, node: ast.AST) -> None:
        for field in FIELDS[node.__class__]:
            value = getattr(node, field)
            if value.__class__ is list:
                self._each(value)
            elif (visit := VISITS.get(value.__class__)) is not None:
                visit(self, value)

    def _each(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            if (visit := VISITS.get(node.__class__)) is not None:
                visit(self, node)

    def _operates(self, operators: Iterable[ast.AST], *operands: ast.AST) -> None:
        for operator in operators:
            self.operators += 1
            self._kinds.add(operator.__class__)
        for operand in operands:
            self.operands += 1
            if (name := NAMED_BY.get(operand.__class__)) is None:
                self._unnamed += 1
            else:
                self._named.add((self._function, getattr(operand, name)))

    def _binary(self, node: ast.BinOp) -> None:
        self._operates((node.op,), node.left, node.right)
        self._inside(node)

    def _unary(self, node: ast.UnaryOp) -> None:
        self._operates((node.op,), node.operand)
        self._inside(node)

    def _augmented(self, node: ast.AugAssign) -> None:
        self._operates((node.op,), node.target, node.value)
        self._inside(node)

    def _compared(self, node: ast.Compare) -> None:
        self._operates(node.ops, node.left, *node.comparators)
        self._inside(node)

    def _and_or(self, node: ast.BoolOp) -> None:
        self._operates((node.op,), *node.values)
        self._decisions += len(node.values) - 1
        self._inside(node)

    def _if(self, node: ast.If | ast.IfExp) -> None:
        self._decisions += 1
        self._inside(node)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        self._decisions += 1 + bool(node.orelse)
        self._inside(node)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        self._decisions += len(node.handlers) + bool(node.orelse)
        self._inside(node)

    def _comprehension(self, node: ast.comprehension) -> None:
        self._decisions += 1 + len(node.ifs)
        self._inside(node)

    def _match(self, node: ast.Match) -> None:
        catches_all = any(getattr(case.pattern, "pattern", False) is None for case in node.cases)
        self._decisions += max(0, len(node.cases) - catches_all)
        self._decisions += sum(case.guard is not None for case in node.cases)
        self._inside(node)

    def _assert(self, node: ast.Assert) -> None:
        """One decision, whatever is in it; operators are counted."""
        decisions = self._decisions + 1
        self._inside(node)
        self._decisions = decisions

    def _definition(self, node: Function) -> None:
        """The body alone counts; the complexity of what is defined in it is its own."""
        name, outer = self._prefix + node.name, self._function
        self.functions[node] = name, 0  # keeps its place before those in it
        self._function = node.name
        complexity, _ = self._body(node, name)
        self._function = outer
        self.functions[node] = name, complexity
        self._of_functions += complexity

    def _class(self, node: ast.ClassDef) -> None:
        """The body and its methods count; around it only operators do."""
        decisions = self._decisions
        for field in ("bases", "keywords", "decorator_list", "type_params"):
            self._each(getattr(node, field, ()))
        self._decisions = decisions
        complexity, of_methods = self._body(node, self._prefix + node.name)
        self._of_classes += complexity + of_methods

    def _body(self, node: Function | ast.ClassDef, name: str) -> tuple[int, int]:
        """The complexity of the body alone, and that of all functions right in it."""
        outer = self._decisions, self._of_functions, self._of_classes, self._defined, self._prefix
        self._decisions, self._of_functions, self._prefix = 0, 0, f"{name}."
        self._each(node.body)
        found = 1 + self._decisions, self._of_functions
        self._decisions, self._of_functions, self._of_classes, self._defined, self._prefix = outer
        self._defined += 1
        return found


def _kinds(kind: type[ast.AST] = ast.AST) -> Iterator[type[ast.AST]]:
    for one in kind.__subclasses__():
        if not issubclass(one, LEAVES):
            yield one
            yield from _kinds(one)


FIELDS = {kind: tuple(field for field in kind._fields if field not in PASSED_OVER) for kind in _kinds()}
METHODS: dict[str, tuple[type[ast.AST], ...]] = {
    "_inside": tuple(FIELDS),  # but for those below
    "_binary": (ast.BinOp,),
    "_unary": (ast.UnaryOp,),
    "_augmented": (ast.AugAssign,),
    "_compared": (ast.Compare,),
    "_and_or": (ast.BoolOp,),
    "_if": (ast.If, ast.IfExp),
    "_loop": (ast.For, ast.AsyncFor, ast.While),
    "_try": (ast.Try, ast.TryStar),
    "_comprehension": (ast.comprehension,),
    "_match": (ast.Match,),
    "_assert": (ast.Assert,),
    "_definition": (ast.FunctionDef, ast.AsyncFunctionDef),
    "_class": (ast.ClassDef,),
}
VISITS: dict[type, Callable[..., None]] = {
    kind: getattr(Counts, name) for name, kinds in METHODS.items() for kind in kinds
}
