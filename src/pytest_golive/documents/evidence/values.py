"""Values beside the names that have others now, and keys and words of files that are no Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.evidence.files import USUAL
from pytest_golive.documents.evidence.mentions import COMMAND, PINNED, Shown, mentions
from pytest_golive.documents.evidence.page import Page, Piece
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.evidence.subject import Subject
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.offering.lines import VARIABLE
from pytest_golive.documents.offering.running import is_run, runs
from pytest_golive.documents.summary.names import CALLED, SOURCE
from pytest_golive.documents.summary.speaking import ONLY_CODE

NEAR: Final = 40  # characters between a name and its value
TOKEN: Final = re.compile(r"\w[\w.]*+")


def gone(change: Change, name: str, page: Page, standing: Standing) -> Iterator[Shown]:
    """Where a page shows a word that a file which is no Python has no more."""
    is_about = page.alone == change.path or page.speaks_of(change.path)
    if ":" in name:
        if name in page.said.pinned and _is_unpinned(name, standing):
            yield Shown(name.lstrip(":"), _line_of(name.lstrip(":"), page), is_about, PINNED)
        return
    bare = name.removesuffix("()")
    if bare not in page.words and bare.replace("-", "_") not in page.said.shown:
        return
    if is_run(change.path):
        for piece in page.pieces:
            if piece.kind in {"span", "block"} and bare in runs(change.path, piece.text):
                yield Shown(bare, piece.line, kind=COMMAND)
    if standing.is_nowhere(bare) and _is_meant(change, bare, page):
        is_shown = _is_function if change.path.rpartition(".")[2].lower() in SOURCE else _is_key
        is_function = name.endswith("()") and ONLY_CODE.search(bare) is not None
        is_code = change.path.rpartition(".")[2].lower() in SOURCE  # of which only words are known
        is_telling = is_function or VARIABLE.fullmatch(bare) is not None or (is_about and not is_code)
        is_sure = is_telling and not change.path.endswith((".py", ".pyi"))
        yield from (Shown(bare, piece.line, is_sure) for piece in page.pieces if is_shown(bare, piece))


def _is_meant(change: Change, name: str, page: Page) -> bool:
    """Whether a page that shows a word means that of the file: it covers or names it, or the word is a telling one."""
    if page.alone == change.path or VARIABLE.fullmatch(name):
        return True
    if change.path.rpartition("/")[2].lower() in USUAL and not page.is_own_work:
        return False
    return page.speaks_of(change.path) or ONLY_CODE.search(name) is not None


def _is_function(name: str, piece: Piece) -> bool:
    """Whether a piece calls a name, or is the name alone."""
    return name in CALLED.findall(piece.text) or (piece.kind == "span" and piece.text.strip("()") == name)


def _is_key(name: str, piece: Piece) -> bool:
    """Whether a piece is a name alone, or has it as a key or variable."""
    word = re.escape(name)
    if piece.kind == "span" and piece.text.strip() == name:
        return True
    is_key = re.search(
        rf"^[ \t>$%#-]*(?:export[ \t]+|ENV[ \t]+)?[\"']?{word}[\"']?[ \t]*[:=]", piece.text, re.MULTILINE
    )
    return piece.kind in {"block", "span"} and (
        is_key is not None or (VARIABLE.fullmatch(name) is not None and name in piece.text)
    )


def _is_unpinned(name: str, standing: Standing) -> bool:
    return standing.is_nowhere(name.lstrip(":")) if name.startswith(":") else not standing.has_text(name)


def _line_of(text: str, page: Page) -> int:
    passages = ((each.line, each.text) for each in page.document.passages)
    found = [line for line, said in (*((piece.line, piece.text) for piece in page.pieces), *passages) if text in said]
    return min(found, default=0)


def outdated(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    """Where a page gives a name a value that it has no more."""
    is_python = change.path.endswith((".py", ".pyi"))
    for each in sorted(change.valued):
        name, lost = json.loads(each)
        for text in _of_python(change, name, page, standing) if is_python else _of_key(change, name, page):
            if value := _value(name.rpartition(".")[2], text.words, lost):
                yield text._replace(words=f"{name.rpartition('.')[2]} beside {value}, which it is no more")


def _of_python(change: Change, name: str, page: Page, standing: Standing) -> Iterator[Shown]:
    """The texts in which a constant stands."""
    owner, _, last = name.rpartition(".")
    subject = Subject(change.path, last, owner.rpartition(".")[2], page, standing)
    for mention in mentions(last, page):
        whose = subject.whose(mention)
        is_only = not owner and not mention.place and last.isupper() and standing.homes(last) <= {change.path}
        if mention.piece.kind == "span" and (whose == "own" or (whose == "not told" and is_only)):
            yield Shown(mention.piece.near, mention.line)
    if page.alone == change.path and last.isupper() and last not in page.imported:
        yield from _keyed(last, page)


def _of_key(change: Change, name: str, page: Page) -> Iterator[Shown]:
    """The texts in which a key of the file stands, if a page is about that file."""
    is_usual = change.path.rpartition("/")[2].lower() in USUAL and not page.is_own_work
    is_about = page.alone == change.path or page.speaks_of(change.path)
    if not is_about or (is_usual and page.alone != change.path):
        return
    yield from _keyed(name, page)
    for piece in page.pieces:
        if piece.kind == "span" and piece.text.strip() == name:
            yield Shown(piece.near, piece.line, page.alone == change.path)


def _keyed(name: str, page: Page) -> Iterator[Shown]:
    key = re.compile(rf"^[ \t>$%#-]*[\"']?{re.escape(name)}[\"']?[ \t]*[:=].*$", re.MULTILINE)
    for piece in page.pieces:
        if piece.kind == "block":
            yield from (
                Shown(match[0], piece.line + piece.text.count("\n", 0, match.start()))
                for match in key.finditer(piece.text)
            )


def _value(name: str, text: str, lost: list[str]) -> str:
    """The value that a text gives a name, if it is one of those that are lost."""
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
        sentence = re.split(r"[.;](?:\s|$)", text[match.end() : match.end() + NEAR])[0]
        if found := next((each for each in map(_bare, TOKEN.findall(sentence)) if each in lost), ""):
            return found
    return ""


def _bare(word: str) -> str:
    return word.rstrip(".")
