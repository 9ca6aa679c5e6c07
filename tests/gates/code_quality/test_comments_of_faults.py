"""The gates about notes in comments: each passes, is breached, cannot measure."""

from __future__ import annotations

import pytest

UNFINISHED, FAULTS = "code_quality::no_todo_in_critical_paths", "code_quality::no_fixme_or_hack"
TODO, FIXME, HACK = "TO" + "DO", "FIX" + "ME", "HA" + "CK"


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
