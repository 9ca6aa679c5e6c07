"""Each test module has a name of its own: pytest imports them by it, and a second one is an error when it is collected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parent


def test_no_two_test_modules_share_a_name():
    names = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert names.total() > 500, "all of them are looked at"
    assert [name for name, count in names.items() if count > 1] == []
