"""What a README tells people to type: simple commands, as a shell would part them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.documents.blocks.shell import USER_PROMPT, is_session
from pytest_golive.documents.blocks.shell import commands as typed_in
from pytest_golive.documents.reading.document import Block, Document
from pytest_golive.documents.reading.words import words_of

SHELLS = words_of("sh bash shell zsh")
SESSIONS = words_of("console shell-session bash-session sh-session")
UNNAMED = {"", *words_of("text txt plain plaintext none terminal shellsession")}
SEPARATORS = words_of("; & && | || ( ) |& ;;")
KEYWORDS = words_of("if then else elif fi while until do done { } ! time exec command nohup sudo env")
CLAUSES = words_of("for case select function")
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
OWN_MODULE = re.compile(r"python[\d.]* -m (\w+)")
REDIRECTION = re.compile(r"\d*[<>]+[&|]?")


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        words: program and arguments, without quotes.
        line: of the document.
        block: number of the block it stands in.
    """

    words: tuple[str, ...]
    line: int
    block: int

    @property
    def program(self) -> str:
        """What is run."""
        return self.words[0]

    @property
    def arguments(self) -> tuple[str, ...]:
        """All behind it."""
        return self.words[1:]

    @property
    def clones(self) -> dict[str, str]:
        """The folder that ``git clone`` makes, and the name of what is cloned."""
        if self.words[:2] != ("git", "clone"):
            return {}
        places = [word for word in self.words[2:] if not word.startswith("-")]
        at = next((number for number, word in enumerate(places) if "/" in word or ":" in word), len(places))
        names = [re.split(r"[/:]", place.rstrip("/"))[-1].removesuffix(".git") for place in places[at : at + 1]]
        return {(places[at + 1] if at + 1 < len(places) else name).rstrip("/"): name for name in names}

    def __str__(self) -> str:
        """As it is typed, near enough to find it again."""
        return " ".join(self.words)


def commands_of(document: Document) -> Iterator[Command]:
    """Every command in the blocks of *document* that are called shell, or begin with a prompt."""
    for number, block in enumerate(document.blocks):
        if (session := _kind(block)) is None:
            continue
        for line, text in typed_in(block.text, session=session):
            for words in _simple(text):
                yield Command(words, block.line + line - 1, number)


def mentioned(document: Document, packages: Container[str]) -> Iterator[Command]:
    """The commands in running text that can only be meant for this project.

    They begin with a prompt, or run a module of its own *packages*: "start it with ``python -m shop.server``".
    """
    for number, passage in enumerate(document.passages):
        for code in passage.codes:
            prompt = USER_PROMPT.match(code)
            for words in _simple(code[prompt.end() if prompt else 0 :]):
                module = OWN_MODULE.match(" ".join(words))
                if prompt or (module and module[1] in packages):
                    yield Command(words, passage.line, -2 - number)


def unread_lines(document: Document) -> Iterator[int]:
    """The lines in such blocks that cannot be parted into words, for a quote in them stays open."""
    for block in document.blocks:
        if (session := _kind(block)) is None:
            continue
        for line, text in typed_in(block.text, session=session):
            if any(_words(command_line) is None for command_line in _lines(text)):
                yield block.line + line - 1


def _kind(block: Block) -> bool | None:
    """Whether a block is a session (True) or a script (False); None for neither."""
    if block.language in SESSIONS:
        return True
    if block.language in SHELLS:
        return is_session(block.text)
    return True if block.language in UNNAMED and is_session(block.text) else None


def _simple(text: str) -> Iterator[tuple[str, ...]]:
    words: list[str] = []
    for line in _lines(text):
        for word in _words(line) or ():
            if word in SEPARATORS:
                yield from _command(words)
                words = []
            else:
                words.append(word)
        yield from _command(words)
        words = []


def _lines(text: str) -> Sequence[str]:
    return text.replace("\\\n", " ").split("\n")


def _words(line: str) -> Sequence[str] | None:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|()")
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:  # a quote that is open: what a heredoc holds, or what documents_sound tells
        return None


def _command(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words of one command, without what stands before it and where its output goes."""
    rest = list(words)
    while rest and (rest[0] in KEYWORDS or ASSIGNMENT.match(rest[0])):
        rest.pop(0)
    kept: list[str] = []
    skip = False
    for word in rest:
        if skip:
            skip = False
        elif found := REDIRECTION.match(word):
            skip = found.end() == len(word)
        else:
            kept.append(word)
    if kept and kept[0] not in CLAUSES and not kept[0].startswith(("$", "`", "<", "#")):
        yield tuple(kept)
