"""The data that only the right credentials may see, so that it is known again in a refusal."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pytest_golive.service.http.asking import Answer
from pytest_golive.service.json_reading import NotJson, read_json
from pytest_golive.service.pages import texts

LEAST = 4
MOST_PARTS = 2000
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Data:
    """What is recognised of an admitted answer.

    Attributes:
        shows: text that the settings name; then nothing else counts.
        parts: texts that come with each admitted answer, and with no public one.
        whole: the admitted body.
    """

    shows: str = ""
    parts: tuple[str, ...] = field(default=(), repr=False)
    whole: str = field(default="", repr=False)

    @property
    def is_known(self) -> bool:
        """Whether there is anything to know it by; if not, a page that is shown may be the data."""
        return bool(self.shows or self.parts or self.whole)

    def is_in(self, answer: Answer) -> bool:
        """Whether *answer* shows the data."""
        text = answer.text
        if self.shows:
            return holds(text, self.shows)
        if self.whole and squeezed(text) == self.whole:
            return True
        found = sum(holds(text, part) for part in self.parts)
        return bool(self.parts) and found >= HALF * len(self.parts)


def holds(text: str, part: str) -> bool:
    """Whether *text* holds *part*, in plain, in HTML or in JSON."""
    return part in text or html.escape(part) in text or json.dumps(part)[1:-1] in text


def data_of(shows: str, admitted: Sequence[Answer], public: Sequence[Answer]) -> Data:
    """What is recognised of the *admitted* answers.

    Args:
        shows: text that the settings name; "" if they name none.
        admitted: answers to the same request, at least one; what differs between them is not their data.
        public: pages that anybody may see; what they hold, too, is layout.
    """
    if shows:
        return Data(shows)
    first, *others = admitted
    pages = [answer.text for answer in public]
    kept = [
        part
        for part in islice(dict.fromkeys(_parts(first)), MOST_PARTS)
        if all(holds(other.text, part) for other in others) and not any(holds(page, part) for page in pages)
    ]
    whole = squeezed(first.text)
    is_telling = whole not in map(squeezed, pages) and all(squeezed(other.text) == whole for other in others)
    return Data("", tuple(kept), whole if is_telling else "")


def squeezed(text: str) -> str:
    """*text* with its white space as single blanks."""
    return " ".join(text.split())


def _parts(answer: Answer) -> Iterator[str]:
    try:
        found: Iterable[str] = _leaves(read_json(answer.body))
    except NotJson:
        found = (line for text in texts(answer.text) for line in text.splitlines())
    yield from (part for part in map(str.strip, found) if len(part) >= LEAST)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)
