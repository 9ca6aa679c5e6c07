"""What others can use of a Python module, as far as its own text tells: names, parameters, bases and values.

How a type is spelled is not part of it: a document does not change because ``typing.Optional`` became ``| None``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final, NamedTuple

from pytest_golive.documents.offering.code import Code, extends
from pytest_golive.documents.offering.signature import Signature, of_fields, signature_of

# What makes a type, not a value: nobody calls it, and no document explains it.
OF_TYPES: Final = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple", "NewType", "TypeAliasType"})
TELLING: Final = frozenset({"property", "cached_property", "classmethod", "staticmethod", "contextmanager", "overload"})
# What makes fields the parameters of a constructor.
RECORD: Final = re.compile(r"\b(?:dataclass|NamedTuple|BaseModel|define|frozen|attrs|attr\.s|struct|Struct)\b")
COMPATIBLE: Final = "with_metaclass"  # of six: its first argument is no base


class Offered(NamedTuple):
    """One name, and whether it *is listed*: a function or a class of the module itself.

    What is *said* of a function are its decorators, and of another name its value. *given* are the parameters of a
    function or of the constructor of a class; None where its own text does not tell. *bases* are what a class is made
    from. What *is inherited* extends a method of a base of its class. *marks* are the decorators that are known to
    change how a function is used.
    """

    said: str
    is_listed: bool = False
    given: Signature | None = None
    bases: frozenset[str] | None = None
    is_inherited: bool = False
    marks: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Whether it is a class, a function or a value."""
        if self.bases is not None:
            return "class"
        return "value" if self.given is None else "function"


def offered(code: Code, *, listed: bool = True) -> dict[str, Offered]:
    """What a module offers, by name; what is in a class as "Shop.pay".

    Args:
        code: the module.
        listed: whether only that counts which its ``__all__`` lists, if it has one.
    """
    exported = code.exports if listed else None
    found = dict(_public(code.module.body, "", code.extended))
    if exported is None:
        return found
    return {name: each for name, each in found.items() if name.partition(".")[0] in exported}


class _Worded(ast.NodeTransformer):
    """Takes sentences out of decorators: ``help="How many."`` is a text of its own, and no part of the interface."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        is_sentence = isinstance(node.value, str) and " " in node.value
        return ast.copy_location(ast.Constant(""), node) if is_sentence else node


def _unparsed(value: ast.expr) -> str:
    """A value as it is written; the sentences that a call is given explain it, and are no part of it."""
    return ast.unparse(_Worded().visit(deepcopy(value)) if isinstance(value, ast.Call) else value)


def _public(body: Sequence[ast.stmt], home: str, extended: frozenset[str]) -> Iterator[tuple[str, Offered]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                marks = [ast.unparse(_Worded().visit(mark)) for mark in node.decorator_list if _is_telling(mark)]
                known = frozenset(mark for mark in marks if mark in TELLING or "deprecat" in mark.lower())
                given = signature_of(node.args)
                told = Offered(
                    f"{marks}", not home, given, is_inherited=node.name in extended and _extends(node), marks=known
                )
                yield f"{home}{node.name}", told
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            bases = [*_bases(node)]
            yield f"{home}{node.name}", Offered("", not home, _constructor(node, bases), frozenset(bases))
            yield from _public(node.body, f"{home}{node.name}.", extended)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            said = "" if node.value is None or _is_type(node.value) else _unparsed(node.value)
            is_variable = isinstance(node.value, ast.Call) and _is_type(node.value)
            names = (target.id for target in targets if isinstance(target, ast.Name) and not is_variable)
            yield from ((f"{home}{name}", Offered(said)) for name in names if not name.startswith("_"))


def _constructor(node: ast.ClassDef, bases: Sequence[str]) -> Signature | None:
    """How a class is constructed: by its ``__init__``, of several by the last, or by the fields of a dataclass."""
    own = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
    if own:
        return signature_of(own[-1].args)
    made = " ".join(ast.unparse(mark.func if isinstance(mark, ast.Call) else mark) for mark in node.decorator_list)
    if not RECORD.search(" ".join((made, *bases))):
        return None
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    named = ((ast.unparse(each.target), each) for each in fields if "ClassVar" not in ast.unparse(each.annotation))
    return of_fields((name, each.value) for name, each in named if not name.startswith("_"))


def _extends(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a method calls the one of the same name that its class inherits."""
    return any(node.name in extends(each) for each in ast.walk(node))


def _is_telling(mark: ast.expr) -> bool:
    """Whether a decorator may change how a function is used: one with arguments, or one that is known for it."""
    return not isinstance(mark, ast.Name) or mark.id in TELLING or "deprecat" in mark.id.lower()


def _bases(node: ast.ClassDef) -> Iterator[str]:
    """What a class inherits from, without what stands in brackets: ``Mapping[str, str]`` is a mapping."""
    for base in node.bases:
        if isinstance(base, ast.Call) and ast.unparse(base.func).endswith(COMPATIBLE):
            yield from map(ast.unparse, base.args[1:])
        else:
            said = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
            if said not in {"object", "Generic", "Protocol"}:
                yield said


def _is_type(value: ast.expr) -> bool:
    """Whether a type is assigned: a type variable, an alias such as ``Callable[[int], str]`` or ``int | str``."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in OF_TYPES
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        return _is_named_type(value.left) or _is_named_type(value.right)
    return isinstance(value, ast.Subscript) and _is_named_type(value)


def _is_named_type(value: ast.expr) -> bool:
    inner = value.value if isinstance(value, ast.Subscript) else value
    is_builtin = isinstance(inner, ast.Name) and inner.id in {
        "dict",
        "list",
        "tuple",
        "set",
        "type",
        "frozenset",
        "str",
        "int",
        "bytes",
    }
    return is_builtin or (isinstance(inner, ast.Name) and inner.id[:1].isupper() and not inner.id.isupper())
