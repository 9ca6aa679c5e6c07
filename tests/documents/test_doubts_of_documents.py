"""What the machinery of a project may define or make is worth a look; where all of it is understood, it is missing."""

from __future__ import annotations

import pytest

from pytest_golive.documents.soundness.result import Build
from pytest_golive.findings import Finding

BUILD = "what only the strict build of the site can judge"
UNKNOWN = "names that only a build can resolve"
PASSED = Build("sphinx-build -W", config="docs/conf.py")
INDEX = """\
Shop
====

|tea| and `milk`_ and :ref:`sugar` and :doc:`cups`

.. include:: pots.rst

.. figure:: pot.png
   :oddly: yes
"""
ALL = ["document", "included", "label", "name", "substitution"]


def kinds(found):
    return sorted(each.message.partition(" ")[0] for each in found.broken)


@pytest.mark.parametrize(
    ("conf", "why"),
    [
        ("extensions = ['sphinx_click']\n", "uses sphinx_click"),
        ("extensions = []\nextensions += ['shop_docs']\n", "uses shop_docs"),
        ("extensions = []\nextensions.append('shop_docs')\n", "uses shop_docs"),
        ("extensions = named()\n", "uses a computed extension"),
        ("rst_epilog = text_of('names')\n", "has rst_epilog"),
        ("def setup(app):\n    pass\n", "has a setup()"),
        ("for page in pages:\n    show(page)\n", "has a loop"),
        ("from base import *\n", "has names out of base"),
        ("import helpers\n", "has an import of helpers"),
        ("import shutil\nshutil.copy('a', 'b')\n", "calls copy()"),
        ("open('a', 'w')\n", "calls open()"),
        ("extensions = [\n", "which cannot be read"),
    ],
)
def test_names_in_pages_of_machinery_that_is_not_understood_are_worth_a_look(sound, conf, why):
    files = {"docs/conf.py": conf, "docs/index.rst": INDEX, "docs/helpers.py": "", "docs/pot.png": ""}
    found = sound(files)
    assert (kinds(found), found.unreadable) == ([], ())
    (doubt,) = found.doubts
    assert doubt.startswith("docs/index.rst:4: ")
    assert " more (line 4, 4, " in doubt
    assert why in doubt
    count = 6 - (UNKNOWN in dict(found.notes))  # a label that a computed extension may make is unknown before
    assert dict(found.notes)[BUILD].startswith(f"{count} names and files, worth a look; it did not run")


UNDERSTOOD = """\
import os
import sys
from datetime import date

import shop

sys.path.insert(0, os.path.abspath(".."))
with open("../VERSION") as file:
    release = file.read()
copyright = f"{date.today().year}, Anne"
extensions = ["sphinx.ext.autodoc", "sphinx.ext.todo", "sphinx_copybutton"]
"""


def test_names_in_pages_of_machinery_that_is_understood_are_missing(sound):
    found = sound({"docs/conf.py": UNDERSTOOD, "docs/index.rst": INDEX, "docs/pot.png": "", "shop/__init__.py": ""})
    assert kinds(found) == ALL
    assert [each.line for each in found.unreadable] == [8]
    assert not found.doubts


def test_a_label_that_a_docstring_defines_is_there_once_it_is_inserted(sound):
    module = 'def pay():\n    """Pay.\n\n    .. _sugar:\n    """\n'
    found = sound({"docs/conf.py": UNDERSTOOD, "docs/index.rst": INDEX, "docs/pot.png": "", "shop/pay.py": module})
    assert "label" not in kinds(found)
    assert "shop/pay.py defines it" in found.doubts[0]


def test_pages_that_autosummary_makes_may_be_there(sound):
    conf = "extensions = ['sphinx.ext.autosummary']\n"
    found = sound({"docs/conf.py": conf, "docs/index.rst": INDEX, "docs/pot.png": ""})
    assert kinds(found) == [each for each in ALL if each != "document"]


FOREIGN = {"docs/conf.py": "extensions = ['sphinx_click']\n", "docs/pot.png": ""}


def test_a_strict_build_that_passed_has_judged_them(sound):
    found = sound({**FOREIGN, "docs/index.rst": INDEX}, PASSED)
    assert (kinds(found), found.doubts) == ([], ())
    assert dict(found.notes)[BUILD] == "6 names and files; it ran and found nothing wrong"


def test_a_strict_build_that_failed_has_not(sound):
    failed = Build(
        "sphinx-build -W", (Finding("docs/index.rst", 4, "strict build", "undefined label"),), "", "docs/conf.py"
    )
    found = sound({**FOREIGN, "docs/index.rst": INDEX}, failed)
    assert len(found.doubts) == 1
    assert found.build.findings


def test_a_strict_build_of_another_site_says_nothing(sound):
    other = {"mkdocs.yml": "docs_dir: pages\n", "pages/index.md": "# Shop\n"}
    found = sound({**FOREIGN, **other, "docs/index.rst": INDEX}, Build("mkdocs build", config="mkdocs.yml"))
    assert len(found.doubts) == 1
    unnamed = sound({**FOREIGN, **other, "docs/index.rst": INDEX}, Build("make docs"))
    assert len(unnamed.doubts) == 1


def test_a_link_to_a_file_that_is_not_there_is_missing_whatever_the_extensions(sound):
    text = "Shop\n====\n\n`a <gone.txt>`_\n\n.. image:: gone.png\n"
    assert kinds(sound({**FOREIGN, "docs/index.rst": text}, PASSED)) == ["image", "link"]


def test_anchors_of_a_page_into_which_a_build_inserts_something_may_be_there(sound):
    files = {
        "docs/conf.py": "extensions = []\n",
        "docs/index.rst": "Shop\n====\n\n`a <cli.html#shop-pay>`_ `b <plain.html#shop-pay>`_\n",
        "docs/cli.rst": "Program\n=======\n\n.. click:: shop:main\n",
        "docs/plain.rst": "Plain\n=====\n\n.. note:: Nothing here.\n",
    }
    found = sound(files, PASSED)  # Sphinx follows no anchors, so it has not judged them
    assert [each.message.partition(":")[0] for each in found.broken] == ["link to 'plain.html#shop-pay'"]
    assert ["a click whose text a build inserts" in doubt for doubt in found.doubts] == [True]


@pytest.mark.parametrize(
    ("path", "text", "is_sure"),
    [
        ("mkdocs.yml", "site_name: Shop\n", True),
        (
            "mkdocs.yml",
            "plugins:\n  - search\nmarkdown_extensions:\n  - toc:\n      permalink: true\n  - footnotes\n",
            True,
        ),
        ("mkdocs.yml", "plugins: [search]\nmarkdown_extensions: [admonition, markdown.extensions.tables]\n", True),
        ("mkdocs.yml", "markdown_extensions:\n  pymdownx.snippets:\n    auto_append: [refs.md]\n", False),
        ("mkdocs.yml", "plugins:\n  - macros\n", False),
        ("mkdocs.yml", "hooks:\n  - hooks.py\n", False),
        ("zensical.yml", "docs_dir: docs\n", False),
        ("zensical.toml", '[project]\ndocs_dir = "docs"\n', False),
    ],
)
def test_references_in_pages_of_mkdocs(sound, path, text, is_sure):
    found = sound({path: text, "docs/index.md": "# Shop\n\n[tea][pot], [milk](#milk)\n"})
    anchor = "link to '#milk': this document has no heading or anchor of that name"
    said = [anchor, "reference to 'pot': nothing in this document says where that reference leads"]
    assert sorted(each.message for each in found.broken) == (said if is_sure else said[:1])
    assert len(found.doubts) == (not is_sure)


def test_outside_a_site_a_forge_shows_that_it_is_missing(sound):
    text = "Help\n====\n\n|tea| and `milk`_\n"
    files = {**FOREIGN, "docs/index.rst": "Shop\n====\n", "README.rst": text, ".github/help.rst": text}
    assert kinds(sound(files, PASSED)) == ["name", "name", "substitution", "substitution"]
    files["docs/help.rst"] = ".. include:: ../.github/help.rst\n"
    found = sound(files)
    assert {each.path for each in found.broken} == {"README.rst"}
    assert [doubt.partition(":")[0] for doubt in found.doubts] == [".github/help.rst"]


def test_a_page_that_is_a_template_is_no_text_yet(sound):
    page = "Pay\n===\n\n.. autosummary::\n\n{% for each in functions %}\n   {{ each }}\n{% endfor %}\n"
    found = sound({**FOREIGN, "docs/index.rst": "Shop\n====\n", "docs/pay.rst": page})
    assert (found.unreadable, [doubt.partition(":")[0] for doubt in found.doubts]) == ((), ["docs/pay.rst"])
