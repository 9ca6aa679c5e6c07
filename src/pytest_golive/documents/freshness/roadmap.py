"""Check that the roadmap marks the phase of this release as done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DONE: Final = re.compile(
    r"\[x\]|[\u2705\u2714\u2713\u2611]|:white_check_mark:|"
    r"\b(?:done|complet(?:e|ed)|released|shipped|finished|delivered|100 ?%)(?!\w)",
    re.IGNORECASE,
)
OPEN: Final = re.compile(
    r"\[ \]|[\U0001f6a7\u23f3\U0001f504\U0001f51c\u274c]|"
    r"\b(?:in progress|pending|planned|to ?do|upcoming|next|not (?:yet )?(?:done|started|complete|released)|open|"
    r"current|in development|wip)\b",
    re.IGNORECASE,
)
BOX: Final = re.compile(r"\[[ xX]\]")
LOOKED_AT: Final = 6  # lines below a heading that may contain its state
VERSION: Final = re.compile(r"(?<![\w.])v?\d+\.\d|\b(?:v|version |release |phase )\d", re.IGNORECASE)
# What tells how long a release is looked after, which is no phase.
SUPPORT: Final = re.compile(
    r"\b(?:support\w*|maintenance|maintained|lts|eol|end[- ]of[- ]life|security|bug ?fix\w*)\b", re.IGNORECASE
)
STATE: Final = re.compile(r"\b(?:status|state)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phase:
    """A release in a roadmap: the line that names it, and its state: "done", "open: …" or ""."""

    line: int
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a roadmap says of a release, in words, and the *cure*; "" if it marks the release as done.

    It *is sure* that it should where the settings name the phase, or where it has this very version and says that it is
    open, or marked an earlier one of the same series: it is kept release by release.
    """

    words: str
    line: int = 0
    cure: str = ""
    is_sure: bool = True


def held(text: str, version: str, phase: str = "") -> Held:
    """What a roadmap says of a release; the arguments are those of :func:`phase_of`."""
    found, name = phase_of(text, version, phase), phase or version or "this release"
    if found is None:
        cure = "add the phase that this release completes, or name it: [tool.golive.documentation] roadmap_phase"
        return Held(f"names no phase of {name}", 0, cure, bool(phase) or _has_marked(text, version))
    if found.state == "done":
        return Held(f"marks {name} as done", found.line)
    words = f"does not mark {name} as done ({found.state or 'it says nothing of its state'})"
    is_named = ".".join(version.split(".")[:2]) in found.text
    is_sure = bool(phase) or (is_named and (found.state.startswith("open") or _has_marked(text, version)))
    return Held(words, found.line, "mark the phase as done, if it is", is_sure)


def _has_marked(text: str, version: str) -> bool:
    """Whether a roadmap marks a release of the same series as done."""
    series = re.compile(rf"(?<![\w.])v?{re.escape(version.partition('.')[0])}\.\d", re.IGNORECASE)
    lines = text.splitlines()
    return any(
        series.search(line) and _is_phase(lines, number) and _state(lines, number) == "done"
        for number, line in enumerate(lines)
    )


def phase_of(text: str, version: str, phase: str = "") -> Phase | None:
    """The phase of a release in a roadmap; None if nothing names it.

    Args:
        text: the text of the roadmap.
        version: the version of the release; "1.2" also names "1.2.3", and so does a "1" with nothing after it.
        phase: the name of the phase in the settings, used instead.
    """
    lines = text.splitlines()
    for pattern in _patterns(version, phase):
        named = [
            number for number, line in enumerate(lines) if pattern.search(line) and (phase or _is_phase(lines, number))
        ]
        found = [Phase(number + 1, lines[number].strip(), _state(lines, number)) for number in named]
        if found:
            # A sentence may mention the release; only a line with a state is its phase.
            return next((one for one in found if one.state), found[0])
    return None


def marks_releases(text: str) -> bool:
    """Whether a roadmap says of any release that it is done or open; a timetable, or a list of wishes, does not."""
    lines = text.splitlines()
    return any(
        VERSION.search(line) and _is_phase(lines, number) and _state(lines, number) for number, line in enumerate(lines)
    )


def _is_phase(lines: list[str], number: int) -> bool:
    """Whether a line with a version may be a phase: a row of a table about support is none, unless it has a box."""
    return bool(BOX.search(lines[number])) or not any(map(SUPPORT.search, _table(lines, number)))


def _table(lines: list[str], number: int) -> list[str]:
    """The rows of the table around a line; none if it is in no table."""
    first = last = number
    while first and "|" in lines[first - 1]:
        first -= 1
    while last < len(lines) and "|" in lines[last]:
        last += 1
    return lines[first:last]


def _patterns(version: str, phase: str) -> Iterator[re.Pattern[str]]:
    if phase:
        yield re.compile(rf"(?<!\w){re.escape(phase)}(?!\w)", re.IGNORECASE)
        return
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    parts = numbers[0].split(".") if numbers else []
    for count in range(len(parts), 0, -1):
        mark = r"(?:\bv|\bversion |\brelease |\bphase )" if count == 1 else r"(?<![\w.])v?"
        tail = "" if count == 1 else r"(?:\.[0x])?"
        yield re.compile(rf"{mark}{re.escape('.'.join(parts[:count]))}{tail}(?![\w]|\.\d)", re.IGNORECASE)


def _state(lines: list[str], number: int) -> str:
    line = lines[number]
    if OPEN.search(line) or DONE.search(line):
        return _of(line)
    if line.lstrip().startswith("#") or _is_underlined(lines, number):
        below = [one for one in lines[number + 1 : number + 1 + LOOKED_AT] if one.strip()]
        state_line = next((one for one in below if STATE.search(one)), "")
        return _of(state_line) if state_line else _of_boxes(lines, number)
    return ""


def _of_boxes(lines: list[str], number: int) -> str:
    """The state of a chapter, by its boxes: done if all are ticked."""
    boxes = []
    for line in lines[number + 1 :]:
        if line.startswith("#"):
            break
        boxes += re.findall(r"^\s*[-*+] \[([ xX])\]", line)
    return "" if not boxes else "open: " + f"{boxes.count(' ')} of {len(boxes)} boxes" if " " in boxes else "done"


def _of(line: str) -> str:
    opened = OPEN.search(line)
    return f"open: {opened[0]}" if opened else "done" if DONE.search(line) else ""


def _is_underlined(lines: list[str], number: int) -> bool:
    below = lines[number + 1] if number + 1 < len(lines) else ""
    return re.fullmatch(r"([=~^*#-])\1{2,}\s*", below) is not None
