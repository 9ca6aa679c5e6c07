"""The first thing in a document that a change makes wrong, and whether that is beyond doubt."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.evidence import files, inside, signatures, values
from pytest_golive.documents.evidence.mentions import IMPORT, RECORD, STATED, WEAK, Mention, Shown, imports_of, mentions
from pytest_golive.documents.evidence.page import Page
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.evidence.subject import Subject
from pytest_golive.documents.freshness.change import COMMON, Change
from pytest_golive.documents.summary.names import plain
from pytest_golive.documents.summary.speaking import ONLY_CODE

BUILTINS: Final = frozenset(dir(builtins))
PYTHON: Final = (".py", ".pyi")
SHORTEST: Final = 4  # letters of a name that means one thing wherever it stands
COMMANDS: Final = 2  # of which a README that names them all has a list


def proof(change: Change, page: Page, standing: Standing) -> Shown | None:
    """The first thing on *page* that fails after *change*, or else a sign of it; None if there is neither."""
    sign = None
    for found in _found(change, page, standing):
        if found.fails:
            return found
        sign = sign or found
    return sign


def _found(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    if change.always:
        yield Shown("", kind=RECORD if change.path else WEAK if change.past else STATED)
    yield from _parts(change, page)
    if not change.path:
        return
    if files.lists_all_but(change, page):
        is_sure = files.has_entries(change, page)
        yield Shown(f"it names all beside {', '.join(sorted(change.new)[:3])}", 0, is_sure)
    if change.is_file:
        yield from (_told(found) for found in files.lost(change, page, standing))
        return
    is_python = change.path.endswith(PYTHON) and not any(
        name.endswith("()") and name in change.edited for name in change.code
    )
    for name in sorted(change.code - change.edited):
        found = _gone(change.path, name, page, standing) if is_python else values.gone(change, name, page, standing)
        yield from (_told(each, ", which is gone") for each in found)
    for look in (signatures.broken, signatures.lacking, values.outdated, inside.vanished, inside.defaults):
        yield from (_told(each) for each in look(change, page, standing))


def _told(found: Shown, behind: str = "") -> Shown:
    return found._replace(words=f"it shows {found.words}{behind}")


def _parts(change: Change, page: Page) -> Iterator[Shown]:
    """Parts of the whole codebase: what is new and not named, and what is gone and shown as code."""
    if change.path:
        return
    is_list = not change.beside or len(change.beside) >= COMMANDS
    lacking = (name for name in sorted(change.new) if not change.is_named(name, page.said))
    yield from (Shown(f"it does not name {name}", 0, is_list) for name in lacking)
    code = page.said.listed | page.said.coded
    yield from (Shown(f"it shows {name}") for name in sorted(change.old) if plain(name) in code)


def _gone(path: str, name: str, page: Page, standing: Standing) -> Iterator[Shown]:
    """Where a page shows a name of Python that is gone."""
    owner, _, last = name.removesuffix("()").rpartition(".")
    if last not in page.words:
        return
    subject = Subject(path, last, owner.rpartition(".")[2], page, standing)
    if not owner:
        for module, line in imports_of(last, page):
            if subject.comes_from(module) and subject.is_lost(module):
                # A module that is gone may be made in another way; one that is there tells what it has.
                kind = IMPORT if standing.modules(module) else WEAK
                yield Shown(f"from {module} import {last}", line, kind=kind)
    for mention in mentions(last, page):
        if not mention.piece.is_python:
            continue
        if subject.whose(mention) == "own":
            if not (standing.has_attribute(subject.owner, last) if owner else not subject.is_gone(mention)):
                # Where the class is no class any more, what has its name now may make one that has the method.
                is_sure = not owner or standing.has_class(subject.owner)
                yield Shown(mention.shown, mention.line, is_sure)
        elif subject.whose(mention) == "not told" and _is_gone(subject, mention):
            yield Shown(mention.shown, mention.line, _is_alone(subject, mention))


def _is_gone(subject: Subject, mention: Mention) -> bool:
    """Whether a name that stands without its place is gone: nothing has it any more."""
    owner, last = subject.owner, subject.name
    if mention.place or last in BUILTINS or {owner, last} & subject.page.said.made:
        return False
    if owner:  # a method without its class means it only if the class stands beside it
        is_meant = _is_telling(last) and plain(owner) in subject.page.said.words
        return (is_meant or _is_beside(owner, mention, subject.page)) and subject.standing.is_nowhere(last)
    is_meant = _is_telling(last) or (mention.is_whole and subject.page.alone == subject.path)
    if is_meant and subject.standing.is_nowhere(last):
        return True
    is_call = mention.call is not None and mention.is_whole and len(last) >= SHORTEST and last not in COMMON
    return is_call and subject.standing.is_uncalled(last)


def _is_alone(subject: Subject, mention: Mention) -> bool:
    """Whether a name without its place can mean only this one: a telling one, or one beside its class."""
    if not subject.standing.is_nowhere(subject.name):
        return False
    if subject.owner and _is_beside(subject.owner, mention, subject.page):
        return True
    is_code = mention.is_whole or mention.call is not None or subject.name[0].isupper()
    return is_code and (subject.page.alone == subject.path or not subject.owner) and _is_telling(subject.name)


def _is_telling(name: str) -> bool:
    """Whether a name may mean only one thing wherever it stands, if nothing else has it."""
    return len(name) >= SHORTEST and (ONLY_CODE.search(name.strip("_")) is not None or name[0].isupper())


def _is_beside(owner: str, mention: Mention, page: Page) -> bool:
    """Whether a sentence has the class as code, too."""
    beside = (piece for piece in page.pieces if piece.kind == "span" and piece.near == mention.piece.near)
    return mention.is_whole and any(piece.text.strip() == owner for piece in beside)
