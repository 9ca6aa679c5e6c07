"""Boxes that people see behind an entity, a picture or a label are faults; the signs of a legend are none."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of

BOXES = ["&#X2610; b", "- &#x02610; b", "- &#09744; b", "- &lbrack; &rbrack; b", "- [&emsp;] b", "- [&#32;] b"]
BOXES += ["- 🔒 [ ] b", "- ⚠️ **[ ]** b", "- **Security:** [ ] b", "Restore tried: ☐ yes ☐ no", "⬜ b"]
PROSE = [
    "Legend: [ ] open, [x] done",
    "**Status:** ☐ open ☑ done",
    "Mark the [ ] when done",
    "⬜ open 🟨 begun ✅ done",
]
PROSE += ["see `b: [ ] c`", "- b: `[ ]` c", "items: [ ] = 3", "&lt;b&gt; &amp; c"]


def faults(markdown):
    document = document_of(text_of(f"- [ ] a\n\n{markdown}\n".encode(), "GO.md"))
    return [(fault.line, str(fault)) for fault in document.faults]


@pytest.mark.parametrize("markdown", BOXES, ids=range(len(BOXES)))
def test_a_box_is_seen_wherever_people_see_it(markdown):
    (found,) = faults(markdown)
    assert found[0] == 3
    assert "looks like a task, but Markdown does not read it as one; write it as '- [ ] text'" in found[1]
    assert faults(f"{markdown} <!-- golive: no-check -->") == []


@pytest.mark.parametrize("markdown", PROSE, ids=range(len(PROSE)))
def test_what_explains_a_sign_is_no_row(markdown):
    assert faults(markdown) == []
