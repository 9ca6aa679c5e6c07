"""What a value means at a place of a word of health: nothing, true and false, numbers, text."""

from __future__ import annotations

import json
from typing import Any

from pytest_golive.service.health.keys import BAD, COUNTED, GOOD, NUMBERS
from pytest_golive.service.health.words import Meaning, Vocabulary, meaning_of

OK_CODES, CODES = range(200, 400), range(100, 600)


def of_value(value: Any, vocabulary: Vocabulary) -> Meaning:
    """What any value means under a name about health."""
    if value is None:
        return vocabulary.own("null") or Meaning.UNSURE
    if isinstance(value, bool):
        return vocabulary.own(spelled(value)) or (Meaning.WELL if value else Meaning.ILL)
    if isinstance(value, int | float):
        team_meaning = vocabulary.own(spelled(value))
        return team_meaning or (_of_code(value) if value in CODES else Meaning.UNKNOWN)
    return meaning_of(value, vocabulary) if isinstance(value, str) else Meaning.UNKNOWN


def _of_code(value: float) -> Meaning:
    return Meaning.WELL if value in OK_CODES else Meaning.ILL


def of_flag(last: str, *, is_so: bool) -> Meaning | None:
    """What true or false means under a name that ends in *last*; None if it says nothing about health."""
    if last in GOOD:
        return Meaning.WELL if is_so else Meaning.ILL
    return Meaning.ILL if last in BAD and is_so else None


def of_number(name: str, last: str, value: float) -> Meaning | None:
    """What a number means under *name*, which ends in *last*; None if it says nothing about health."""
    if name in NUMBERS:
        return _of_code(value) if value in CODES else None
    if last in GOOD and value in {0, 1}:
        return Meaning.WELL if value else Meaning.ILL
    return Meaning.ILL if last in COUNTED and value > 0 else None


def spelled(value: Any) -> str:
    """A value as in JSON; text without quotes."""
    return value if isinstance(value, str) else json.dumps(value, default=str)
