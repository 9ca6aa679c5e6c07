"""A text of parts that must not grow beyond a size: what does not fit is counted, and said at its end."""

from __future__ import annotations

from collections import Counter

RESERVED = 600  # bytes for the sentence about what is left out


class Sized:
    """Parts of a Markdown text, in their order, as far as they fit."""

    def __init__(self, most: int) -> None:
        """Begin a text of at most *most* bytes of UTF-8."""
        self._left = most - RESERVED
        self._parts: list[str] = []
        self._left_out: Counter[str] = Counter()

    def add(self, part: str, kind: str) -> bool:
        """Add *part*, a block with a line's end, if there is room; a *kind* of which one is left out gets no more."""
        size = len(part.encode("utf-8", "backslashreplace"))
        if self._left_out[kind] or size > self._left:
            self._left_out[kind] += 1
            return False
        self._left -= size
        self._parts.append(part)
        return True

    def text(self) -> str:
        """The whole text; its last paragraph says what did not fit."""
        kinds = [f"{count:,} {kind}" for kind, count in self._left_out.items() if count]
        rest = (
            f"\n**Left out, for this text may not be longer:** {', '.join(kinds)}. The log and the record have all.\n"
        )
        text = "".join(self._parts) + (rest if kinds else "")
        return text.encode("utf-8", "backslashreplace").decode()
