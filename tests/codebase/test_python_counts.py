"""One walk counts what radon's visitors count."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest
from radon.metrics import h_visit_ast, halstead_visitor_report
from radon.visitors import ComplexityVisitor

from pytest_golive.codebase.metrics.python_counts import Counts

STDLIB = Path(sysconfig.get_paths()["stdlib"])
AWKWARD = """
@decorated(a if b else c)
def f(x: a or b = 1 + 2, *y) -> "a" + "b":
    assert (x and y) or -x, [z for z in y if z if not z]
    def inner(): return x and y or z
    class Hidden(A if B else C, key=-1):
        @property
        def m(self): return self.x + other.x == "x" == x
        x: int = 1
    for i in y: pass
    else: inner()
    return lambda: x if y else z
class A(B[x + 1], metaclass=M or N):
    x = -1 if y else +1
    while x: x -= 1
    else: x @= y ** 2
    async def g(self):
        async for i in self: await i
        async with self as s, s: return [i async for i in s], {i: j for i in s for j in i if j}
    def f(self): return not self and not self
    class B:
        if x:
            def h(self): return x is not y in z
try: 1 == 1.0 == True
except A: pass
except (B, C) as e: raise e from None
else: x = 1 < y <= 2
finally: del x
match x:
    case -1 | A(b=1 + 2j): x += 1
    case [*_, y]: pass
    case {"a": 1, **rest}: pass
    case _: f"{x + 1!r:>{y and z}}"
"""


def compare(tree):
    visitor, counts = ComplexityVisitor.from_ast(tree), Counts(tree)
    assert counts.complexity == visitor.total_complexity
    assert halstead_visitor_report(counts) == h_visit_ast(tree).total
    waiting = [*visitor.functions, *visitor.classes]
    ours = {(node.lineno, node.col_offset): found for node, found in counts.functions.items()}
    for block in waiting:
        if block.letter == "C":
            waiting += block.methods + block.inner_classes
        else:
            name, complexity = ours[block.lineno, block.col_offset]
            assert (name.rpartition(".")[2], complexity) == (block.name, block.complexity)
            waiting += block.closures
    return counts


def test_awkward_code():
    counts = compare(ast.parse(AWKWARD))
    assert list(counts.functions.values()) == [
        ("f", 5),
        ("f.inner", 3),
        ("f.Hidden.m", 1),
        ("A.g", 6),
        ("A.f", 2),
        ("A.B.h", 1),
    ]
    assert (counts.distinct_operators, counts.operators) == (14, 31)


@pytest.mark.parametrize("line", ["", "x", "x or y or z", "assert x or y", "x = y = -1", "a.b + b + 'b'", "lambda: -x"])
def test_little_code(line):
    compare(ast.parse(line))
    compare(ast.parse(f"def f():\n    {line or 'pass'}\nclass A:\n    {line or 'pass'}\n"))


@pytest.mark.parametrize("folder", [".", "json", "email", "unittest", "asyncio"])
def test_real_code(folder):
    for path in sorted((STDLIB / folder).glob("*.py"))[::3]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(path.read_bytes())
        if not any(isinstance(node, ast.TryStar | ast.match_case) for node in ast.walk(tree)):
            compare(tree)
