"""What one document speaks of: its words, the names that it shows as code, and of which module's names it speaks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.calling import Section, sections
from pytest_golive.documents.summary.names import CALLED, WORD, all_texts, files, pinned, plain, ports, words

PATH: Final = re.compile(r"(?<![\w.])(?:[^\W\d]\w{0,99}+\.){1,9}+[^\W\d]\w{0,99}+")
WHOLE: Final = re.compile(r"[^\W\d][\w-]*+(?:\.[^\W\d][\w-]*+)*+(?:\(\))?+")
IMPORTED: Final = re.compile(
    r"^[ \t>.]*from[ \t]++([\w.]++)[ \t]++import[ \t]++(?:\([ \t\n]*+)?([\w, \t\n]++)", re.MULTILINE
)
COMMAND: Final = re.compile(r"^.*?\b(?:compose|make)\b(.*)$", re.MULTILINE)
KEY: Final = re.compile(r"^[ \t>$%#-]*+[\"']?([^\W\d][\w.-]*+)[\"']?[ \t]*+[:=]", re.MULTILINE)
ONLY_CODE: Final = re.compile(r"_|[a-z][A-Z]")
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one document speaks of.

    Attributes:
        words: every word, as `plain` writes it.
        shown: the names that it shows as code, letter by letter, but with underscores for hyphens: what stands alone,
            is called or imported, and anywhere in code what only code can be.
        listed: the files and modules that it names: as code, in a drawing or as a heading.
        coded: the words of its code, as `plain` writes them.
        places: where a shown name comes from, as far as the document says it: ("shop", "pay") for ``shop.pay.tip``;
            () where the name stands alone.
        keyed: keys with a value, and words of commands to Compose and make: names of constants and of configuration.
        lettered: the words of its code, headings and directives, and those of the prose that only code can be, as they
            are written.
        pinned: images and addresses, each with its version or port, and ports alone: ":8000".
        called: the names that are called in its code.
        made: what a build takes out of the code, by the last name of each.
        sections: its texts, section by section.
    """

    words: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    coded: frozenset[str] = frozenset()
    places: Mapping[str, frozenset[Place]] | None = None
    keyed: frozenset[str] = frozenset()
    lettered: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    sections: tuple[Section, ...] = ()

    def places_of(self, name: str) -> frozenset[Place]:
        """Where a shown *name* comes from: () where the document does not say it."""
        return (self.places or {}).get(name) or frozenset({()})


def spoken(document: Document) -> Spoken:
    """What *document* speaks of."""
    spans = [code for passage in document.passages for code in passage.codes]
    codes = [*spans, *(block.text for block in document.blocks)]
    alone = {part for code in spans if WHOLE.fullmatch(code) for part in code.removesuffix("()").split(".")}
    called = {name for code in codes for name in CALLED.findall(code)}
    only_code = {word for code in codes for word in WORD.findall(code) if ONLY_CODE.search(word)}
    imported = {name for code in codes for name, _ in _imported(code)}
    keyed = {word for code in codes for line in COMMAND.findall(code) for word in WORD.findall(line)}
    keyed.update(name for code in codes for name in KEY.findall(code))
    return Spoken(
        words(document),
        frozenset(name.replace("-", "_") for name in alone | called | only_code | imported),
        files(document),
        frozenset(plain(word) for code in codes for word in WORD.findall(code)),
        _places(codes),
        frozenset(keyed),
        frozenset(_lettered(document, codes)),
        pinned(all_texts(document)) | ports(codes) | ports(all_texts(document), alone=False),
        frozenset(called),
        frozenset(
            directive.argument.rpartition("(")[0].rpartition(".")[2] or directive.argument.rpartition(".")[2]
            for directive in document.directives
            if directive.name == "mkdocstrings" or directive.name.startswith("auto")
        ),
        sections(document),
    )


def _lettered(document: Document, codes: list[str]) -> Iterator[str]:
    headings = (heading.text for heading in document.headings)
    for text in (*codes, *headings, *(directive.argument for directive in document.directives)):
        yield from WORD.findall(text)
    for text in all_texts(document):
        yield from (word for word in WORD.findall(text) if ONLY_CODE.search(word))


def _places(codes: list[str]) -> Mapping[str, frozenset[Place]]:
    found: defaultdict[str, set[Place]] = defaultdict(set)
    imported: defaultdict[str, set[Place]] = defaultdict(set)
    for code in codes:
        for name, module in _imported(code):
            imported[name].add(tuple(filter(None, module.split("."))))
        for path in PATH.findall(code):
            *place, name = path.split(".")
            found[name].add(tuple(place))
        for name in _bare(code):
            found[name].add(())
    for name, places in imported.items():
        # A name that is imported comes from there wherever it stands alone.
        found[name] = found[name] - {()} | places
    return {name: frozenset(places) for name, places in found.items()}


def _imported(code: str) -> Iterator[tuple[str, str]]:
    """Each name that *code* imports, with its module."""
    for match in IMPORTED.finditer(code):
        yield from ((words_of_name[0], match[1]) for name in match[2].split(",") if (words_of_name := name.split()))


def _bare(code: str) -> Iterator[str]:
    """The names that stand alone: a span of code, or what is called without a dot before it."""
    if WHOLE.fullmatch(code) and "." not in code:
        yield code.removesuffix("()")
    yield from (match[1] for match in CALLED.finditer(code) if code[match.start() - 1 : match.start()] != ".")
