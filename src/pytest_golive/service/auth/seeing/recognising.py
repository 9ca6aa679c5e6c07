"""Recognises data that only the right credentials may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from pytest_golive.service.auth.seeing.data import holds, parts_of, request_of, said_in, squeezed
from pytest_golive.service.http.asking import Answer

MOST_PARTS = 2000
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Data:
    """How to recognise the data of an accepted response.

    Attributes:
        shows: text that the settings name; then nothing else counts.
        parts: values in every accepted response, and in no public one.
        whole: the accepted body.
        tables: objects and arrays in every accepted response, and in no public one.
        by_words: whether *shows* occurs as whole words in the accepted response, so that parts of words do not count.
    """

    shows: str = ""
    parts: tuple[str, ...] = field(default=(), repr=False)
    whole: str = field(default="", repr=False)
    tables: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    by_words: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is anything to recognise; if not, any page that is shown may be the data."""
        return bool(self.shows or self.parts or self.whole or self.tables)

    def is_in(self, answer: Answer) -> bool:
        """Whether *answer* shows the data."""
        if self.shows:
            return holds(answer.text, self.shows) and (not self.by_words or said_in(answer).has(self.shows))
        if self.whole and squeezed(answer.text) == self.whole:
            return True
        content = said_in(answer)
        if self.tables & content.tables:
            return True
        least = max(HALF * len(self.parts), 1)
        # One plain word, such as a role, may occur in any rejection; several of them together are the data.
        quoted = sum(map(content.has_value, self.parts))
        return quoted >= least or (len(self.parts) > 1 and sum(map(content.has, self.parts)) >= max(least, 2))


def data_of(shows: str, accepted: Sequence[Answer], public: Sequence[Answer]) -> Data:
    """How to recognise the data of the *accepted* responses.

    Args:
        shows: text that the settings name; "" if they name none.
        accepted: responses to the same request, at least one; what differs between them is not the data.
        public: public pages; what they contain is layout.
    """
    first, *other_answers = accepted
    if shows:
        return Data(shows, by_words=said_in(first).has(shows))
    pages, again = [said_in(answer) for answer in public], [said_in(other) for other in other_answers]
    request = request_of(first)
    kept = [
        part
        for part in islice(dict.fromkeys(parts_of(first)), MOST_PARTS)
        if part not in request
        and all(content.has(part) for content in again)
        and not any(page.has(part) for page in pages)
    ]
    tables = said_in(first).tables
    for content in again:
        tables &= content.tables
    whole = squeezed(first.text)
    is_whole = whole not in (squeezed(page.text) for page in public)
    is_whole = is_whole and all(squeezed(other.text) == whole for other in other_answers)
    tables = tables.difference(*(page.tables for page in pages))
    return Data("", tuple(kept), whole if is_whole else "", tables)
