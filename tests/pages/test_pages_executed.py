"""Commands of our pages that are quick and harmless do what the page says, in a project of their own."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3

import pytest
from page_blocks import TOP, blocks

from pytest_golive.cli import main

MORE = """
[tool.golive.targets.prod]
url = "https://shop.invalid"
production = true
"""
HARMLESS = {"init", "doctor", "explain", "bind", "completion", "journal", "notes", "waive", "backup"}
READING = {"sign": "--list", "baseline": "show"}
ELSEWHERE = ("--network", "--database-env")  # asks a forge, or a server
# What these say of the example, of which not all is set up, and which was deployed nowhere yet.
SAYING = {"doctor": "rows: ", "journal": "the first deployment that is executed begins it"}
FOUND = {
    tuple(words[1:]): block.place
    for block in blocks("console")
    for words in block.words
    if words[0] == "golive" and not set(ELSEWHERE) & set(words)
    if words[1] in HARMLESS or READING.get(words[1]) in words[2:]
}
COMMANDS = [pytest.param(words, id=f"{place} {' '.join(words)[:40]}") for words, place in FOUND.items()]


@pytest.fixture
def shop(tmp_path, commit, git, monkeypatch):
    """A committed project with what the pages take for granted: a release, a document, things to back up."""
    shutil.copytree(
        TOP / "examples/shop", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*")
    )
    (tmp_path / "src/shop/legacy.py").write_text('"""Old."""\n' * 250)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/orders.txt").write_text("tea\n")
    for name in ("shop.sqlite", "copy.sqlite"):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as made:
            made.execute("create table orders (id integer primary key)")
            made.execute("insert into orders default values")
            made.commit()
    shutil.make_archive(str(tmp_path / "data"), "gztar", tmp_path, "data")
    with (tmp_path / "pyproject.toml").open("a") as settings:
        settings.write(MORE)
    commit(tmp_path)
    git(tmp_path, "tag", "v1.1.0")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_of_a_page_does_it(words, shop, capsys):
    if words == ("init",):
        (shop / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    status = main(words)
    out, err = capsys.readouterr()
    said = out + err
    if words[0] in SAYING:
        assert (status in (0, 1), SAYING[words[0]] in said) == (True, True), said
    else:
        assert (status, bool(said.strip())) == (0, True), said


def test_there_are_commands_to_execute():
    assert {words[0] for words in FOUND} == {*HARMLESS, *READING}


def test_the_gate_of_the_readme_is_a_row_that_passes(project):
    (gate,) = (block.text for block in blocks("python") if block.place.startswith("README.md"))
    project.write("gates/test_invoices.py", f"{gate}\n\ndef count_invoices_without_number() -> int:\n    return 0\n")
    project.commit()
    result = project.run("-m", "pre_deploy", "gates/test_invoices.py")
    result.stdout.fnmatch_lines(["  PASS *Every invoice has a number *0 *", "GO  3 passed*"])
