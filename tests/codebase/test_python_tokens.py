"""The quick way through a sound file leads to the numbers that Python's own tokenizer leads to."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest

from pytest_golive.codebase.metrics import python_lines
from pytest_golive.codebase.metrics.python_lines import count_python
from pytest_golive.codebase.metrics.python_tokens import shapes

STDLIB = Path(sysconfig.get_paths()["stdlib"])
AWKWARD = r'''
x = """one
  two 'three' \""" four"""; y = rb'\'a' b"b\
c"
def f(a: int = 0x_1F, *, b=1.5e-3j, **c) -> "x": return a if a else b  # why
@decorated
class A: pass; z = 1
    # alone
if (a := [1, 2, # in brackets

    3]) and a[::-1] != ~b @ c //2 **3 >>1: \
    print(f"{a!r:>{b}} # no comment", u"", F'', .5, 1., 1_000, 0o17, ...)
lambda: (yield); a @= b; a //= b; a **= c; a >>= d; a <<= e; a -= 1; a ^= 1; a |= 1; a &= 1; a %= 1; a == b
ünïcödé = '#'; match = {'a': 1, "b": {2: 3}}
r"""alone,
on two lines"""
Rb'alone' # with a comment
"one" \

-"no string alone"
print or"x"
if a: # why
    x = ';' ':' "("; y = ':'
'''
ast.parse(AWKWARD)


# From 3.12 on, the tokenizer takes f-strings apart, and the quick way is not taken.
QUICK = pytest.mark.skipif("sys.version_info >= (3, 12)", reason="the quick way is not taken here")


@QUICK
def test_awkward_code():
    counted = python_lines._quickly(AWKWARD)
    assert counted == count_python(AWKWARD)
    assert (counted.sloc, counted.lloc, counted.comments, counted.multi) == (16, 33, 5, 2)


@QUICK
@pytest.mark.parametrize("line", AWKWARD.strip("\n").splitlines())
def test_each_of_its_lines_that_stands_alone(line):
    try:
        ast.parse(line.strip())
    except SyntaxError:
        return
    assert python_lines._quickly(line.strip()) == count_python(line.strip())


@QUICK
@pytest.mark.parametrize(
    "text", ["", "\n", "x", "x\n\n", "\n\n# a", "(\n1)", "x = 1;\n", "'''a\n\n'''", "\fx = 1\n", "x \\\n = 1\n", "'a'"]
)
def test_small_texts(text):
    assert python_lines._quickly(text) == count_python(text)


def test_what_counts_of_a_line():
    text = "é = f(Br'#', [':'])  # ;\nx[a:=1:] = '''(\n;''' \\\n"
    assert shapes(text) == [b'xxb(bb"x("))#', b'x(xxx:)x"\1', b"\\", b""]


@QUICK
# The grammar's own tests among them; benchmarks/real_code.py reads all of the standard library.
@pytest.mark.parametrize("folder", ["[p-s]*.py", "json/*.py", "email/*.py", "unittest/*.py", "test/test_[fg]*.py"])
def test_real_code(folder):
    count = 0
    for path in sorted(STDLIB.glob(folder)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(path.read_bytes())
            text = path.read_text(encoding="utf-8").lstrip("\ufeff")
        except (SyntaxError, ValueError):
            continue
        assert python_lines._quickly(text) == count_python(text), path
        count += 1
    if not count:
        pytest.skip(f"this Python has no {folder}")
