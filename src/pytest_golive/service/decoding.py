"""Bodies as text and as JSON: byte order marks, character sets, and names that an object repeats."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHARSET = re.compile(r";\s*charset\s*=\s*\"?([A-Za-z0-9_.:-]{1,40})", re.ASCII | re.IGNORECASE)
# Others turn bytes into bytes, or raise what nobody expects.
TEXTUAL = re.compile(r"utf-(8|16|32)(-[bl]e)?|iso8859-\d+|cp\d+|ascii|koi8-[rtu]|gb\w+|big5\w*|shift_jis\w*|euc_\w+")
INDEX = re.compile(r"\d{1,6}", re.ASCII)


class NotJson(ValueError):
    """It is no JSON."""


class Members(tuple[tuple[str, Any], ...]):
    """The members of a JSON object in their order; a name that is repeated is there as often."""

    __slots__ = ()


def decoded(body: bytes, content_type: str = "") -> str:
    """A body as text, without its byte order mark; bytes that are none are replaced.

    Args:
        body: unpacked.
        content_type: the header, whose charset counts where no byte order mark does.
    """
    mark, encoding = next((entry for entry in MARKS if body.startswith(entry[0])), (b"", ""))
    if not mark:
        encoding = _named(content_type) or json.detect_encoding(body[:4])
    text = body.decode(encoding, "replace")
    return text.lstrip("\ufeff")


def read_json(text: str) -> Any:
    """JSON, with `Members` for objects.

    Raises:
        NotJson: it is none, or its nesting is too deep.
    """
    try:
        return json.loads(text.strip("\ufeff\x00 \t\r\n"), object_pairs_hook=Members)
    except (ValueError, RecursionError):
        raise NotJson from None


def at(value: Any, key: str) -> list[Any]:
    """What stands at a path such as "git.commit.id" or "checks.0.state"; several where a name is repeated.

    A name may hold dots itself, as flat properties do.
    """
    if not key:
        return [value]
    return [found for part, rest in _steps(value, key) for found in at(part, rest)]


def _steps(value: Any, key: str) -> Iterator[tuple[Any, str]]:
    """Each part of *value* that *key* begins with, and what is left of the key."""
    if isinstance(value, Members):
        for name, part in value:
            if key == name or key.startswith(f"{name}."):
                yield part, key[len(name) + 1 :]
    elif isinstance(value, list):
        head, _, rest = key.partition(".")
        if INDEX.fullmatch(head) and int(head) < len(value):
            yield value[int(head)], rest


def plainly(value: Any) -> Any:
    """The same with dictionaries for `Members`."""
    if isinstance(value, Members):
        return {name: plainly(part) for name, part in value}
    return [plainly(part) for part in value] if isinstance(value, list) else value


def words_of(key: str) -> list[str]:
    """The words of a name in small letters: "gitCommitId", "git-commit-id" and "GIT_COMMIT_ID" are the same."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key[:200])
    return re.findall(r"[^\W_]+", parted.lower())


def _named(content_type: str) -> str:
    match = CHARSET.search(content_type)
    try:
        info = codecs.lookup(match[1]) if match else None
    except (LookupError, ValueError):
        return ""
    return info.name if info is not None and TEXTUAL.fullmatch(info.name) else ""
