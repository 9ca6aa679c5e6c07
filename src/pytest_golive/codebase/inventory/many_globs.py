"""Which of many globs match a path, without trying each of them.

A glob is indexed by the longest text in everything that it matches: a whole path, the beginning of one, or a name in it
or the beginning or end of that name. So a path is looked up by its parts, and only a glob that consists of wildcards is
tried on every path. Thousands of waivers then cost no more than their findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pytest_golive.codebase.inventory.globs import compiled, is_tied, relative_to_root

PATH, NAME, BEGINNING, BEGINS, ENDS = "path", "name", "beginning", "begins", "ends"
SPECIAL = re.compile(r"[*?\[\\]")
FEW = 8  # globs; so few are faster to try one by one


class ManyGlobs:
    """An index of globs, with the meaning of `globs.matches`.

    Args:
        globs: as in the settings; duplicates count once.
    """

    def __init__(self, globs: Iterable[str]) -> None:
        self._globs = tuple(dict.fromkeys(globs))
        self._patterns = [compiled(glob) for glob in self._globs]
        self._filed: dict[str, dict[str, list[int]]] = {kind: {} for kind in (PATH, NAME, BEGINNING, BEGINS, ENDS)}
        self._anywhere: list[int] = []
        for number, glob in enumerate(self._globs):
            keys = [*_keys(glob)] if len(self._globs) > FEW else []
            for kind, text in keys:
                self._filed[kind].setdefault(text, []).append(number)
            if not any(kind != PATH or not SPECIAL.search(glob) for kind, _ in keys):
                self._anywhere.append(number)
        self._lengths = {kind: sorted({*map(len, texts)}) for kind, texts in self._filed.items()}

    def __bool__(self) -> bool:
        """Whether there is any glob."""
        return bool(self._globs)

    def matching(self, path: str) -> tuple[str, ...]:
        """The globs that match *path*, in order."""
        return tuple([self._globs[number] for number in self._numbers(path)])

    def any(self, path: str) -> bool:
        """Whether one of them matches *path*."""
        return bool(self._globs) and next(self._numbers(path), None) is not None

    def _numbers(self, path: str) -> Iterator[int]:
        asked: Iterable[int] = self._anywhere
        if len(self._anywhere) < len(self._globs):
            asked = sorted({*self._anywhere, *self._found(path)})
        return (number for number in asked if self._patterns[number].fullmatch(path))

    def _found(self, path: str) -> Iterator[int]:
        """Those that are indexed by something in *path*."""
        for length in self._lengths[BEGINNING]:
            yield from self._filed[BEGINNING].get(path[:length], ())
        end = -1
        for part in path.split("/"):
            end += len(part) + 1
            yield from self._filed[PATH].get(path[:end], ())
            yield from self._filed[NAME].get(part, ())
            for length in self._lengths[BEGINS]:
                yield from self._filed[BEGINS].get(part[:length], ())
            for length in self._lengths[ENDS]:
                yield from self._filed[ENDS].get(part[-length:], ())


def _keys(glob: str) -> Iterator[tuple[str, str]]:
    """The keys of *glob*: the path that it may be literally, and a text in everything else that it matches."""
    cleaned = relative_to_root(glob)
    if not cleaned:
        return
    yield PATH, cleaned
    if SPECIAL.search(glob):
        if texts := [*_texts(cleaned, tied=is_tied(glob))]:
            yield max(texts, key=lambda text: len(text[1]))
    elif not is_tied(glob):
        yield NAME, cleaned


def _texts(cleaned: str, *, tied: bool) -> Iterator[tuple[str, str]]:
    """The texts in everything that a glob with wildcards matches."""
    beginning = SPECIAL.split(cleaned, maxsplit=1)[0].rstrip("/")
    if tied and beginning:
        yield BEGINNING, beginning
    for part in cleaned.split("/"):
        found = [*SPECIAL.finditer(part)]
        if not found:
            yield NAME, part
            continue
        if found[0].start():
            yield BEGINS, part[: found[0].start()]
        # After a set, or inside one, no text is certain.
        if found[-1].end() < len(part) and all(special[0] in "*?" for special in found):
            yield ENDS, part[found[-1].end() :]
