"""What the package index shows is correct: links, the Pythons that tox runs, the oldest version of each dependency."""

from __future__ import annotations

import configparser
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
HOME = urlsplit(PROJECT["urls"]["Source"]).path
PYTHONS = [name.removeprefix("Programming Language :: Python :: 3.") for name in PROJECT["classifiers"] if "3." in name]


def links():
    for token in MarkdownIt("commonmark").enable("table").parse((ROOT / "README.md").read_text()):
        for child in token.children or []:
            yield from (child.attrs[name] for name in ("href", "src") if name in child.attrs)


@pytest.mark.parametrize("link", sorted({*links(), *PROJECT["urls"].values()}))
def test_a_link_works_on_the_package_index_and_leads_to_what_is_here(link):
    parts = urlsplit(link)
    assert parts.scheme == "https", f"{link}: on the package index nothing lies beside the README"
    if not parts.path.startswith(f"{HOME}/") or parts.path == f"{HOME}/issues":
        return
    kind, branch, path = parts.path.removeprefix(f"{HOME}/").split("/", 2)
    assert branch == "main"
    assert (ROOT / path).is_dir() if kind == "tree" else (ROOT / path).is_file(), f"{path} is not here"


def test_the_readme_has_links():
    assert len(set(links())) > 8


def test_no_link_in_the_readme_lacks_its_target():
    tokens = MarkdownIt("commonmark").enable("table").parse((ROOT / "README.md").read_text())
    texts = [child.content for token in tokens for child in token.children or [] if child.type == "text"]
    assert [text for text in texts if re.search(r"\[[^\]]*\]", text)] == []


def test_every_python_that_is_named_is_run():
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini")
    assert "py{" + ",".join(f"3{minor}" for minor in PYTHONS) + "}" in tox["tox"]["env_list"].split()
    supported = re.search(r"^supported=\((.*)\)$", (ROOT / "tools" / "pythons").read_text(), re.MULTILINE)
    assert supported[1].split() == [f"3.{minor}" for minor in PYTHONS]
    assert PROJECT["requires-python"] == f">=3.{PYTHONS[0]}"
    assert str(sys.version_info.minor) in PYTHONS


def test_the_sample_for_other_pythons_is_there():
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini")
    files = tox["smoke"]["tests"].replace("\\", "").split()
    assert len(files) > 5
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_every_dependency_says_which_is_the_oldest_that_is_run(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import lowest

    found = lowest.lowest()
    assert len(found) >= len(PROJECT["dependencies"])
    assert "pytest==8.4" in found
    assert {"locust==2.41", "pyjwt[crypto]==2.12"} <= set(found), "extras, too"
