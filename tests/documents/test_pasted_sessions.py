"""Interactive sessions that were pasted without the prompt of continued lines."""

from __future__ import annotations

import pytest

from pytest_golive.documents.blocks.checking import with_blocks_judged
from pytest_golive.documents.reading.document import Block, Document


def judged(text, language="python"):
    return with_blocks_judged(Document("README.md", "markdown", blocks=(Block(language, text, 11),)))


@pytest.mark.parametrize("language", ["python", "pycon"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (">>> for item in shop:\n        print(item)\ntea\n", 12),
        (">>> import shop\n>>> shop.pay(\n    {'a': 1},\n    to='x',\n)\nb'paid'\n", 13),
        (">>> data = {\n...     'a': 1,\n    'b': 2,\n}\n>>> data\n", 13),
    ],
)
def test_lines_that_continue_a_statement_without_a_prompt_are_worth_a_look(text, line, language):
    document = judged(text, language)
    assert document.faults == ()
    assert document.sessions_cut == (line,)
    assert document.blocks_judged == 0


@pytest.mark.parametrize(
    "text",
    [
        ">>> shop.pay(\n'paid'\n>>> 1\n",  # what is printed closes nothing
        ">>> shop.pay(\n>>> print(item)\n",
        ">>> x = = 1\n    y\n",
        ">>> for item in shop:\n        print(item)\n>>> x = = 1\n",
    ],
)
def test_statements_that_nothing_completes_stay_wrong(text):
    document = judged(text)
    assert [fault.rule for fault in document.faults] == ["Python block"]


def test_what_is_kept_has_the_lines():
    document = judged(">>> for item in shop:\n        print(item)\n")
    assert Document.from_answer(document.as_answer()) == document
