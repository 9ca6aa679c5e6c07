"""The quick way through a sound file meets the tokens that Python's own tokenizer meets."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest

from pytest_golive.codebase.metrics import python_tokens
from pytest_golive.codebase.metrics.python_tokens import END, OPERATOR, tokens

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
'''
ast.parse(AWKWARD)


def both(text):
    def plain(found):
        rows = [(token.kind, token.text if token.kind == OPERATOR else "", token.start, token.end) for token in found]
        return rows[:-1] if rows and rows[-1][0] == END else rows  # a last line without an end has one all the same

    return plain(tokens(text)), plain(python_tokens._quickly(text))


# From 3.12 on, the tokenizer takes f-strings apart, and the quick way is not taken.
QUICK = pytest.mark.skipif("sys.version_info >= (3, 12)", reason="the quick way is not taken here")


@QUICK
def test_awkward_code():
    expected, found = both(AWKWARD.strip("\n"))
    assert len(expected) > 150
    assert found == expected


@QUICK
@pytest.mark.parametrize(
    "text", ["", "\n", "x", "x\n\n", "\n\n# a", "(\n1)", "x = 1;\n", "'''a\n\n'''", "\fx = 1\n", "x \\\n = 1\n"]
)
def test_small_texts(text):
    expected, found = both(text)
    assert found == expected


@QUICK
@pytest.mark.parametrize("folder", [".", "json", "email", "unittest", "asyncio", "test"])
def test_real_code(folder):
    count = 0
    for path in sorted((STDLIB / folder).glob("*.py"))[:150]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(path.read_bytes())
            text = path.read_text(encoding="utf-8").lstrip("\ufeff")
        except (SyntaxError, ValueError):
            continue
        expected, found = both(text)
        assert found == expected, path
        count += 1
    if not count:
        pytest.skip(f"this Python has no {folder}")
