"""Tests run the source, not an old compiled file beside it."""

from __future__ import annotations

import py_compile
import sys

import pytest

CODE = "def pay(amount):\n    return amount + {}\n"
TEST = "import unittest\nfrom shop import pay\nclass T(unittest.TestCase):\n    def test_pay(self):\n        self.assertEqual(pay(1), 2)\n"
BY_PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider")
BY_UNITTEST = (sys.executable, "-m", "unittest")


@pytest.mark.security
@pytest.mark.parametrize("command", [BY_PYTEST, BY_UNITTEST], ids=["pytest", "unittest"])
@pytest.mark.parametrize("mode", ["UNCHECKED_HASH", "CHECKED_HASH", "TIMESTAMP"])
def test_a_compiled_file_of_other_code_does_not_count(make, run, command, mode):
    root = make(**{"shop.py": CODE.format(1), "test_shop.py": TEST})
    py_compile.compile(root / "shop.py", invalidation_mode=py_compile.PycInvalidationMode[mode], doraise=True)
    assert list(root.glob("__pycache__/shop.*.pyc"))
    (root / "shop.py").write_text(CODE.format("1000"))
    (test,) = run(root, *command).tests
    assert test.outcome == "failed"
