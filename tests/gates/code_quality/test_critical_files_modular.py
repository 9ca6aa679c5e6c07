"""The gate about critical files: it passes, is breached, cannot measure."""

from __future__ import annotations

import sys

import pytest

LINES, CRITICAL = "code_quality::files_within_limit", "code_quality::critical_files_modular"


BRANCHY = "def choose(x):\n" + "".join(f"    if x == {i}:\n        return {i}\n" for i in range(12)) + "    return x\n"


def test_critical_files_modular_passes(shop):
    shop.passes(CRITICAL, "*longest file: 4 lines*", "*complexity: 2, must be at most 10*", "*maintainability: *")


def test_critical_files_modular_is_breached_by_a_long_file(shop):
    shop.write("src/shop/pay.py", "x = 1\n" * 201)
    shop.breaches(CRITICAL, "*longest file: 201 lines*", "*src/shop/pay.py*201 lines*")


def test_critical_files_modular_is_breached_by_a_branchy_function(shop):
    shop.write("src/shop/pay.py", BRANCHY)
    shop.breaches(CRITICAL, "*complexity: 13, must be at most 10*", "*src/shop/pay.py:1*choose*13*")


def test_critical_files_modular_is_breached_by_a_file_hard_to_maintain(shop):
    shop.settings("[tool.golive.code_quality]\nmin_maintainability = 99.9\n")
    shop.breaches(CRITICAL, "*maintainability: *must be at least 99.9*", "*src/shop/pay.py*")


def test_critical_files_modular_looks_at_critical_files_alone(shop):
    shop.write("src/shop/other.py", BRANCHY)
    shop.passes(CRITICAL)


def test_critical_files_modular_is_not_set_up(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace('critical = ["src/shop/pay.py"]', ""))
    shop.cannot_measure(CRITICAL, "*1 row not set up yet*", "*golive init*", word="NOT SET UP")


def test_critical_files_modular_cannot_measure_a_glob_that_matches_nothing(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("src/shop/pay.py", "src/shop/pya.py"))
    shop.cannot_measure(CRITICAL, "*src/shop/pya.py*")


def test_critical_files_modular_cannot_measure_what_is_no_python(shop):
    shop.write("src/shop/pay.py", "def pay(:\n")
    shop.cannot_measure(CRITICAL, "*src/shop/pay.py*")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* is new in 3.11")
def test_critical_files_modular_sees_the_branches_of_except_star(shop):
    body = "".join(f"    except* E{i}:\n        pass\n" for i in range(12))
    shop.write("src/shop/pay.py", f"def pay():\n    try:\n        go()\n{body}")
    shop.breaches(CRITICAL, "*complexity: 13*")
