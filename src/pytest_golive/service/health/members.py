"""Words of health in JSON: in objects, their members, and arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_golive.masking.foreign import spoken
from pytest_golive.service.bodies.decoding import Members, words_of
from pytest_golive.service.health.keys import (
    AROUND,
    BESIDE,
    GOOD,
    OTHER,
    PAST,
    STATUS,
    STRONG,
    TROUBLE,
    is_part,
)
from pytest_golive.service.health.telling import in_words
from pytest_golive.service.health.values import of_flag, of_number, of_value, spelled
from pytest_golive.service.health.words import Meaning, Vocabulary, exact, meaning_of, whole

MOST_DEPTH = 12
MOST_MEMBERS = 20_000
LONGEST = 60


# Kibana responds "status": {"overall": {"level": "available"}}.
LEVELS = ("status.level", "overall.level", "health.level")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of health.

    Attributes:
        place: its path: "components.db.status", "checks.#2.state" for the second item of an array; "" for the body
            itself, "…" for a part that was not read.
        said: the word as sent.
        meaning: what it means.
        is_whole: whether it is about the service as a whole.
    """

    place: str
    said: str
    meaning: Meaning
    is_whole: bool = False

    @property
    def description(self) -> str:
        """The word for messages, without secrets."""
        text = spoken(self.said)
        quoted = repr(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
        where = "it" if self.place in {"", "status"} else in_words(spoken(self.place)[:LONGEST])
        return f"{where} says {quoted}"


def members_of(value: Any, vocabulary: Vocabulary) -> Iterator[Word]:
    """All words of health below *value*, those about the whole service first."""
    found = list(_Walk(vocabulary).walk(value, "", is_whole=True))
    yield from sorted(found, key=lambda word: not word.is_whole)


def scalar(place: str, value: Any, vocabulary: Vocabulary) -> Iterator[Word]:
    """The word at a place where one is expected."""
    meaning = of_value(value, vocabulary)
    if meaning in {Meaning.UNSURE, Meaning.SKIPPED}:
        meaning = Meaning.ILL  # unknown or not checked is not reliable
    yield Word(place, spelled(value), meaning, is_whole=True)


class _Walk:
    """Walks through one body, up to a limit."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._left = MOST_MEMBERS

    def walk(self, value: Any, place: str, *, is_whole: bool, depth: int = 0) -> Iterator[Word]:
        """The words of an object or an array."""
        members = value if isinstance(value, Members) else tuple((f"#{n}", part) for n, part in enumerate(value, 1))
        for name, part in members:
            self._left -= 1
            if self._left < 0 or depth > MOST_DEPTH:
                yield Word("…", "", Meaning.UNKNOWN)
                return
            here = f"{place}.{name}" if place else name
            if isinstance(value, list):
                yield from self._element(part, here, is_whole=is_whole, depth=depth)
            else:
                yield from self._member(name, part, here, is_whole=is_whole, depth=depth)

    def _element(self, part: Any, here: str, *, is_whole: bool, depth: int) -> Iterator[Word]:
        if isinstance(part, Members | list):
            yield from self.walk(part, here, is_whole=is_whole, depth=depth + 1)
        elif is_whole and isinstance(part, str) and (meaning := exact(part, self._vocabulary)) is not Meaning.UNKNOWN:
            yield Word(here, part, meaning)

    def _member(self, name: str, part: Any, here: str, *, is_whole: bool, depth: int) -> Iterator[Word]:
        words = words_of(name) or [""]
        is_past = words[0] in PAST
        if isinstance(part, Members | list):
            inner = is_whole and words[-1] in AROUND | {""}
            found = list(self.walk(part, here, is_whole=inner, depth=depth + 1))
            yield from (_softened(word) for word in found) if is_past else found
            is_told = any(word.meaning is Meaning.ILL for word in found)
            if words[-1] in TROUBLE and not is_past and not is_told and _holds_text(part):
                yield Word(here, "not empty", Meaning.ILL)
            return
        meaning = None if is_past else self._of_member(words, part, here)
        if meaning is not None:
            yield _settled(Word(here, spelled(part), meaning, is_whole=is_whole and words[-1] in STATUS | GOOD))

    def _of_member(self, words: list[str], value: Any, here: str) -> Meaning | None:
        """What a member says about health; None if it is about something else."""
        last = words[-1]
        if last in STATUS or words[-2:] == ["status", "name"] or here.endswith(LEVELS):
            return of_value(value, self._vocabulary)
        if isinstance(value, bool):
            is_dead = not value and is_part(last, words_of(here.rpartition(".")[0].rpartition(".")[2]))
            return Meaning.ILL if is_dead else of_flag(last, is_so=value)
        if isinstance(value, int | float):
            return of_number("".join(words), last, value)
        if not isinstance(value, str) or not value.strip() or last in OTHER:
            return None
        return self._of_text(last, value)

    def _of_text(self, last: str, value: str) -> Meaning | None:
        if last in GOOD:
            return meaning_of(value, self._vocabulary)
        if is_part(last, []) and meaning_of(value, self._vocabulary) is Meaning.ILL:
            return Meaning.ILL
        if last in TROUBLE:
            meaning = meaning_of(value, self._vocabulary)
            return None if meaning in {Meaning.WELL, Meaning.SKIPPED, Meaning.UNSURE} else Meaning.ILL
        team_meaning = self._vocabulary.own(value)
        return team_meaning or _under_any_name(
            value, whole(value) if last in BESIDE else exact(value, self._vocabulary)
        )


def _under_any_name(value: str, meaning: Meaning) -> Meaning | None:
    """What a text says under an unrelated name: only unambiguous words count."""
    words = words_of(value.split(":", 1)[0])
    if meaning is Meaning.ILL:
        return meaning if words[:1] and (words[0] in STRONG or words == ["out", "of", "service"]) else None
    return meaning if meaning is Meaning.WELL else None


def _holds_text(value: Any) -> bool:
    """Whether it contains anything but numbers."""
    parts = [part for _, part in value] if isinstance(value, Members) else value
    return any(isinstance(part, str | Members | list) and part for part in parts)


def _settled(word: Word) -> Word:
    """What a member says about the whole service: unknown counts as unhealthy."""
    is_unsure = word.is_whole and word.meaning in {Meaning.UNSURE, Meaning.SKIPPED}
    return Word(word.place, word.said, Meaning.ILL, is_whole=True) if is_unsure else word


def _softened(word: Word) -> Word:
    """What is below a name such as "last_run" is about a past state."""
    return Word(word.place, word.said, Meaning.UNSURE) if word.meaning is Meaning.ILL else word
