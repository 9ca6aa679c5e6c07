"""References of images: in which words a manifest names one, by a digest or only by a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

DIGEST: Final = re.compile(r"(?<![0-9A-Za-z])(?:sha256:)?([0-9a-f]{64})(?![0-9A-Za-z])")
NAMED: Final = re.compile(r"([\w./:-]{1,300})@sha256:([0-9a-f]{64})(?![0-9A-Za-z])")
# As NAMED, or nameless, as Docker's image ids are: "docker://sha256:…".
REFERENCE: Final = re.compile(r"(?:([\w./:-]{1,300})@|[a-z-]{1,40}://)?sha256:([0-9a-f]{64})")
BY_TAG: Final = re.compile(r"[\w.-]{1,200}(?::\d{1,5})?(?:/[\w.-]{1,200}){1,20}:[\w.-]{1,128}")
SHORT: Final = re.compile(r"(?!\d{1,200}:)[\w.-]{1,200}:[\w.-]{1,128}")  # "shop:latest"; "12:30" is a time
# A path without a tag, and without the suffix of a file.
LATEST: Final = re.compile(r"[a-z0-9][\w.-]{0,200}(?:/[\w.-]{1,200}){0,20}/[\w-]{1,200}")
CALLED: Final = re.compile(r"image(?:[_-]?(?:ref|reference|name|ur[il]))?$")


def is_named(key: str, text: str) -> bool:
    """Whether *text* is an image by what it is called: "sidecarImage", "image_uri", "WORKER_IMAGE"."""
    return CALLED.search(key) is not None and is_image(text)


def of_words(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The images in arguments and variables: "--worker-image=NAME", "WORKER_IMAGE=NAME", or NAME behind "--image"."""
    for before, word in zip(("", *words), words, strict=False):
        name, sign, value = word.strip().partition("=")
        if sign and is_named(name.casefold(), value):
            yield from reference(value)
        elif not sign and before.startswith("-") and "=" not in before and is_named(before.casefold(), word.strip()):
            yield from reference(word.strip())


def _is_whole(text: str) -> bool:
    return "@sha256:" in text or BY_TAG.fullmatch(text) is not None


def is_image(text: str) -> bool:
    """Whether *text* names an image, with a digest, with a tag, or as a path without both."""
    return _is_whole(text) or any(form.fullmatch(text) for form in (SHORT, LATEST))


def reference(text: str, tag: str = "") -> Iterator[tuple[str, str]]:
    """Name and digest of the image *text*, whose tag in YAML is *tag*; the digest is "" if it is named without one."""
    if found := NAMED.fullmatch(text):
        yield found[1], found[2]
    elif text and not tag.endswith(":null"):
        yield text, ""
