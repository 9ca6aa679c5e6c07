"""The id of a row, which stays the same from run to run: made from its headings and words, or given by its binding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MOST = 60
SIGN = re.compile("[<>]=|[<>≤≥%]")
NO_WORD = re.compile(r"[\W_]+")
SIGNS = {
    "<=": " at most ",
    ">=": " at least ",
    "<": " under ",
    ">": " over ",
    "≤": " at most ",
    "≥": " at least ",
    "%": " percent ",
}


def row_id(headings: Sequence[str], text: str) -> str:
    """The id from the headings under the document's title and the row's words: ``security-gate/no-exposed-secrets``.

    Letters of all languages stay; a run of other characters becomes one hyphen. Emoji are left out, because teams
    change them with the state of a row.
    """
    below = headings[1:] if len(headings) > 1 else headings
    return "/".join(_slug(words) or "row" for words in (*below, text))


@lru_cache(maxsize=1024)  # many rows share a heading
def _slug(words: str) -> str:
    spelled = SIGN.sub(lambda match: SIGNS[match[0]], unicodedata.normalize("NFKC", words))
    slug = NO_WORD.sub("-", spelled.lower()).strip("-")
    return slug if len(slug) <= MOST else slug[:MOST].rpartition("-")[0] or slug[:MOST]
