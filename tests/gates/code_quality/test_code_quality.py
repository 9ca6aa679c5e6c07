"""Each gate of the section: it passes, it is breached, it cannot measure."""

from __future__ import annotations

import sys

import pytest

LINES, CRITICAL = "code_quality::files_within_limit", "code_quality::critical_files_modular"
UNFINISHED, FAULTS = "code_quality::no_todo_in_critical_paths", "code_quality::no_fixme_or_hack"
BRANCHY = "def choose(x):\n" + "".join(f"    if x == {i}:\n        return {i}\n" for i in range(12)) + "    return x\n"
TODO, FIXME, HACK = "TO" + "DO", "FIX" + "ME", "HA" + "CK"


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


def test_no_todo_in_critical_paths_passes(shop):
    shop.write("src/shop/other.py", f"x = 1  # {TODO}: not critical\n")
    shop.passes(UNFINISHED)


def test_no_todo_in_critical_paths_is_breached(shop):
    shop.write("src/shop/pay.py", f"x = 1\ny = 2  # {TODO}: tax\n")
    shop.breaches(UNFINISHED, "*notes of unfinished work: 1*", f"*src/shop/pay.py:2: *{TODO}: tax*")


def test_no_todo_in_critical_paths_lets_strings_names_and_allowed_notes_be(shop):
    shop.settings(f"[tool.golive.code_quality]\nallow = ['{TODO}\\(#\\d+\\)']\n")
    shop.write("src/shop/pay.py", f'{TODO} = "{TODO}"\n{TODO}S = 1\n# {TODO}(#12): tax\n"""{TODO}"""\n')
    shop.passes(UNFINISHED)


def test_no_todo_in_critical_paths_is_not_set_up(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace('critical = ["src/shop/pay.py"]', ""))
    shop.cannot_measure(UNFINISHED, word="NOT SET UP")


def test_no_todo_in_critical_paths_cannot_measure_a_glob_that_matches_nothing(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("src/shop/pay.py", "src/shop/pya.py"))
    shop.cannot_measure(UNFINISHED, "*src/shop/pya.py*")


def test_no_fixme_or_hack_passes(shop):
    shop.write("src/shop/other.py", f'x = "{FIXME}"  # {TODO}: only a wish\n')
    shop.passes(FAULTS)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/shop/a.py", f"x = 1  # {FIXME}: wrong\n"),
        ("web/a.ts", f"/* {HACK} for IE */\nlet x = 1;\n"),
        ("db/a.sql", f"select 1 -- {FIXME}\n"),
        ("a.sh", f"# {HACK}\n"),
        ("a.c", f"int x; // {FIXME}\n"),
        ("a.rs", f"// {HACK}\nfn main() {{}}\n"),
        ("Dockerfile", f"FROM scratch\n# {FIXME}\n"),
    ],
)
def test_no_fixme_or_hack_is_breached_in_any_language(shop, path, text):
    shop.write(path, text)
    shop.breaches(FAULTS, "*notes of known faults: 1*", f"*{path}:*")


def test_no_fixme_or_hack_cannot_measure_without_source(shop):
    shop.settings('[tool.golive.code_quality]\nexclude = ["**"]\n')
    shop.cannot_measure(FAULTS)
