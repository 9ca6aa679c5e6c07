"""What an answer must carry beside its status and its JSON, and what it must not: headers, texts, where it leads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from pytest_golive.masking.foreign import spoken
from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.answers.redirects import lead_of
from pytest_golive.service.http.answer import Answer

LONGEST = 60
ANY = "*"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is demanded of an answer.

    Attributes:
        without_text: texts that the body must not hold.
        headers: that must be there, with a glob of their value in any letters; "*" for any value.
        without_headers: that must not be there with such a value.
        location: globs of where it must lead, one of them: a path of the service, or a whole URL.
        without_location: globs of where it must not lead.
    """

    without_text: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    without_headers: Mapping[str, str] = field(default_factory=dict)
    location: Sequence[str] = ()
    without_location: Sequence[str] = ()


def shape_faults(answer: Answer, shape: Shape) -> Iterator[str]:
    """What of *answer* is not as *shape* has it, in words."""
    yield from _of_headers(answer, shape)
    yield from _of_location(answer, shape)
    body = answer.text if shape.without_text else ""
    for text in shape.without_text:
        if text in body:
            yield f"the body holds {shown(text)}, and must not"


def _of_headers(answer: Answer, shape: Shape) -> Iterator[str]:
    for name, glob in shape.headers.items():
        values = answer.all_headers(name)
        if not any(_fits(value, glob) for value in values):
            found = f"is {_listed(values)}" if values else "is missing"
            yield f"the header {name} {found}" + ("" if glob == ANY else f", must be {shown(glob)}")
    for name, glob in shape.without_headers.items():
        if meant := [value for value in answer.all_headers(name) if _fits(value, glob)]:
            yield f"the header {name} is {_listed(meant)}, and must not be" + (" there" if glob == ANY else "")


def _of_location(answer: Answer, shape: Shape) -> Iterator[str]:
    if not shape.location and not shape.without_location:
        return
    locations = answer.all_headers("location")
    places = _places(answer, locations)
    leads = f"it leads to {_listed(locations)}" if locations else "it leads nowhere"
    if shape.location and not _meets(places, shape.location):
        yield f"{leads}, must lead to {' or '.join(map(shown, shape.location))}"
    for glob in shape.without_location:
        if _meets(places, [glob]):
            yield f"{leads}, and must not lead to {shown(glob)}"


def _places(answer: Answer, locations: Sequence[str]) -> list[str]:
    """The spellings by which a destination may be meant: as it was sent, whole, and on the service itself its path."""
    if not locations:
        return []
    whole = lead_of(answer.url, locations).url
    found = [*locations, whole]
    if whole and origin_of(whole) == origin_of(answer.url):
        parts = urlsplit(whole)
        found += [parts.path, f"{parts.path}?{parts.query}"]
    return found


def _meets(places: Sequence[str], globs: Sequence[str]) -> bool:
    return any(fnmatchcase(place, glob) for place in places if place for glob in globs)


def _fits(value: str, glob: str) -> bool:
    return fnmatchcase(value.strip().lower(), glob.strip().lower())


def _listed(values: Sequence[str]) -> str:
    return " and ".join(shown(value) for value in values)


def shown(value: Any) -> str:
    """A value as JSON has it, without secrets and not for ever."""
    text = spoken(json.dumps(value, ensure_ascii=False, default=str))
    return f"{text[: LONGEST - 1]}…" if len(text) > LONGEST else text
