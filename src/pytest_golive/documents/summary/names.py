"""The names of code that a document holds: paths, files, modules and identifiers, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.reading.document import Block, Document

SOURCE: Final = frozenset({
    "py", "pyi", "pyx", "js", "jsx", "mjs", "cjs", "ts", "tsx", "vue", "svelte", "go", "rs", "java", "kt", "kts",
    "scala", "rb", "php", "cs", "fs", "c", "cc", "cpp", "cxx", "h", "hpp", "m", "mm", "swift", "dart", "ex", "exs",
    "erl", "hs",
    "lua", "pl", "r", "jl", "sh", "bash", "ps1", "sql", "proto", "graphql", "tf", "clj",
})  # fmt: skip
WORD: Final = re.compile(r"[A-Za-z_][\w-]*")
TREE: Final = re.compile(
    r"^[\s│|`├└─+\\-]*+(?P<name>[\w.@][\w.@/-]*+)"
    r"(?:\s*$|\s+(?:#|//|<-|←|\u2014|-)|\s{2}|\s*\()"
)
DRAWN: Final = re.compile(r"[├└]─|[|`+\\]--")
PATH: Final = re.compile(r"\.?/?(?:[\w.@-]+/)+[\w.@-]*|[\w-]+(?:\.[\w-]+)*\.\w+")
DOTTED: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(\))?")
ALONE: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
CALLED: Final = re.compile(r"\b([A-Za-z_]\w*+)(?=\()")
IDENTIFIER: Final = re.compile(r"[A-Za-z_]\w*(?:\(\))?")
# Placeholders: <name>, {version}, foo, MyThing, some_module.
PLACEHOLDER: Final = re.compile(
    r"[<>{}*$…]|\.\.\.|\b[Ff]oo|\b[Bb]ar\b|\bNAME\b|\b[Ee]xample|\b[Yy]our[A-Z_-]|\b[Mm]y(?:[A-Z]|[_-])|\b[Ss]ome(?:[A-Z]|[_-])|"
    r"\b[XxNn]{2,}\b"
)
# A sentence about something that the reader is to create.
TO_MAKE: Final = re.compile(
    r"\b(?:create|add(?:s|ing)?|new|e\.g\.|for (?:example|instance)|suppose|imagine|generates?|writes?)\b",
    re.IGNORECASE,
)
# An image or an address with its version or port, which a document may repeat: "python:3.11".
PINNED: Final = re.compile(r"(?<![\w.-])[A-Za-z][\w.-]{0,99}+:v?\d[\w.-]{0,99}+")
# A port, but no year; in prose only where it is said to be one.
PORT: Final = re.compile(r"(?<![\w.-])(?!(?:19|20)\d\d\b)\d{4,5}(?![\w.-])")
SAID_PORT: Final = re.compile(r"(?::|\b[Pp]ort[ \t]{1,3})(\d{4,5})(?![\w.-])")
LONGEST: Final = 200  # a longer span is no name


@dataclass(frozen=True, slots=True)
class Name:
    """One name.

    Attributes:
        kind: "path", "file", "dotted" or "word".
        text: as it is written, without decoration.
        line: in the document.
        is_drawn: whether it is in a drawing of a file tree.
        is_to_make: whether the sentence tells the reader to create it.
    """

    kind: str
    text: str
    line: int
    is_drawn: bool = False
    is_to_make: bool = False


def words(document: Document) -> frozenset[str]:
    """Every word of the document, in lower case, with underscores for hyphens."""
    found: set[str] = set()
    for text in all_texts(document):
        found.update(WORD.findall(text))
    return frozenset(map(plain, found))


def shown(document: Document) -> frozenset[str]:
    """The names that are written as code by themselves, or called in code; generated parts do not count."""
    spans = [code for passage in document.passages for code in passage.codes]
    found = {part for code in spans if ALONE.fullmatch(code) for part in code.split(".")}
    for text in (*spans, *(block.text for block in document.blocks)):
        found.update(CALLED.findall(text))
    return frozenset(map(plain, found))


def files(document: Document) -> frozenset[str]:
    """The files and modules that a document names as code, in a drawing of a tree, by a link or by a heading."""
    headings = (heading.text for heading in document.headings)
    return frozenset(map(plain, (*pieces(document), *headings, *_linked(document)))) | shown(document)


def _linked(document: Document) -> Iterator[str]:
    """The name of each source file or folder that a link leads to, whole and without its suffix."""
    targets = (link.target.partition("#")[0].rstrip("/") for link in document.links if "://" not in link.target)
    for name in (target.rpartition("/")[2] for target in targets if "/" in target):
        stem, _, suffix = name.rpartition(".")
        if not stem or suffix.lower() in SOURCE:
            yield from (name, stem or name)


def plain(name: str) -> str:
    """A name without the differences that prose ignores."""
    return name.lower().replace("-", "_")


def pinned(texts: Iterable[str]) -> frozenset[str]:
    """Images and addresses in *texts*, each with its version or port."""
    return frozenset(found.rstrip(".-") for text in texts for found in PINNED.findall(text))


def ports(texts: Iterable[str], *, alone: bool = True) -> frozenset[str]:
    """Ports in *texts*, as ":8000"; only those behind a colon or the word "port" unless a number *alone* may be one."""
    return frozenset(f":{found}" for text in texts for found in (PORT if alone else SAID_PORT).findall(text))


def all_texts(document: Document) -> Iterator[str]:
    """Everything that the document says, piece by piece."""
    yield from (heading.text for heading in document.headings)
    yield from (passage.text for passage in document.passages)
    yield from (code for passage in document.passages for code in passage.codes)
    yield from (block.text for block in document.blocks)
    yield from (link.target for link in document.links)
    yield from (directive.argument for directive in document.directives)


def names(document: Document) -> list[Name]:
    """The names of code: those in spans of code and in drawings of trees."""
    found: dict[tuple[str, str], Name] = {}
    for name in (*_in_spans(document), *_in_trees(document.blocks)):
        found.setdefault((name.kind, name.text), name)
    return list(found.values())


def pieces(document: Document) -> frozenset[str]:
    """Each name in *document* in every spelling: whole, its last part, and that part without its suffix."""
    texts = [name.text.strip("/") for name in names(document)]
    lasts = [text.rpartition("/")[2] for text in texts]
    return frozenset((*texts, *lasts, *(last.removesuffix(".py").rpartition(".")[2] for last in lasts)))


def _in_spans(document: Document) -> Iterator[Name]:
    for passage in document.passages:
        is_to_make = TO_MAKE.search(passage.text) is not None
        for code in passage.codes:
            for piece in re.split(r"[\s,;]+", code.strip()) if len(code) < LONGEST else ():
                if kind := kind_of(text := _bare(piece)):
                    yield Name(kind, text.removesuffix("()"), passage.line, is_to_make=is_to_make)


def _bare(piece: str) -> str:
    """A word of a span without quotes, brackets and line numbers around it."""
    text = piece.strip("`'\",;:[]")
    if text.startswith("(") or (text.endswith(")") and not text.endswith("()")):
        text = text.strip("()")
    return re.sub(r":\d+(?:-\d+)?$", "", text).removesuffix("(").removeprefix("./")


def kind_of(text: str) -> str:
    """The kind of name that a text may be: "path", "file", "dotted", "word"; "" for none of them."""
    if not text or PLACEHOLDER.search(text) or "://" in text or text.startswith(("-", "/", "@", "~", "..")):
        return ""
    if IDENTIFIER.fullmatch(text):
        return "word"
    if "/" in text:
        return "path" if PATH.fullmatch(text) else ""
    if PATH.fullmatch(text) and text.rpartition(".")[2].lower() in SOURCE:
        return "file"
    return "dotted" if DOTTED.fullmatch(text) else ""


def _in_trees(blocks: Iterable[Block]) -> Iterator[Name]:
    """The files of drawn trees, each with the folders above it."""
    for block in blocks:
        if not DRAWN.search(block.text):
            continue
        stack: list[tuple[int, str]] = []
        for number, line in enumerate(block.text.splitlines()):
            match = TREE.match(line)
            if match is None or PLACEHOLDER.search(match["name"]):
                continue
            depth = match.start("name")
            while stack and stack[-1][0] >= depth:
                stack.pop()
            folder = "".join(f"{name.strip('/')}/" for _, name in stack if name not in {".", "./"})
            name = match["name"].strip("/")
            if name and name != ".":
                yield Name("path", f"{folder}{name}", block.line + number, is_drawn=True)
            stack.append((depth, match["name"]))
