"""What a document about code standards states: limits with a number, and tools by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.standards.vocabulary import LANGUAGES, TOOLS

SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z`*])|\n{2,}")
CLAUSE: Final = re.compile(r"[,;()]|\s(?:and|but|except|while|whereas|with)\s")
NUMBER: Final = re.compile(r"(?<![\w.,#-])(\d{1,4})(?![\w]|[.,]\d)")
OBLIGES: Final = re.compile(
    r"\b(?:at (?:least|most)|max(?:imum)?|min(?:imum)?|must|require[ds]?|limit(?:ed)?|threshold|under|below|above|over|"
    r"exceed|no (?:more|less|longer) than|up to|or (?:more|less|fewer|higher|lower)|shorter|keep|stay|fail|enforced?|"
    r"should|target)\b|[<>≤≥]|:\s*\d|\|",
    re.IGNORECASE,
)
NOT_OF_CODE: Final = re.compile(
    r"\b(?:docstrings?|comments?|commit|subject|titles?|summary|messages?|headers?|markdown|prose|changelog|documentation|"
    r"pull requests?|tests? names?|branch)\b",
    re.IGNORECASE,
)
DENIES: Final = re.compile(
    r"\b(?:not(?! (?:more|less|longer|exceed|be (?:more|less|longer)))|no longer(?! than)|"
    r"never(?! (?:exceed|(?:fall|drop|go) below))|don.t|doesn.t|without|instead of|"
    r"rather than|replac\w+|formerly|previously|was|were|compatible|drop-in|unlike|similar to|such as|e\.g\.|"
    r"for example|your editor|optional\w*|disabl\w+|ignor\w+|noqa|soft(?: line)? limit|(?:can|may) help|helps you|"
    r"currently|dropp?\w*|decreas\w+|removed?|pep ?8 (?:says|limits|recommends))\b|\bnoqa\b|type: ignore",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of limit that standards state.

    Attributes:
        name: in words.
        subject: what a sentence must mention.
        low: the smallest plausible number.
        high: the largest.
        unit: what must follow the number; none if None.
        not_with: what the sentence must not mention.
    """

    name: str
    subject: re.Pattern[str]
    low: int
    high: int
    unit: re.Pattern[str] | None = None
    not_with: re.Pattern[str] | None = None


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


LIMITS: Final = (
    Kind(
        "line length",
        _words(
            r"\bline[- ]?(?:lengths?|widths?|limit)|\blong lines?\b|max[-_]line|print ?width|"
            r"\blines?\b[^.|]*\b(?:characters?|chars?|columns?)\b|\b(?:characters?|chars?|columns?) per line"
        ),
        60,
        400,
        None,
        _words(r"\bLOC\b|\bcoverage\b|\bper file\b"),
    ),
    Kind(
        "file length",
        _words(
            r"\b(?:files?|modules?)\b(?=.*\b(?:lines?|LOC)\b)|\bmax[-_ ](?:module|file)[-_ ]lines\b|"
            r"\b(?:lines|LOC) per file\b|\bfile (?:length|size)\b"
        ),
        50,
        9999,
        _words(r"\s*(?:\w+ )?(?:lines?|LOC)\b|\s*$|\s*[|.,;)]"),
        _words(r"\bcharacters?\b|\bcolumns?\b|\bcoverage\b"),
    ),
    Kind("complexity", _words(r"\bcomplexity\b"), 1, 60, None, _words(r"\bO\(|cognitive")),
    Kind("coverage", _words(r"\bcoverage\b"), 1, 100, _words(r"\s?(?:%|percent\b)")),
)
STRICT: Final = _words(
    r"\b(?:mypy|pyright|typescript|tsc)\b[^.]*\bstrict|\bstrict\b[^.]*\b(?:mypy|pyright|typescript)\b"
)
PYTHON: Final = re.compile(
    r"\bPython\s*(?:version\s*)?(?:(?:>=|≥)\s*(3\.\d+)|(3\.\d+)\s*(?:\+|(?:or|and) (?:newer|later|higher|above|up)))"
)
# What "since version 4.1" requires stays true of it after a later version requires something else.
PAST: Final = re.compile(
    r"\b(?:(?:since|from|as of) (?:the )?(?:version |release |v)v?|(?:since|as of) )\d+(?:\.\d+)*", re.IGNORECASE
)
SHORT: Final = 120  # characters of a sentence whose subject may be in its heading


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a document: a limit or a tool.

    Attributes:
        kind: "line length", "file length", "complexity", "coverage", "strict types", "python" or "tool".
        value: the number, the version, or the tool's name.
        line: in the document.
        languages: those that the sentence, or the heading above it, mentions.
        text: the sentence.
    """

    kind: str
    value: str
    line: int
    languages: frozenset[str]
    text: str

    @property
    def past(self) -> str:
        """The words by which the sentence is about an earlier version of the project, "since version 4.1", or ""."""
        match = PAST.search(self.text)
        return match[0] if match else ""


def statements(document: Document) -> list[Statement]:
    """Every statement of a document, each once a line."""
    found: dict[tuple[str, str, int], Statement] = {}
    for heading, sentence, line in _sentences(document):
        for kind, value in (*_limits(heading, sentence), *_tools(sentence), *_others(sentence)):
            languages = _languages(sentence) or _languages(heading)
            found.setdefault((kind, value, line), Statement(kind, value, line, languages, sentence))
    return list(found.values())


def _sentences(document: Document) -> Iterator[tuple[str, str, int]]:
    """Each sentence with the heading above it; the cells of a table row are one sentence, shell commands are none."""
    rows = groupby(document.passages, key=lambda passage: (passage.kind == "cell", passage.line))
    for (is_cell, line), group in rows:
        passages = [*group]
        heading = _heading(document, line)
        if is_cell:
            yield heading, " | ".join(passage.text for passage in passages), line
            continue
        for passage in passages:
            for sentence in SENTENCE.split(passage.text):
                yield heading, " ".join(sentence.split()), line


def _heading(document: Document, line: int) -> str:
    return next((heading.text for heading in reversed(document.headings) if heading.line <= line), "")


def _limits(heading: str, sentence: str) -> Iterator[tuple[str, str]]:
    for kind in LIMITS:
        is_below = kind.subject.search(heading) is not None and len(sentence) < SHORT
        is_below = is_below and not any(other.subject.search(sentence) for other in LIMITS if other is not kind)
        if not (kind.subject.search(sentence) or is_below):
            continue
        if kind.not_with and kind.not_with.search(sentence):
            continue
        if OBLIGES.search(sentence) or is_below:
            yield from ((kind.name, value) for value in _numbers(kind, sentence)[:1])


def _numbers(kind: Kind, sentence: str) -> list[str]:
    found = []
    start = 0
    for clause in CLAUSE.split(sentence):
        start = sentence.index(clause, start)
        for match in NUMBER.finditer(clause):
            rest = sentence[start + match.end() :]
            fits = kind.low <= int(match[1]) <= kind.high and (kind.unit is None or kind.unit.match(rest))
            is_of_other = rest.lstrip().startswith("%") and kind.name != "coverage"
            if fits and not is_of_other and not NOT_OF_CODE.search(clause) and not DENIES.search(clause):
                found.append(match[1])
        start += len(clause)
    return found


def _tools(sentence: str) -> Iterator[tuple[str, str]]:
    if DENIES.search(sentence):
        return
    for name, pattern in TOOLS.items():
        if pattern.search(sentence):
            yield "tool", name


def _others(sentence: str) -> Iterator[tuple[str, str]]:
    if DENIES.search(sentence):
        return
    if STRICT.search(sentence):
        yield "strict types", "strict"
    if (match := PYTHON.search(sentence)) and len(PYTHON.findall(sentence)) == 1:
        yield "python", match[1] or match[2]


def _languages(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in LANGUAGES.items() if pattern.search(text))
