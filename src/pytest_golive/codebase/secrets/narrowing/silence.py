"""Lines on which nobody could find anything: versions of a file share most of theirs, and need not be searched again.

A detector finds what stands on one line. So a line on which none could find anything, whatever stood around it, is left
out of all further searches: it stays in its place, but empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pytest_golive.codebase.secrets.narrowing.lines import Places
from pytest_golive.codebase.secrets.narrowing.remembering import remembering
from pytest_golive.codebase.secrets.narrowing.text import Text, lowered, words_in

MOST = 30_000_000  # characters that are remembered; then it begins anew
LONGEST = 2_000  # characters of a line that is


class Silence:
    """Remembers lines for as long as the process lives.

    Args:
        places: all that tell for a text on which of its lines something could be found.
        holds: whether something could be found in a text by whoever reads it in another form.
    """

    def __init__(self, places: Sequence[Places], holds: Callable[[Text], bool]) -> None:
        self._places = places
        self._holds = holds
        self._is_loud: dict[str, bool] = {}
        self._cores: dict[tuple[str, ...], Text] = {}
        self._size = 0

    def text(self, lines: Sequence[str]) -> Text:
        """*lines* as a text to search in, without those on which there is nothing."""
        stripped = [*map(str.rstrip, lines)]
        if self._size > MOST:
            self._is_loud, self._cores, self._size = {}, {}, 0
        loud = [*map(self._is_loud.get, stripped)]
        if None in loud:
            fresh = (line for line, is_loud in zip(stripped, loud, strict=True) if is_loud is None)
            self._learn([line for line in dict.fromkeys(fresh) if len(line) <= LONGEST])
            loud = [*map(self._is_loud.get, stripped)]
        numbers = [number for number, is_loud in enumerate(loud) if is_loud is not False]
        core = self._core(tuple(map(stripped.__getitem__, numbers)))
        quiet = ["" if is_loud is False else line for line, is_loud in zip(stripped, loud, strict=True)]
        return Text(lines, quiet).shares(core, numbers)

    def _core(self, lines: tuple[str, ...]) -> Text:
        """The *lines* as a text, the same for all versions in which nothing else can be found."""
        core = self._cores.get(lines)
        if core is None:
            core = self._cores[lines] = Text(lines, [*lines])
            core.here = _together(_words(line, None) for line in lines)
            self._size += len(core.whole)
        return core

    def _learn(self, fresh: Sequence[str]) -> None:
        if not fresh:
            return
        text = Text(fresh)
        found = {number for places in self._places for number in places(text)}
        rest = [line for number, line in enumerate(fresh) if number not in found]
        self._is_loud.update(dict.fromkeys(fresh, True))
        self._is_loud.update(dict.fromkeys(rest, False))
        self._is_loud.update(dict.fromkeys(self._holding(rest), True))
        self._size += len(text.whole)

    def _holding(self, lines: Sequence[str]) -> Iterator[str]:
        """Those of *lines* that hold something by themselves."""
        if not lines or not self._holds(Text(lines)):
            return
        if len(lines) == 1:
            yield lines[0]
            return
        middle = len(lines) // 2
        yield from self._holding(lines[:middle])
        yield from self._holding(lines[middle:])


_words = remembering(lambda line, _: words_in(line, lowered(line)))


def _together(words: Iterable[tuple[set[str], set[str]]]) -> tuple[set[str], set[str]]:
    """The words of several lines; no word goes on beyond the end of one."""
    written: set[str] = set()
    in_any_case: set[str] = set()
    for line in words:
        written |= line[0]
        in_any_case |= line[1]
    return written, in_any_case


def with_marks(marks: Iterable[str]) -> Places:
    """The lines on which one of *marks* stands, which somebody asks the whole text for."""
    asked = tuple(marks)
    return lambda text: text.with_any(asked, any_case=False)
