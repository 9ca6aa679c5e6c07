"""The values that a variable's regular expression picks from texts, and their order, as Grafana's page has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

LONGEST_PATTERN: Final = 200
LONGEST_TEXT: Final = 600
MOST_TEXTS: Final = 1_000
MOST_REPEATS: Final = 3  # more of them may take too long
GROUP: Final = re.compile(r"\(\?<(?=[A-Za-z])")
ESCAPED: Final = re.compile(r"\\.")
CLASS: Final = re.compile(r"\[[^\]]{0,200}+\]")
REPEATED_GROUP: Final = re.compile(r"\)[*+{]")
NUMBER: Final = re.compile(r"[0-9]{1,18}+")
FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
NUMERIC, WITHOUT_CASE, NATURAL = frozenset({3, 4}), frozenset({5, 6}), frozenset({7, 8})


class NotPicked(ValueError):
    """The expression is none that is followed here; the message says why."""


def pattern_of(written: str) -> re.Pattern[str]:
    """An expression as Grafana takes it: "/of JavaScript/i", or a text for the whole of a value.

    Raises:
        NotPicked: it is not understood, or could take too long.
    """
    source, flags = written, ""
    if written.startswith("/"):
        source, _, flags = written[1:].rpartition("/")
    else:
        source = f"^{written}$"
    bare = CLASS.sub("x", ESCAPED.sub("x", source[: LONGEST_PATTERN + 1]))
    repeats = sum(bare.count(char) for char in "*+{")
    if len(source) > LONGEST_PATTERN or repeats > MOST_REPEATS or REPEATED_GROUP.search(bare):
        raise NotPicked(f"the regular expression {written[:60]!r} is too intricate to be followed here")
    options = [FLAGS[flag] for flag in flags if flag in FLAGS]
    try:
        return re.compile(GROUP.sub("(?P<", source), sum(options, re.ASCII))
    except (re.error, RecursionError, OverflowError, ValueError):
        raise NotPicked(f"the regular expression {written[:60]!r} is none that is followed here") from None


def picked(texts: Sequence[str], written: str) -> list[str]:
    """The values that an expression picks, each once; all, if it is empty.

    Raises:
        NotPicked: it is not understood, or could take too long.
    """
    if not written:
        return list(dict.fromkeys(texts))
    pattern = pattern_of(written)
    if len(texts) > MOST_TEXTS or any(len(text) > LONGEST_TEXT for text in texts):
        raise NotPicked(f"the regular expression {written[:60]!r} has more to choose from than is followed here")
    most = None if written.startswith("/") and "g" in written.rpartition("/")[2] else 1
    found = (value for text in texts for value in _of(text, list(islice(pattern.finditer(text), most))))
    return list(dict.fromkeys(found))


def _of(text: str, matches: Sequence[re.Match[str]]) -> Iterator[str]:
    """What Grafana takes of one text: a group named value or text, else the first group, else all of it."""
    named = (match.groupdict().get(group) for group in ("value", "text") for match in matches)
    if not matches:
        return
    if (value := next((one for one in named if one is not None), None)) is not None:
        yield value
    elif matches[0].re.groups:
        yield from (match[1] or "" for match in matches)
    else:
        yield text


def ordered(values: Iterable[str], how: object) -> list[str]:
    """Values in the order of a variable's number for it: 1 and 2 by alphabet, 3 and 4 by number, and so on."""
    found = list(values)
    if not isinstance(how, int) or how not in range(1, 9):
        return found
    if how in NUMERIC:
        found.sort(key=lambda text: int(number[0]) if (number := NUMBER.search(text)) else -1)
    elif how in NATURAL:
        found.sort(key=lambda text: [(int(part), "") for part in NUMBER.findall(text)] or [(-1, text)])
    else:
        found.sort(key=str.lower if how in WITHOUT_CASE else str)
    return found[::-1] if how % 2 == 0 else found
