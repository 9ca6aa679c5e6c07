"""Documents as data: for any content, each part has its line, and nothing is lost."""

from __future__ import annotations

import json

import pytest

from pytest_golive.documents.blocks.checking import with_blocks_judged
from pytest_golive.documents.reading.content import read_content
from pytest_golive.documents.reading.document import Block, Document


def read(text, path="a.md", format="markdown"):  # noqa: A002 -- as it is called everywhere
    return read_content(path, format, text.encode() if isinstance(text, str) else text)


def test_parts_have_the_lines_of_the_file():
    text = "---\ntitle: x\n---\n# One\n\ntext\n[a](b.md) `code`\n\n- item\n\n| h |\n|---|\n| [c](d.md) |\n\n```py\nx\n```\n"
    found = read(text)
    assert [(each.text, each.line) for each in found.headings] == [("One", 4)]
    assert [(each.target, each.line) for each in found.links] == [("b.md", 7), ("d.md", 13)]
    assert [(each.kind, each.line, each.codes) for each in found.passages][:2] == [
        ("paragraph", 6, ("code",)),
        ("item", 9, ()),
    ]
    assert found.blocks == (Block("py", "x\n", 16, "py"),)


def test_what_was_read_survives_json():
    found = with_blocks_judged(read("# A {#b}\n\n[x](y) `z`\n\n```json\n{\n```\n"))
    assert Document.from_answer(json.loads(json.dumps(found.as_answer()))) == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("[a](b c.md)\n", []),
        ("[a](<b c.md>)\n", [("link", "b c.md")]),
        ("[a](b%20c.md)\n", [("link", "b%20c.md")]),
        ("![a](\u00fc.png)\n", [("image", "\u00fc.png")]),
        ("<img src='x.png'> <a href=y.md>y</a>\n", [("image", "x.png"), ("link", "y.md")]),
        ("<!-- [a](b.md) <a href='c.md'> -->\n", []),
        ("`[a](b.md)`\n\n    [c](d.md)\n", []),
        ("[a][b]\n\n[b]: c.md\n", [("link", "c.md")]),
        ("[a][b]\n", [("reference", "b")]),
        ("x[0][1] and a[i][j]\n", []),
        ("x[^1]\n\n[^1]: y\n", [("footnote", "1")]),
        ("!!! note\n    [a](b.md)\n\n    ```py\n    x\n    ```\n", [("link", "b.md")]),
        ("{ref}`label` and {doc}`a/b`\n", [("label", "label"), ("document", "a/b")]),
        ("```{note}\n[a](b.md)\n```\n", [("link", "b.md")]),
    ],
)
def test_links_of_markdown(text, kinds):
    assert [(each.kind, each.target) for each in read(text).links] == kinds


def test_restructuredtext_of_sphinx_is_read_by_its_shape():
    text = """\
.. _top:

Title
=====

See :ref:`Other <other>`, :doc:`/a/b` and `x <y.rst>`_.

.. toctree::
   :hidden:

   One <one>
   two

.. py:function:: pay(cents)
   :async:

   Takes :py:class:`~shop.Money`, see :ref:`deep`.

.. unknown-directive:: argument
   :whatever: 3

   .. code-block:: python

      def f(:
"""
    found = with_blocks_judged(read(text, "a.rst", "rst"))
    assert [(each.kind, each.target, each.line) for each in found.links] == [
        ("label", "other", 6),
        ("document", "/a/b", 6),
        ("link", "y.rst", 6),
        ("document", "one", 11),
        ("document", "two", 12),
        ("label", "deep", 17),
    ]
    assert found.headings[0].ids == ("top",)
    assert {each.name for each in found.directives} == {"toctree", "py:function", "unknown-directive", "code-block"}
    assert [(fault.rule, fault.line) for fault in found.doubts] == [("Python block", 24)]


def test_text_behind_an_admonition_is_text():
    text = ".. note:: See :ref:`a`,\n   as here::\n\n      x = (\n\n.. seealso:: `b <c.rst>`_\n\n.. versionadded:: 1.0 see :doc:`d`\n"
    found = read(text, "a.rst", "rst")
    assert [(each.kind, each.target) for each in found.links] == [("label", "a"), ("link", "c.rst"), ("document", "d")]
    assert (found.faults, found.blocks[0].text) == ((), "x = (\n")


def test_docutils_forgets_our_directives_again():
    from docutils.core import publish_doctree

    read(".. no-such:: x\n", "a.rst", "rst")
    told = publish_doctree(".. no-such:: x\n", settings_overrides={"report_level": 5})
    assert "Unknown directive type" in told.astext()


def test_cells_of_notebooks_have_the_lines_of_the_file():
    cells = [
        {"cell_type": "code", "source": ["x = 1\n"]},
        {"cell_type": "markdown", "source": ["# Title\n", "\n", "[a](b.md)\n", "\n", "caf\u00e9"]},
    ]
    text = json.dumps({"cells": cells, "nbformat": 4}, indent=1)
    found = read(text, "a.ipynb", "notebook")
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "b.md" in each)
    assert [(each.target, each.line) for each in found.links] == [("b.md", line)]
    assert found.title == "Title"


@pytest.mark.parametrize(
    ("content", "format", "said"),
    [
        (b"", "markdown", []),
        (b"\xef\xbb\xbf# A\n", "markdown", []),
        (b"a\0b", "markdown", ["it is binary: there is a NUL at byte 1, so nobody can read it as text"]),
        (b"x\ncaf\xe9\n", "markdown", ["it is not UTF-8: byte 0xe9; save it as UTF-8 (iconv -t utf-8)"]),
        (b"{", "notebook", ["it is no notebook that can be read; jupyter nbconvert --to notebook shows what is wrong"]),
        (
            b"[1, 2]",
            "notebook",
            ["it is no notebook that can be read; jupyter nbconvert --to notebook shows what is wrong"],
        ),
        (b"Title\n===\n\n**open\n", "rst", ["Inline strong start-string without end-string."]),
    ],
)
def test_bad_input_has_a_clear_outcome(content, format, said):  # noqa: A002
    assert [fault.message for fault in read(content, "a", format).faults][-1:] == said


def test_deep_and_endless_markup_is_read():
    assert read("> " * 5_000 + "x\n").problem == ""
    assert read("[" * 20_000 + "\n").links == ()
    assert read("`" * 20_000 + "x\n").faults == ()


def test_a_document_of_twenty_megabytes_is_not_read():
    found = read(b"x\n" * 10_000_000)
    assert found.problem == "a.md has 20.0 MB, and documents are read up to 5 MB"
    assert "exclude" in found.cure


def test_without_docutils_there_is_a_cure(monkeypatch):
    monkeypatch.setattr("pytest_golive.documents.reading.content.has_docutils", lambda: False)
    found = read("A\n=\n", "docs/a.rst", "rst")
    assert found.problem == "docs/a.rst is reStructuredText, and docutils, which reads it, is not installed"
    assert found.cure.startswith("pip install 'pytest-golive[rst]'")
