"""What changed in a file that is no Python: words, keys and their values, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.documents.offering.defining_lines import definitions, literals
from pytest_golive.documents.offering.names import Names, told_value
from pytest_golive.documents.summary.names import CALLED, SOURCE, pinned, ports
from pytest_golive.documents.summary.services import is_compose, services, within

COMMENT: Final = re.compile(r"\s*(?:#(?!\[)|//|--|;|\*|/\*|<!--)")
WORD: Final = re.compile(r"[A-Za-z_][\w-]{2,}")
TOKEN: Final = re.compile(r"\w[\w.]*+")
# What begins a line that is about what stands behind it: "ENV PORT=80", "export function pay(cents)".
LEADING: Final = frozenset({
    "export", "function", "def", "func", "pub", "const", "let", "var", "public", "private", "protected", "static",
    "async", "class", "interface", "type", "abstract", "final", "override", "default", "declare", "readonly", "struct",
    "enum", "impl", "trait", "env", "arg", "set", "local", "environment", "label",
})  # fmt: skip
VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")
# Pages and their styles: most of their words are prose, which a document may have in common with them.
PAGES: Final = frozenset({"html", "htm", "css", "scss", "sass", "less", "xml", "svg", "md", "rst", "txt"})
SETTINGS: Final = frozenset({"ini", "toml", "cfg", "conf"})
ENVIRONMENT: Final = re.compile(r"^\[testenv:([A-Za-z_][\w-]{2,})\]$", re.MULTILINE)
DEFINING: Final = ("def ", "class ", "async def ")
METHOD: Final = re.compile(r"\((?:self|cls)\b")
ONLY_CODE: Final = re.compile(r"_|[a-z][A-Z]")


def changed_words(path: str, old: str, new: str) -> Names | None:
    """What changed between two versions of a file; None if only white space or comments did."""
    was, now = [*_bare(old)], [*_bare(new)]
    gone, came = sorted({*was} - {*now}), sorted({*now} - {*was})
    if not gone and not came:
        return None
    had, has = ({word for line in lines for word in WORD.findall(line)} for lines in (was, now))
    variables = {word for word in had & has if VARIABLE.fullmatch(word)}
    added = {word for word in has - had if VARIABLE.fullmatch(word)} if variables else set()
    suffix = path.rpartition(".")[2].lower()
    if suffix in PAGES:
        return Names(frozenset(added), frozenset(filter(ONLY_CODE.search, had - has)), beside=frozenset(variables))
    removed = {word for word in had - has if not word.startswith("__")}
    if suffix in SETTINGS:  # the words of their values are mostly those of other things
        removed &= {word for line in gone for word in _heads(line)} | {
            word for word in removed if ONLY_CODE.search(word)
        }
        removed |= {*ENVIRONMENT.findall("\n".join(was))} - {*ENVIRONMENT.findall("\n".join(now))}
    elif suffix in {"py", "pyi"}:  # of another Python: what it defines
        removed &= {word for line in gone if line.startswith(DEFINING) for word in _heads(line)}
    removed |= (pinned(was) - pinned(now)) | (ports(was) - ports(now))
    heads = [frozenset(word for line in lines for word in _heads(line)) for lines in (gone, came)]
    names = Names(frozenset(added), frozenset(removed), heads[0] & heads[1], frozenset(variables))
    if suffix in {"py", "pyi"}:  # what is the value of a name, and whose a method is, only a parser would tell
        plain = [line for line in gone if line.startswith(DEFINING) and not METHOD.search(line)]
        defined = {f"{name}()" for line in plain for name in CALLED.findall(line)[:1] if name in names.edited}
        return names._replace(edited=frozenset(defined), quoted=frozenset(definitions(gone, names.edited)))
    if is_compose(path):
        return _by_service(names, old, new)
    defined = {f"{name}()" for line in gone for name in CALLED.findall(line) if name in names.edited}
    if suffix in SOURCE:
        quoted = frozenset(definitions(gone, names.edited))
        return names._replace(edited=frozenset(defined), valued=frozenset(_literals(was, now)), quoted=quoted)
    return names._replace(edited=frozenset(), valued=frozenset(_values(names.edited, gone, came)))


def _given(name: str, line: str) -> str:
    """What a line gives to the name that it is about; an item of a list is given nothing."""
    behind = line.partition(name)[2]
    is_given = re.match(r"[\"']?\s*+(?:[:=]|\s\w)", behind)
    return behind if is_given else ""


def _literals(was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """The names of code that have another number or text now; all else in a line of code may mean anything."""
    old, new = literals(was), literals(now)
    both = (name for name in sorted(old.keys() & new.keys()) if old[name] != new[name])
    yield from (told_value(name, lost) for name in both if (lost := _tokens(old[name]) - _tokens(new[name])))


def _tokens(text: str) -> set[str]:
    return {*TOKEN.findall(text)}


def _values(names: frozenset[str], gone: Sequence[str], came: Sequence[str]) -> Iterator[str]:
    """The lines that begin with each name, with the words and numbers of it that are gone."""
    was, now = ({name: set[str]() for name in names} for _ in range(2))
    for lines, found in ((gone, was), (came, now)):
        for line in lines:
            for name in names.intersection(_heads(line)):
                found[name].update(TOKEN.findall(_given(name, line)))
    yield from (told_value(name, was[name] - now[name]) for name in sorted(names))


def _by_service(names: Names, old: str, new: str) -> Names:
    """*names* with those apart that stand in several services."""
    told = dict(within(names.removed | names.edited, services(old), services(new)))
    return names._replace(
        removed=names.removed - told.keys(),
        edited=names.edited - told.keys(),
        within=frozenset(f"{name}: {', '.join(where)}" for name, where in told.items()),
    )


def _heads(line: str) -> Iterator[str]:
    """The names that a line is about: its first word, or what stands or is defined behind words such as "export"."""
    found = WORD.findall(line)
    named = [word for word in found if word.lower() not in LEADING]
    is_led = bool(found and named) and found[0].lower() in LEADING
    yield from named[:1] if is_led else found[:1]
    if is_led:
        yield from CALLED.findall(line)[:1]


def _bare(text: str) -> Iterator[str]:
    """The lines without white space and comments."""
    yield from (" ".join(line.split()) for line in text.splitlines() if line.strip() and not COMMENT.match(line))
