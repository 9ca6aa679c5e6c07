"""Finds words of health in a response: in JSON of any framework, in lines of text, on a page.

It knows Spring Actuator, ASP.NET Core, MicroProfile, django-health-check, Terminus, go-health, Dropwizard, the draft of
application/health+json, Kubernetes (``[+]ping ok``), and anything else that names a status, a state or a health.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_golive.service.bodies.charsets import decoded
from pytest_golive.service.bodies.decoding import Members, at, read_members, words_of
from pytest_golive.service.bodies.json_reading import NotJson
from pytest_golive.service.health.keys import STATUS
from pytest_golive.service.health.members import MOST_DEPTH, Word, members_of, scalar
from pytest_golive.service.health.pages import visible
from pytest_golive.service.health.words import Meaning, Vocabulary, exact, meaning_of

BLANK = "\ufeff\x00 \t\r\n\f\v"
# A prefix that keeps JSON from being run as a script.
UNSCRIPTED = ")]}',"
LONGEST_LINE = 200
MOST_LINES = 2_000
# A shorter text is a word of health, or was meant as one.
FEW_WORDS = 3
WORDS_OF_PAGE = 6
CHECKED = re.compile(r" check (passed|failed)\Z")
STATUSES = [[word] for word in sorted(STATUS)]
GREETINGS = frozenset({"hello", "hi", "hello world", "welcome", "it works"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the body of a health check says.

    Attributes:
        words: words of health, those about the whole service first.
        trouble: why it cannot be understood; "" if it can.
        cure: what to do about that.
        is_silent: whether it contains no word of health, so that only the status decides.
        is_page: whether it is a page for people.
    """

    words: tuple[Word, ...] = ()
    trouble: str = ""
    cure: str = ""
    is_silent: bool = False
    is_page: bool = False


NO_JSON = Reading(
    trouble="the body looks like JSON and is none", cure="let the health check send one whole JSON value, or plain text"
)
KEY_CURE = "correct the target's health_json, which names the one value that counts"
WORD_CURE = (
    "name the word in the target's health_well or health_ill, or the one value of its JSON that counts in health_json"
)
LARGE_CURE = "name the one value that counts in the target's health_json, or a path with a shorter answer in health"


def read_health(body: bytes, content_type: str, vocabulary: Vocabulary) -> Reading:
    """Find words of health.

    Args:
        body: of the response, decompressed.
        content_type: the header.
        vocabulary: the team's own words.
    """
    text = decoded(body, content_type).strip(BLANK).removeprefix(UNSCRIPTED).strip(BLANK)
    if text.startswith(("{", "[")):
        read = _of_json(text, vocabulary)
        is_text = text.startswith(("[+]", "[-]")) or (text.startswith("[") and "json" not in content_type.lower())
        return _of_text(text, vocabulary) if is_text and read is NO_JSON else read
    if vocabulary.key:
        return Reading(trouble=f"the body is no JSON, and health_json names {vocabulary.key!r} in it", cure=KEY_CURE)
    if text.startswith("<"):
        return _of_page(text, vocabulary)
    try:
        words: Any = read_members(text)
    except NotJson:
        return _of_text(text, vocabulary) if text else Reading(is_silent=True)
    return _combined(tuple(scalar("", words, vocabulary)))


def _of_json(text: str, vocabulary: Vocabulary) -> Reading:
    try:
        value = read_members(text)
    except NotJson:
        return NO_JSON
    if not vocabulary.key:
        return _combined(tuple(members_of(value, vocabulary)))
    found = at(value, vocabulary.key)
    if not found:
        return Reading(trouble=f"its JSON has no {vocabulary.key!r}, which health_json names", cure=KEY_CURE)
    if any(isinstance(part, Members | list) for part in found):
        return Reading(trouble=f"{vocabulary.key!r}, which health_json names, is no single value", cure=KEY_CURE)
    return _combined(tuple(word for part in found for word in scalar(vocabulary.key, part, vocabulary)))


def _combined(words: tuple[Word, ...]) -> Reading:
    """The words together: an unknown word is an error, unless another word is about the whole service."""
    if any(word.place == "…" for word in words):
        return Reading(
            words, trouble=f"its JSON is too large or nested deeper than {MOST_DEPTH} levels", cure=LARGE_CURE
        )
    whole = [word for word in words if word.is_whole]
    dark = next((word for word in whole if word.meaning is Meaning.UNKNOWN), None)
    is_ill = any(word.meaning is Meaning.ILL for word in words)
    if dark and not is_ill and not any(word.meaning in {Meaning.WELL, Meaning.CONCERN} for word in whole):
        return Reading(words, trouble=f"{dark.description}, which is not understood", cure=WORD_CURE)
    return Reading(words, is_silent=not words)


def _of_page(text: str, vocabulary: Vocabulary) -> Reading:
    text_shown = visible(text)
    meaning = meaning_of(text_shown, vocabulary) if len(text_shown.split()) <= WORDS_OF_PAGE else Meaning.UNKNOWN
    # A page with more words is meant for people.
    is_word = bool(text_shown) and meaning is not Meaning.UNKNOWN
    words = (Word("", text_shown, _decided(meaning), is_whole=True),) if is_word else ()
    return Reading(words, is_silent=not is_word, is_page=True)


def _of_text(text: str, vocabulary: Vocabulary) -> Reading:
    lines = [line.strip() for line in text.splitlines()[: MOST_LINES + 1] if line.strip()]
    if len(lines) > MOST_LINES:
        return Reading(trouble=f"its text has more than {MOST_LINES} lines", cure=LARGE_CURE)
    if len(lines) != 1:
        return _combined(tuple(word for line in lines for word in _of_line(line, vocabulary)))
    return _of_one_line(lines[0], vocabulary)


def _of_one_line(line: str, vocabulary: Vocabulary) -> Reading:
    if marked := tuple(_marked(line)):
        return Reading(marked)
    if len(line) > LONGEST_LINE:
        return Reading(is_silent=True)
    meaning = meaning_of(line, vocabulary)
    if meaning is not Meaning.UNKNOWN:
        return Reading((Word("", line, _decided(meaning), is_whole=True),))
    plain = " ".join("".join(char if char.isalpha() else " " for char in line.casefold()).split())
    word = Word("", line, meaning, is_whole=True)
    if plain in GREETINGS or not 0 < len(plain.split()) <= FEW_WORDS:
        return Reading((word,), is_silent=True)
    return Reading((word,), trouble=f"{word.description}, which is not understood", cure=WORD_CURE)


def _of_line(line: str, vocabulary: Vocabulary) -> Iterator[Word]:
    """The word in one of several lines: "[-]etcd failed", "database: FAILED (0.1 s)", "db = ok", "DOWN"."""
    if len(line) > LONGEST_LINE:
        return
    if marked := list(_marked(line)):
        yield from marked
        return
    colon, equal = line.find(":"), line.find("=")
    cut = min((place for place in (colon, equal) if place > 0), default=0)
    name, value = (line[:cut].strip(), line[cut + 1 :].strip()) if cut else ("", line)
    meaning = exact(value, vocabulary)
    if meaning is Meaning.UNKNOWN and name:
        meaning = exact(value.partition(" ")[0], vocabulary)
    if meaning is Meaning.UNKNOWN and CHECKED.search(line):
        meaning = Meaning.WELL if line.endswith("passed") else Meaning.ILL
    is_status = bool(name) and words_of(name)[-1:] in STATUSES
    if is_status or meaning not in {Meaning.UNKNOWN, Meaning.SKIPPED, Meaning.UNSURE}:
        yield Word(name, value, _decided(meaning) if is_status else meaning, is_whole=is_status)


def _marked(line: str) -> Iterator[Word]:
    """Kubernetes uses ``[+]ping ok`` and ``[-]etcd failed: reason withheld``."""
    if line.startswith(("[+]", "[-]")):
        name, _, state = line[3:].strip().partition(" ")
        yield Word(name, state or line, Meaning.ILL if line.startswith("[-]") else Meaning.WELL)


def _decided(meaning: Meaning) -> Meaning:
    """A meaning for the whole service: unknown counts as unhealthy."""
    return Meaning.ILL if meaning in {Meaning.UNSURE, Meaning.SKIPPED} else meaning
