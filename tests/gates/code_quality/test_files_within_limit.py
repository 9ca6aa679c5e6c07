"""The gate about long files: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest

LINES, CRITICAL = "code_quality::files_within_limit", "code_quality::critical_files_modular"


def test_files_within_limit_passes(shop):
    shop.write("src/shop/long.py", "x = 1\n" * 200)
    shop.passes(LINES, "*longest file: 200 lines, must be at most 200 lines*")


@pytest.mark.parametrize("path", ["src/shop/long.py", "web/cart.ts", "tools/deploy.sh"])
def test_files_within_limit_is_breached_in_any_language(shop, path):
    shop.write(path, "\n" * 201)
    shop.breaches(LINES, "*longest file: 201 lines, must be at most 200 lines", f"*{path}: 201 lines, 1 over 200*")


def test_files_within_limit_lists_the_longest_first(shop):
    shop.write("src/shop/b.py", "x = 1\n" * 300)
    shop.write("src/shop/a.py", "x = 1\n" * 250)
    shop.breaches(LINES, "*src/shop/b.py: 300 lines*", "*src/shop/a.py: 250 lines*")


def test_files_within_limit_counts_code_alone_if_told_so(shop):
    shop.write("src/shop/long.py", "# why\n\n" * 150 + "x = 1\n" * 30)
    shop.settings('[tool.golive.code_quality]\ncount = "sloc"\n')
    shop.passes(LINES)


def test_files_within_limit_leaves_out_what_is_excluded_generated_or_binary(shop):
    shop.settings('[tool.golive.code_quality]\nexclude = ["src/old/**"]\n')
    shop.write("src/old/long.py", "x = 1\n" * 300)
    shop.write("src/shop/api_pb2.py", "x = 1\n" * 300)
    shop.write("src/shop/data.py", b"\0" + b"x\n" * 300)
    shop.passes(LINES)


def test_files_within_limit_cannot_measure_an_empty_project(pytester, git):
    git(pytester.path, "init", "--quiet")
    result = pytester.runpytest_subprocess("-p", "no:randomly", f"golive/{LINES}")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*ERROR*", "NO-GO*"])
