"""What a response must contain besides its status and its JSON, and what it must not: headers, texts, redirects."""

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
    """Requirements on a response.

    Attributes:
        without_text: texts that the body must not contain.
        headers: required headers, each with a glob of its value in any case; "*" for any value.
        without_headers: headers that must not have such a value.
        location: globs for the target of a redirect, one of which must match: a path of the service, or a complete URL.
        without_location: globs for targets that are not allowed.
    """

    without_text: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    without_headers: Mapping[str, str] = field(default_factory=dict)
    location: Sequence[str] = ()
    without_location: Sequence[str] = ()


def shape_faults(answer: Answer, shape: Shape) -> Iterator[str]:
    """How *answer* violates *shape*, in words."""
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
        if forbidden := [value for value in answer.all_headers(name) if _fits(value, glob)]:
            yield f"the header {name} is {_listed(forbidden)}, and must not be" + (" there" if glob == ANY else "")


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
    """The forms of a redirect target that globs may match: as sent, complete, and on the service itself its path."""
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
    """A value as JSON, without secrets, shortened."""
    text = spoken(json.dumps(value, ensure_ascii=False, default=str))
    return f"{text[: LONGEST - 1]}…" if len(text) > LONGEST else text
