"""Whether a document says anything at all, and what can be told of one that nothing precedes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import words

# What is no text of this document: a definition, the address of a link, a directive that a build fills in.
DEFINING: Final = re.compile(
    r"^[ \t]*+(?:\.\.[ \t]++[\w:-]{1,99}::(?:[ \t]|$)|`{3,}\{[^}\n]{1,99}\}|\[[^\]\n]{1,200}+\]:[ \t]*+\S)",
    re.MULTILINE,
)
# A sentence that tells of what was before.
PAST: Final = re.compile(
    r"\b(?:remov(?:e[ds]?|ing|al)|renam(?:e[ds]?|ing)|deprecat\w*+|no longer|any ?more|former(?:ly)?|previous(?:ly)?|"
    r"used to|legacy|obsolete|instead of|prior to|older|replac(?:e[ds]?|ing)|dropped|moved|until|"
    r"before (?:version )?v?\d|(?:version|v|in|since|[a-z]) ?\d++\.\d)|\bversion(?:changed|added|removed)\b",
    re.IGNORECASE,
)
# A page that tells how it was, and how it is instead.
TELLING: Final = re.compile(
    r"what\W?s[-_ ]?new|migrat(?:ion|ing)|upgrad(?:e|ing)\b|breaking[-_ ]changes", re.IGNORECASE
)
# Front matter of a page that a template of the site fills in.
TEMPLATE: Final = re.compile(r"---\n(?:[^\n]*+\n){0,30}?(?:template|layout):[ \t]*+\S")
COMMENT: Final = re.compile(r"<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)")

# A heading that is the number of a version, with a date or a title behind it.
VERSION: Final = re.compile(r"(?:version |release )?v?\d{1,9}\.\d{1,9}(?:\.\w{1,20}){0,6}+(?![\w.])", re.IGNORECASE)


def is_silent(document: Document) -> bool:
    """Whether it has not one word."""
    return not words(document)


def only_defines(document: Document, text: str) -> bool:
    """Whether a silent document holds what other documents or a build make text of."""
    if any(anchor.kind == "substitution" for anchor in document.anchors):
        return True
    return (DEFINING.search(COMMENT.sub("", text)) or TEMPLATE.match(text)) is not None


def at_first(document: Document, packages: Sequence[str]) -> str:
    """The result at the first release, when there is nothing to compare with."""
    document_words = words(document)
    named = [name for name in packages if name.lower().replace("-", "_") in document_words]
    count = f"{document.path} is there and holds {len(document_words):,} different words"
    return f"{count}, {len(named)} of {len(packages)} packages among them" if packages else count


def of_versions(document: Document) -> list[tuple[int, int]]:
    """The sections that tell of one version each, by their first line and the line that they end before."""
    levels = {heading.level for heading in document.headings if VERSION.match(heading.text.strip("[]` "))}
    return [
        (section.line, end)
        for level in sorted(levels)
        for section, end in document.sections(level)
        if VERSION.match(section.text.strip("[]` "))
    ]
