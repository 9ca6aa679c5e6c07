"""A project whose tests cover half of it."""

from __future__ import annotations

PROJECT = {
    "src/shop/__init__.py": "",
    "src/shop/pay.py": "def pay(x):\n    if x:\n        return 1\n    return 2\n",
    "src/shop/never.py": "a = 1\nb = 2\nc = 3\n",
    "tests/test_pay.py": "from shop.pay import pay\n\ndef test_pay():\n    assert pay(1) == 1\n",
}
SRC = ["src/shop/__init__.py", "src/shop/never.py", "src/shop/pay.py"]
INI = "[pytest]\npythonpath = src\n"
