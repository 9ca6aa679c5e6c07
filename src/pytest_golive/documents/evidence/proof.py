"""The first thing in a document that a change makes wrong beyond doubt."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Final, NamedTuple

from pytest_golive.documents.evidence import files, inside, signatures, values
from pytest_golive.documents.evidence.mentions import Mention, imports_of, mentions
from pytest_golive.documents.evidence.page import Page
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.evidence.subject import Subject
from pytest_golive.documents.freshness.change import COMMON, Change
from pytest_golive.documents.summary.names import plain
from pytest_golive.documents.summary.speaking import ONLY_CODE

BUILTINS: Final = frozenset(dir(builtins))
PYTHON: Final = (".py", ".pyi")
SHORTEST: Final = 4  # letters of a name that means one thing wherever it stands


class Proof(NamedTuple):
    """What a document shows, in words, and its line; 0 if it is the whole."""

    words: str
    line: int = 0


def proof(change: Change, page: Page, standing: Standing) -> Proof | None:
    """The first proof that *page* is not true after *change*; None if there is none."""
    return next(_proofs(change, page, standing), None)


def _proofs(change: Change, page: Page, standing: Standing) -> Iterator[Proof]:
    if change.always:
        yield Proof("")
    yield from _parts(change, page)
    if not change.path:
        return
    if files.lists_all_but(change, page):
        yield Proof(f"it names all beside {', '.join(sorted(change.new)[:3])}")
    if change.is_file:
        for shown, line in files.lost(change, page, standing):
            yield Proof(f"it shows {shown}", line)
        return
    is_python = change.path.endswith(PYTHON) and not any(
        name.endswith("()") and name in change.edited for name in change.code
    )
    for name in sorted(change.code - change.edited):
        found = _gone(change.path, name, page, standing) if is_python else values.gone(change, name, page, standing)
        for shown, line in found:
            yield Proof(f"it shows {shown}, which is gone", line)
    for look in (signatures.broken, signatures.lacking, values.outdated, inside.vanished, inside.defaults):
        yield from (Proof(f"it shows {shown}", line) for shown, line in look(change, page, standing))


def _parts(change: Change, page: Page) -> Iterator[Proof]:
    """Parts of the whole codebase: what is new and not named, and what is gone and shown as code."""
    if change.path:
        return
    yield from (
        Proof(f"it does not name {name}") for name in sorted(change.new) if not change.is_named(name, page.said)
    )
    code = page.said.listed | page.said.coded
    yield from (Proof(f"it shows {name}") for name in sorted(change.old) if plain(name) in code)


def _gone(path: str, name: str, page: Page, standing: Standing) -> Iterator[tuple[str, int]]:
    """Where a page shows a name of Python that is gone."""
    owner, _, last = name.removesuffix("()").rpartition(".")
    if last not in page.words:
        return
    subject = Subject(path, last, owner.rpartition(".")[2], page, standing)
    if not owner:
        for module, line in imports_of(last, page):
            if subject.comes_from(module) and subject.is_lost(module):
                yield f"from {module} import {last}", line
    for mention in mentions(last, page):
        if mention.piece.is_python and _is_gone(subject, mention):
            yield mention.shown, mention.line


def _is_gone(subject: Subject, mention: Mention) -> bool:
    whose, owner, last = subject.whose(mention), subject.owner, subject.name
    if whose == "own":
        return not subject.standing.has_attribute(owner, last) if owner else subject.is_gone(mention)
    if whose == "other" or mention.place or last in BUILTINS:
        return False
    if {owner, last} & subject.page.said.made:
        return False
    if owner:  # a method without its class means it only if the class stands beside it
        is_meant = _is_telling(last) and plain(owner) in subject.page.said.words
        return (is_meant or _is_beside(owner, mention, subject.page)) and subject.standing.is_nowhere(last)
    is_meant = _is_telling(last) or (mention.is_whole and subject.page.alone == subject.path)
    if is_meant and subject.standing.is_nowhere(last):
        return True
    is_call = mention.call is not None and mention.is_whole and len(last) >= SHORTEST and last not in COMMON
    return is_call and subject.standing.is_uncalled(last)


def _is_telling(name: str) -> bool:
    """Whether a name may mean only one thing wherever it stands, if nothing else has it."""
    return len(name) >= SHORTEST and (ONLY_CODE.search(name.strip("_")) is not None or name[0].isupper())


def _is_beside(owner: str, mention: Mention, page: Page) -> bool:
    """Whether a sentence has the class as code, too."""
    beside = (piece for piece in page.pieces if piece.kind == "span" and piece.near == mention.piece.near)
    return mention.is_whole and any(piece.text.strip() == owner for piece in beside)
