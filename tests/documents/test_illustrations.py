"""Blocks that show something and are no program are worth a look; what is broken as a program is told."""

from __future__ import annotations

import pytest

from pytest_golive.documents.blocks.checking import with_blocks_judged
from pytest_golive.documents.markup.markdown import read_markdown
from pytest_golive.documents.markup.rst import read_rst
from pytest_golive.documents.reading.document import Block, Document


def judged(language, text):
    return with_blocks_judged(Document("a.md", "markdown", blocks=(Block(language, text, 1),)))


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("python", "uv run pytest --cov=shop tests/\n", "a command of a shell"),
        ("python", 'TOKEN="x-1" python shop.py\n', "a command of a shell"),
        ("python", "shop.errors.ConfigError: the till is open, but\nnobody sits there\n", "an error message"),
        ("python", "def pay(unsigned char[:] coins):\n    cdef int i\n", "Cython"),
        ("python", " x = 1\n-y = 2\n+y = 3 + \\\n+    4\n", "a difference"),
        (
            "python",
            "# By name\ndef pay(self, cents=0):\n\n# By all\ndef pay(self, **more):\n",
            "signatures without a body",
        ),
        ("python", "    x = 1\ny = 2\n", "the rest of another block"),
        ("python", "cart = fill()\nprint(cart)\nTea or less milk\n", "output below the code"),
        ("python", "put error stacks here\n", "words"),
        ("json", '{\n  "a": 1, // why\n  # how\n  "b": "http://x#y",\n}\n', "JSON with comments"),
        (
            "yaml",
            "April 27, 2021 # by day\nApril 27, 2021 13:11:28 # by the second\n",
            "values, without a key or a list",
        ),
        ("bash", ">>> pay(3)\nDEBUG: (paid\n", "a session of Python"),
    ],
)
def test_what_shows_something_is_worth_a_look(language, text, shown):
    found = judged(language, text)
    assert not found.faults
    assert [fault.message.partition("; it shows ")[2] for fault in found.doubts] == [shown]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "from shop.pay import pay from\npay(3)\n"),
        ("python", "print 'paid'\n"),
        ("python", "x = 1\n y = 2\n"),  # an indentation that nothing explains
        ("python", "def pay(cents):\nreturn cents\n"),
        ("python", "class Shop:\ndef pay(self):\n    return 1\n"),
        ("python", "options = {\n 'a': 1,\n 'name': 'x' 'y'\n 'z': 1,\n}\n"),
        ("python", "shop.url =\nshop.name = 'x'\n"),
        ("python", "print(x)\npay(3, 4\n"),
        ("python", """more = {\n "name": 1,\n 'other": 2\n}"""),
        ("pycon", ">>> for x in shop;\n>>>     print(x)\n"),
        ("pycon", ">>> form shop import pay\n"),
        ("json", '{\n  "a": 1,\n}\n'),
        ("json", '{\n  "a": 1 // why\n  "b": 2\n}\n'),
        ("yaml", "shop:\n  open: true\n bad: 1\n"),
        ("bash", "pay() {\n  echo\n  date\n}\n}\n"),
    ],
)
def test_what_is_broken_as_a_program_is_told(language, text):
    found = judged(language, text)
    assert len(found.faults) == 1
    assert not found.doubts


@pytest.mark.parametrize("after", ["This doesn't work, because x comes last.", "It pays."])
def test_what_the_text_calls_wrong_is_worth_a_look(after):
    found = with_blocks_judged(read_markdown("a.md", f"# Shop\n\n```python\nshop = 1\npay(x=1, 2)\n```\n\n{after}\n"))
    assert (len(found.doubts), len(found.faults)) == ((1, 0) if "work" in after else (0, 1))


def test_a_quote_in_a_session_of_a_shell_may_end_on_a_later_line():
    assert not judged("bash", "$ shop pay --to '\nname: x\n'\npaid\n$ shop leave\n").faults
    (fault,) = judged("bash", "$ shop pay --to '\nname: x\n$ echo 'x'\n$ date\n").faults
    assert fault.line == 1


def test_a_glossary_has_terms_on_several_lines():
    assert not read_rst("a.rst", ".. glossary::\n\n   pot\n   pots\n   pot(s)\n      It holds\n      tea.\n").faults


@pytest.mark.parametrize(
    "text",
    [
        "# goes on from above\n    for x in shop:\n        pay(x)\n",
        "try:\n    .\n    .\n    .\n    pay()\nexcept OSError:\n    pass\n",
    ],
)
def test_an_excerpt_is_no_fault(text):
    found = judged("python", text)
    assert (found.faults, found.doubts) == ((), ())


def test_a_session_that_goes_on_with_the_prompt_of_a_new_statement_is_cut():
    found = judged("pycon", ">>> x = 1\n>>> for y in shop:\n>>>     if y:\n>>>         pay(y)\npaid\n>>> x\n1\n")
    assert (found.faults, found.sessions_cut) == ((), (3,))


def test_an_indented_list_is_shown_as_a_list_and_a_lost_one_is_not():
    found = read_rst("a.rst", "It is late.\nWhen it is open:\n  * we pay\n  * we leave\n")
    assert ([fault.message for fault in found.doubts], found.faults) == (["Unexpected indentation."], ())
    lost = read_rst("a.rst", "- When it is open:\n  - we pay,\n    and leave\n")
    assert ([fault.message for fault in lost.faults], lost.doubts) == (["Unexpected indentation."], ())


CONTRIBUTORS = """\
# Shop

[![All](a.svg)](#contributors-)

<!-- ALL-CONTRIBUTORS-LIST:START - Do not remove -->
<table><tr><td><a href="#ideas-anne" title="Ideas">x</a> <a href="pay.md">y</a></td></tr></table>

| [x](#code-bert "Code") |
<!-- ALL-CONTRIBUTORS-LIST:END -->

[after](#parts)
"""


def test_anchors_that_all_contributors_makes_are_left_out():
    found = read_markdown("README.md", CONTRIBUTORS)
    assert [link.target for link in found.links if link.target] == ["#contributors-", "a.svg", "pay.md", "#parts"]
    badge = "<!-- ALL-CONTRIBUTORS-BADGE:START -->\n[![All](a.svg)](#contributors-)\n"  # and no end
    assert [link.target for link in read_markdown("README.md", badge).links if link.target] == ["a.svg"]


@pytest.mark.parametrize(
    ("heading", "anchor", "text"),
    [
        ("Up to 7 {: #up-to-\\7.0}", "up-to-7.0", "Up to 7"),
        ("Up to `pay()` {/* #up_to */}", "up_to", "Up to pay()"),
        ("Up {/* why */}", "", "Up {/* why */}"),
    ],
)
def test_ids_of_headings(heading, anchor, text):
    (found,) = read_markdown("a.md", f"## {heading}\n").headings
    assert (found.text, "".join(found.ids)) == (text, anchor)
