"""Calls and signatures in a document that a function does not have any more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.evidence.mentions import Mention, Shown, mentions
from pytest_golive.documents.evidence.page import SIGNING, Page
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.evidence.subject import Subject
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.offering.signature import Altered
from pytest_golive.documents.summary.calling import Call
from pytest_golive.documents.summary.names import plain
from pytest_golive.findings import counted

NO_MORE: Final = "is taken no more"
FEWEST: Final = 3  # parameters that are a signature wherever they stand
PARAMETER: Final = re.compile(r"\*{0,2}([^\W\d]\w*+)\s*+(?::[^=,]{0,99}+)?(?:=.*+)?")


def broken(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    """Calls of a function that are not right any more, where it is certain which function they call."""
    for each in sorted(change.altered):
        name, *how = json.loads(each)
        was = Altered(*how)
        owner, _, last = name.rpartition(".")
        subject = Subject(change.path, last, owner.rpartition(".")[2], page, standing)
        for mention in mentions(last, page):
            if mention.piece.is_python and (why := _why(was, subject, mention)):
                yield Shown(f"{mention.shown}: {why}", mention.line, _is_certain(was, subject, mention, why))
        yield from _told(was, subject)
    yield from _quoted(change, page, standing)


def _is_certain(was: Altered, subject: Subject, mention: Mention, why: str) -> bool:
    """Whether a call is wrong as it is written: not only in the order of arguments, whose names may have stayed."""
    is_meant = subject.whose(mention) == "own" or subject.page.alone == subject.path
    if why.startswith("at most") and not {*was.gone}.intersection(_split(mention.given)):
        return is_meant and was.most >= len(was.now)
    return is_meant or why.endswith(NO_MORE)


def _why(was: Altered, subject: Subject, mention: Mention) -> str:
    """Why a call is wrong, in words; "" if it is right, or may be of another function."""
    call, whose = mention.call, subject.whose(mention)
    is_only = whose == "not told" and _is_only(subject, mention)
    if call is None or not (whose == "own" or is_only):
        return ""
    keywords = {name for name, _ in call.named}
    is_certain = whose == "own" or _is_about(subject) or SIGNING.fullmatch(mention.piece.near) is not None
    if gone := sorted({*was.gone} & (keywords | {*signature(mention)} if is_certain else keywords)):
        return f"{', '.join(gone)} {NO_MORE}"
    return _number(was, subject.page, mention, call) if is_certain else ""


def _number(was: Altered, page: Page, mention: Mention, call: Call) -> str:
    """Why a call with the right names is wrong."""
    is_fit = call.by_position <= len(was.now) and page.is_new(f"{mention.name}({mention.given}")
    if call.by_position > was.most and not is_fit and not _is_named_alike(was, mention, call):
        return f"at most {counted(was.most, 'argument is', 'arguments are')} taken by position"
    if call.is_use and call.total < was.least:
        return f"at least {counted(was.least, 'argument is', 'arguments are')} needed"
    is_signature = len(signature(mention)) == call.total
    others = [name for name, value in call.named if is_signature and was.defaults.get(name) == value]
    return f"{others[0]} has another default" if others else ""


def _is_named_alike(was: Altered, mention: Mention, call: Call) -> bool:
    """Whether what stands at the places that mean another thing is named like the parameters of today."""
    given = _split(mention.given)[was.most : call.by_position]
    return len(given) == call.by_position - was.most and given == was.now[was.most : call.by_position]


def _is_only(subject: Subject, mention: Mention) -> bool:
    """Whether a name without its place is of this file alone, as far as the repository tells."""
    return not mention.place and not subject.owner and subject.standing.homes(subject.name) <= {subject.path}


def _is_about(subject: Subject) -> bool:
    """Whether a page is about the file: it covers no other, or names it as code."""
    page, stem = subject.page, subject.path.removesuffix("/__init__.py").rpartition("/")[2].partition(".")[0]
    return page.alone == subject.path or stem in page.words or plain(stem) in page.said.listed


def _told(was: Altered, subject: Subject) -> Iterator[Shown]:
    """Sentences that explain a parameter which is taken no more, beside the function."""
    name, page, standing = subject.name, subject.page, subject.standing
    for mention in mentions(name, page):
        if mention.piece.kind != "span" or not mention.is_whole:
            continue
        whose = subject.whose(mention)
        if whose != "own" and not (whose == "not told" and _is_only(subject, mention)):
            continue
        for piece in page.pieces:
            is_beside = piece.kind == "span" and piece.near == mention.piece.near
            if is_beside and piece.text in was.nowhere and standing.is_nowhere(piece.text):
                is_sure = whose == "own" or page.alone == subject.path
                yield Shown(f"{name} beside {piece.text}, which it takes no more", piece.line, is_sure)


def signature(mention: Mention) -> tuple[str, ...]:
    """The parameters that a mention shows, if it is the signature of a function and not a call with values."""
    if mention.call is None or not (mention.is_whole or mention.piece.kind == "directive"):
        return ()
    parts = _split(mention.given)
    found = [PARAMETER.fullmatch(part) for part in parts]
    return tuple(match[1] for match in found if match) if all(found) else ()


def _split(given: str) -> list[str]:
    """The arguments of a call as they are written."""
    parts, depth, last = [], 0, 0
    for at, sign in enumerate(given):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parts.append(given[last:at].strip())
            last = at + 1
    return [part for part in (*parts, given[last:].strip()) if part not in {"", "*", "/", "self"}]


def lacking(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    """Signatures that have all parameters that a function had, and not a new one."""
    for each in sorted(change.widened):
        name, _, rest = each.partition(": ")
        old, new = ({*part.split(", ")} - {""} for part in rest.split("; "))
        owner, _, last = name.rpartition(".")
        subject = Subject(change.path, last, owner.rpartition(".")[2], page, standing)
        for mention in mentions(last, page):
            shown = {*signature(mention)}
            if not shown or not old <= shown or shown & new or page.words & new:
                continue
            whose = subject.whose(mention)
            is_about = len(old) > 1 or page.alone == change.path
            if whose == "own" or (whose == "not told" and _is_only(subject, mention) and is_about):
                is_sure = whose == "own" or page.alone == change.path or len(old) >= FEWEST
                yield Shown(f"{mention.shown} without {', '.join(sorted(new))}", mention.line, is_sure)


def _quoted(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    """Definitions of a language that is not parsed, as they stood in the file and stand nowhere now."""
    for definition in sorted(change.quoted):
        name = definition.partition("(")[0]
        for mention in mentions(name, page):
            is_same = f"{name}({' '.join(mention.given.split())})" == definition
            if is_same and not mention.place and not standing.has_text(definition):
                yield Shown(mention.shown, mention.line)
