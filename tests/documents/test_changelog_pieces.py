"""Changelogs in pieces (towncrier, scriv, changesets), and which files are changelogs."""

from __future__ import annotations

import pytest

from pytest_golive.documents.changelog import fragments, places
from pytest_golive.documents.changelog.places import Unit
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import CannotMeasure, NotSetUp

TOWNCRIER = '[tool.towncrier]\npackage = "shop"\ndirectory = "changelog.d"\nfilename = "docs/news.md"\n[[tool.towncrier.type]]\ndirectory = "tea"\n'


def left(files, folder=None):
    return {one.tool: one.left for one in fragments.find([*files], lambda path: files.get(path, ""), folder)}


@pytest.fixture
def texts(tmp_path):
    def make(files, links=None):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(text.encode() if isinstance(text, str) else text)
        return Texts(tmp_path, tuple(sorted(files)), links or {})

    return make


def test_towncrier_pieces_that_are_left_over():
    names = (
        "1.feature.rst",
        "+x.bugfix.md",
        "2.tea.1.rst",
        "README.md",
        "template.rst",
        ".gitignore",
        "3.unknown.rst",
        "towncrier.md.jinja",
    )
    files = {"pyproject.toml": TOWNCRIER, **{f"changelog.d/{name}": "x" for name in names}}
    assert left(files) == {
        "towncrier": ("changelog.d/1.feature.rst", "changelog.d/+x.bugfix.md", "changelog.d/2.tea.1.rst")
    }
    (found,) = fragments.find([*files], lambda path: files.get(path, ""))
    assert found.output == "docs/news.md"
    assert found.findings()[0].message == "a piece of the changelog that towncrier has not gathered"


def test_towncrier_without_a_folder_looks_beside_the_package():
    files = {
        "towncrier.toml": '[tool.towncrier]\npackage = "tea.shop"\npackage_dir = "src"\n',
        "src/tea/shop/newsfragments/1.doc": "x",
    }
    assert left(files) == {"towncrier": ("src/tea/shop/newsfragments/1.doc",)}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[tool.scriv]\nformat = "md"\n'),
        ("setup.cfg", "[scriv]\nformat = md\n"),
        ("tox.ini", "[tool.scriv]\nformat = md\n"),
        ("changelog.d/scriv.ini", "[scriv]\nformat = md\n"),
    ],
)
def test_scriv_pieces(path, text):
    files = {
        path: text,
        "changelog.d/20260301_ann.md": "x",
        "changelog.d/README.md": "x",
        "changelog.d/new_fragment.md.j2": "x",
    }
    assert left(files) == {"scriv": ("changelog.d/20260301_ann.md",)}
    assert fragments.find([*files], lambda name: files.get(name, ""))[0].output == "CHANGELOG.md"


def test_changesets_stay_until_the_final_version():
    files = {".changeset/config.json": "{}", ".changeset/README.md": "x", ".changeset/odd-teas-run.md": "x"}
    assert left(files) == {"changesets": (".changeset/odd-teas-run.md",)}
    assert left(files | {".changeset/pre.json": '{"mode": "pre", "tag": "next"}'}) == {"changesets": ()}
    assert left(files | {".changeset/pre.json": '{"mode": "exit"}'}) == {"changesets": (".changeset/odd-teas-run.md",)}


def test_a_folder_that_the_settings_name():
    files = {"changes/unreleased/tea.md": "x", "changes/unreleased/.keep": "", "changes/unreleased/template.md": "x"}
    assert left(files, "changes/unreleased/") == {"": ("changes/unreleased/tea.md",)}
    assert left(files) == {}


def test_broken_configuration_sets_up_nothing():
    assert left({"pyproject.toml": "[tool.towncrier\n", "setup.cfg": "scriv\n", "changelog.d/1.feature": "x"}) == {}


def test_where_a_changelog_lies(texts):
    some = texts({"docs/project-changelog.md": "# 1.0.0\n\n- x\n", "NEWS": "nothing", "src/changes.md": "# 2.0.0\n"})
    assert places.units(some, (), (), ()) == [Unit("", ("docs/project-changelog.md",))], "the one that holds versions"
    assert places.units(some, ("src/*.md",), (), ()) == [Unit("", ("src/changes.md",))]
    with pytest.raises(CannotMeasure, match=r"names doc/x.md, and nothing tracked is called so"):
        places.units(some, ("doc/x.md",), (), ())


def test_a_changelog_may_be_the_first_page_of_a_folder(texts):
    pointer = {"CHANGELOG.md": "# Changelog\n\nSee the documentation.\n", "docs/changes/tea.md": "# 1.0.0\n\n- x\n"}
    some = texts({**pointer, "docs/changelog/index.md": "# 1.0.0\n\n- x\n", "docs/index.md": "# 1.0.0\n"})
    assert places.units(some, (), (), ()) == [Unit("", ("docs/changelog/index.md",))]
    assert places.units(texts(pointer), (), (), ()) == [Unit("", ("CHANGELOG.md",))]


def test_a_guide_to_releasing_is_no_changelog(texts):
    with pytest.raises(NotSetUp, match="no changelog was found"):
        places.units(texts({"RELEASE.md": "# Releasing\n\nBuild it.\n"}), (), (), ())
    some = texts({"RELEASE.md": "# Releasing\n\nBuild it.\n", "docs/news.md": "none yet\n"})
    assert places.units(some, (), (), ()) == [Unit("", ("docs/news.md",))]
    some = texts({"RELEASE.md": "# 1.0.0\n\n- x\n", "docs/news.md": "none yet\n"})
    assert places.units(some, (), (), ()) == [Unit("", ("RELEASE.md",))]


def test_there_is_none(texts):
    with pytest.raises(NotSetUp, match="no changelog was found"):
        places.units(texts({"README.md": "x"}), (), (), ())


def test_a_link_is_read_where_it_leads(texts):
    some = texts({"docs/changes.md": "## 1.0.0\n\n- x\n"}, {"CHANGELOG.md": "docs/changes.md"})
    (unit,) = places.units(some, (), (), ())
    assert unit.changelogs == ("CHANGELOG.md",)
    assert some.require("CHANGELOG.md").startswith("## 1.0.0")


def test_a_changelog_for_each_package(texts):
    files = {f"packages/{name}/{file}": "{}" for name in ("tea", "cup") for file in ("package.json", "CHANGELOG.md")}
    some = texts(files | {".changeset/config.json": "{}"})
    found = places.units(some, (), fragments.find(some.paths, some.read), ())
    assert found == [
        Unit("packages/cup/", ("packages/cup/CHANGELOG.md",)),
        Unit("packages/tea/", ("packages/tea/CHANGELOG.md",)),
    ]


def test_a_file_for_each_version(texts):
    files = {"docs/releases/1.1.txt": "=======\nShop 1.1\n=======\n\n*March 1, 2026*\n\nTea.\n", "docs/releases/1.0.txt": "# 1.0\n\nA shop.\n",
             "docs/releases/index.txt": "all"}  # fmt: skip
    some = texts(files)
    (unit,) = places.units(some, ("docs/releases/*.txt",), (), ())
    changelog = places.read_unit(unit, files, ())
    told = [(one.version, one.entries, one.dated.text if one.dated else "") for one in changelog.sections]
    assert told == [("1.1", 1, "March 1, 2026"), ("1.0", 1, "")]


def test_what_is_no_text(texts):
    some = texts(
        {
            "CHANGELOG.md": b"\x89PNG\0\0",
            "big.md": b"x" * 20_000_001,
            "odd.md": "## 1.0.0 Tee für alle\n".encode("latin-1", "replace"),
        }
    )
    with pytest.raises(CannotMeasure, match="is binary, although its name says that it is text"):
        some.require("CHANGELOG.md")
    with pytest.raises(CannotMeasure, match="has 20 MB, and documents are read up to 20 MB"):
        some.require("big.md")
    with pytest.raises(CannotMeasure, match="is not tracked, or missing"):
        some.require("gone.md")
    assert some.require("odd.md").startswith("## 1.0.0")
    assert [some.read(path) for path in ("CHANGELOG.md", "gone.md")] == ["", ""]
