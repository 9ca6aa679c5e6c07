"""Which builds a command's output names; what is not understood there is an error, not a line to skip."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from pytest_golive.delivery.published.images import in_nodes, nodes_of
from pytest_golive.delivery.published.references import BY_TAG, REFERENCE, SHORT
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable

Named = list[tuple[str, str]]
SUM: Final = re.compile(r"([0-9a-f]{64}) [ *](\S{1,4096})")  # as sha256sum prints it
KEY: Final = re.compile(r"---|- |[\"']?[\w.-]{1,200}[\"']?:(?: |$)")
SHOWN: Final = 100
CURE: Final = (
    "let the command print nothing but builds: NAME@sha256:…, sha256:…, the lines of sha256sum, or JSON or YAML whose "
    "image, imageID or RepoDigests hold digests"
)


def in_output(text: str, place: str) -> Named:
    """Name and digest of each build that *text* names; the digest is "" if only a tag is given.

    Raises:
        CannotMeasure: a line is not understood, or a Compose file leaves open which builds run.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if found := _of_json(text, place):
        return found
    for line in lines:
        named = _of_line(line, place)
        if not named:
            return _of_yaml(text, place, line, lines)
        found += named
    return found


def _of_line(line: str, place: str) -> Named:
    """The builds of a line that names nothing else; empty if it says anything else."""
    if found := SUM.fullmatch(line):
        return [(found[2].rpartition("/")[2], found[1])]
    named = [_of_word(word) for word in line.split()]
    return [one for one in named if one] if all(named) else _of_json(line, place)


def _of_word(word: str) -> tuple[str, str] | None:
    if found := REFERENCE.fullmatch(word):
        return found[1] or "", found[2]
    return (word, "") if BY_TAG.fullmatch(word) or SHORT.fullmatch(word) else None


def _of_json(text: str, place: str) -> Named:
    """The builds of JSON; empty if it is none, or names none."""
    if text.lstrip()[:1] not in {"{", "[", '"'}:
        return []
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(one, str) for one in texts):
        named = [_of_word(one) for one in texts]
        return [one for one in named if one] if all(named) else []
    return list(in_nodes(nodes_of(text, place), place, running=True))


def _of_yaml(text: str, place: str, line: str, lines: list[str]) -> Named:
    """The builds of YAML, as `helm template` and `docker compose config` print it."""
    unknown = CannotMeasure(f"{place} prints a line that is not understood: {quotable(line)[:SHOWN]}", CURE)
    first = next((one for one in lines if not one.startswith("#")), "")
    if not KEY.match(first):
        raise unknown
    try:
        nodes = nodes_of(text, place)
    except CannotMeasure:
        raise unknown from None
    found = list(in_nodes(nodes, place, running=True)) if all(map(_is_document, nodes)) else []
    if not found:
        raise unknown
    return found


def _is_document(node: Any) -> bool:
    return isinstance(node.value, list) or node.tag.endswith(":null")
