"""What the message of a commit says about breaking changes: by Conventional Commits, also in the body of a squash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

# Conventional Commits 1.0.0: type, scope, "!", words.
CONVENTIONAL: Final = re.compile(r"([A-Za-z]{2,20})(?:\(([^()\n]{1,80})\))?(!)?: {1,3}(\S.*)")
# A squash repeats the messages of its commits as items; forges and people indent, embolden and pluralize.
ITEM: Final = re.compile(r"[ \t]{0,16}(?:[*+-][ \t]{1,8})?")
FOOTER: Final = re.compile(
    r"[ \t>]{0,16}(?:(?:[*+-]|#{1,6})[ \t]{1,8})?[*_`]{0,3}BREAKING(?:[ -]CHANGES?)?[*_`]{0,3}"
    r"(?:!?[ \t]{0,4}:|[ \t]{1,4}(?=#\d)|[ \t]{0,4}$)[*_`]{0,3}[ \t]*+(.*)"
)
NONE: Final = re.compile(r"\W{0,9}(?:none|no|nothing|n/a)\W{0,9}", re.IGNORECASE)  # a template that says so
TRAILER: Final = re.compile(r"[\w-]{1,80}(?:: | #)")


def breaks_in(messages: Sequence[str]) -> tuple[str, ...]:
    """The breaking changes in *messages*, each once: by their footers, and by the subjects that no footer explains."""
    footers = dict.fromkeys(footer for message in messages for footer in _footers(message))
    marked = dict.fromkeys(words for message in messages for words in _marked(message))
    found = footers if len(footers) >= len(marked) else {**marked, **footers}
    return tuple(words for words in found if not NONE.fullmatch(words))


def _footers(message: str) -> Iterator[str]:
    """The words of each footer, with the lines that continue it."""
    words: list[str] | None = None
    for line in [*message.split("\n"), ""]:
        footer = FOOTER.fullmatch(line)
        is_open = words is not None and not footer and not TRAILER.match(line)
        if is_open and words is not None and (line.strip() or not any(words)):
            words.append(line.strip().lstrip("*+-> ") if line.strip() else "")
            continue
        if words is not None and any(words):
            yield " ".join(" ".join(words).split())
        words = [footer[1]] if footer else None
    if words is not None:
        yield "a change that the message does not describe"


def _marked(message: str) -> Iterator[str]:
    """The words of the subjects with a "!": the message's own, and those in its body."""
    for line in message.split("\n"):
        start = ITEM.match(line)
        match = CONVENTIONAL.fullmatch(line.strip() if start is None else line[start.end() :].strip())
        if match and (match[3] or match[1].lower() == "breaking"):
            yield re.sub(r" \(#\d{1,9}\)$", "", match[4])
