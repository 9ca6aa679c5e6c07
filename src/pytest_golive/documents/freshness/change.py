"""One change since the last release: which documents it concerns, and where it needs no edit of a document."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.offering.lines import PAGES
from pytest_golive.documents.offering.signature import Altered
from pytest_golive.documents.summary.calling import beside, calls, explained
from pytest_golive.documents.summary.names import SOURCE, plain
from pytest_golive.documents.summary.speaking import Place, Spoken

STANDARD: Final = sys.stdlib_module_names
# Names that are so common that a document means this file's only where it gives their class or module.
COMMON: Final = frozenset({
    "get", "set", "put", "post", "head", "delete", "patch", "options", "request", "update", "items", "keys", "values",
    "close", "open", "read", "write", "flush", "send", "start", "stop", "clear", "run", "add", "remove", "copy", "pop",
    "append", "extend", "insert", "index", "count", "encode", "decode", "load", "dump", "parse", "format", "name",
})  # fmt: skip
Elsewhere = Callable[[Place, str], bool]


def _nowhere(_place: Place, _name: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        what: the change in words.
        path: the changed file; "" if there is none.
        terms: the words with which a document may describe it.
        new: names that a document should contain now.
        old: removed names; a document without them is not affected.
        code: names in code that were removed or redefined; a document that does not show them as code is not affected.
        always: whether it affects the document regardless of the names in it.
        past: whether the document says so of an earlier version of itself, not of today.
        meant: whether a setting names this very file, so that its document may be affected regardless of the names.
        beside: what stands beside the new names; a document with fewer than half of these, or no more than half if they
            are no files, need not contain a new one.
        is_file: whether the names are those of files, so that words of the prose do not count.
        widened: functions with parameters that may be given besides; see `offering.names.Names`.
        within: keys that stand in several services of a Compose file; see there.
        altered: signatures that changed; see there.
        valued: values that changed; see there.
        edited: those of *code* that are redefined, and not removed.
        vanished: names that stood anywhere in the file; see `offering.names.Names`.
        defaults: keys with their old and new values; see there.
        quoted: old definitions; see there.
    """

    what: str
    path: str
    terms: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()
    code: frozenset[str] = frozenset()
    always: bool = False
    beside: frozenset[str] = frozenset()
    widened: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    is_file: bool = False
    altered: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    vanished: frozenset[str] = frozenset()
    defaults: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    meant: bool = False
    past: bool = False

    def concerns(self, document: Spoken, is_elsewhere: Elsewhere = _nowhere) -> bool:
        """Whether a document may have to be updated.

        Args:
            document: what it speaks of.
            is_elsewhere: whether a place and a name in it are those of another file than the changed one.
        """
        return (
            self.always
            or self.meant
            or self._is_lacking(document)
            or any(plain(name) in document.words for name in self.old)
            or any(self._is_shown(name, document, is_elsewhere) for name in self.code)
            or any(self._lacks(each, document, is_elsewhere) for each in self.widened)
            or any(self._shows_call(each, document, is_elsewhere) for each in self.altered)
            or any(self._shows_value(each, document, is_elsewhere) for each in self.valued)
            or any(_serves(each, document) for each in self.within)
        )

    def _is_lacking(self, document: Spoken) -> bool:
        """Whether a document names most of what stands beside a new name, or its module alone, and not the new one."""
        if not self.beside and self.path and not self.is_file and self._module not in document.listed:
            return False
        named = sum(self.is_named(name, document) for name in self.beside)
        # Half of the files of a folder are a list of them; half of the names of a module may be all that one needs.
        is_list = 2 * named >= len(self.beside) if self.is_file or not self.beside else 2 * named > len(self.beside)
        return is_list and any(not self.is_named(name, document) for name in self.new)

    @property
    def _module(self) -> str:
        return plain(self.path.removesuffix("/__init__.py").rpartition("/")[2].partition(".")[0])

    def is_named(self, name: str, document: Spoken) -> bool:
        """Whether a document has this name, and not only a word of its prose that is like it."""
        if not self.path:  # a part of the whole codebase
            return plain(name) in document.words
        return plain(name) in document.listed if self.is_file else name in document.lettered

    def _is_shown(self, name: str, document: Spoken, is_elsewhere: Elsewhere) -> bool:
        """Whether a document shows this name as code, and not one like it of another module."""
        if self.is_file:
            return plain(name) in document.listed
        if ":" in name:
            return name in document.pinned
        if name.endswith("()") and not self._is_called(name[:-2].rpartition(".")[2], document):
            return False
        name = name.removesuffix("()")
        home, _, last = name.rpartition(".")
        is_keyed = last in document.keyed and (last.isupper() or not _is_source(self.path))
        is_shown = is_keyed or last.replace("-", "_") in document.shown
        if not is_shown or {*name.split(".")} & document.made:
            return False
        own = {plain(home.rpartition(".")[2] or self._module), self._module}
        is_known = not home or not own.isdisjoint(document.words)
        places = document.places_of(last)
        if self.path.endswith(".py") and (last in COMMON or last == self._program):
            places = frozenset(place for place in places if place and plain(place[-1]) in own)
        # What looks like a module of the standard library may be an object: "queue.push()" of a JobQueue.
        loose = {place for place in places if not place or (len(place) == 1 and _is_object(place[0], home))}
        return bool(is_known and loose) or any(not is_elsewhere(place, last) for place in places - loose)

    @property
    def _program(self) -> str:
        """The folder of the whole package, whose name is mostly that of the program."""
        folders = self.path.split("/")[:-1]
        return folders[folders[0] in {"src", "lib"}] if folders[1:] else "".join(folders)

    def _is_called(self, last: str, document: Spoken) -> bool:
        """Whether a document calls a name; in a language that is not parsed, with arguments."""
        if self.path.endswith(".py"):
            return last in document.called
        return last in document.called and any(call.words or call.total for call in calls(last, document.sections))

    def _shows_call(self, altered: str, document: Spoken, is_elsewhere: Elsewhere) -> bool:
        """Whether a document shows a call or a parameter that is not right any more."""
        name, *how = json.loads(altered)
        if not self._is_shown(name, document, is_elsewhere):
            return False
        was, last = Altered(*how), name.rpartition(".")[2]
        gone = {*was.gone}
        return not explained(last, document.sections).isdisjoint(was.nowhere) or any(
            call.by_position > was.most
            or not gone.isdisjoint(call.words)
            or (call.is_use and call.total < was.least)
            or any(was.defaults.get(each) == value for each, value in call.named)
            for call in calls(last, document.sections)
        )

    def _shows_value(self, valued: str, document: Spoken, is_elsewhere: Elsewhere) -> bool:
        """Whether a document shows a name, and near it what is no longer in its value."""
        name, gone = json.loads(valued)
        if not self._is_shown(name, document, is_elsewhere):
            return False
        return not beside(name.rpartition(".")[2], document.sections).isdisjoint(gone)

    def _lacks(self, widened: str, document: Spoken, is_elsewhere: Elsewhere) -> bool:
        """Whether a document shows a function with most of its parameters as code, and lacks a new one."""
        name, _, rest = widened.partition(": ")
        old, new = ([plain(each) for each in part.split(", ") if each] for part in rest.split("; "))
        if not self._is_shown(name, document, is_elsewhere):
            return False
        said = {*map(plain, explained(name.rpartition(".")[2], document.sections))}
        has = document.coded.union(map(plain, document.lettered))
        return 2 * sum(each in said for each in old) >= len(old) and any(each not in has for each in new)


def _is_object(place: str, home: str) -> bool:
    """Whether a module of the standard library may be an object of a class, here *home*, with a name like it."""
    return place in STANDARD and bool(home) and plain(place) in plain(home)


def _is_source(path: str) -> bool:
    """Whether a file is code or a page, not configuration, whose keys a document may repeat."""
    return path.rpartition(".")[2].lower() in SOURCE | PAGES


def _serves(within: str, document: Spoken) -> bool:
    """Whether a document shows a key of a Compose file, and names one of the services in which it changed."""
    name, _, where = within.partition(": ")
    named = document.listed.union(map(plain, document.keyed))
    return plain(name) in map(plain, document.shown) and any(plain(each) in named for each in where.split(", "))
