"""An OpenAPI document in YAML is parsed once for each content: that takes seconds, and JSON a hundredth of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.documents.openapi.reading import Document, read_document

# With anchors a short text may stand for a huge or endless tree, which JSON would write out.
ANCHOR: Final = re.compile(rb"(?:^|[\s\[{,:-])&[^\s,\[\]{}]")
FORM: Final = 1


def kept_document(content: bytes, place: str, cure: str, cache: ResultCache, *, name: str) -> Document:
    """What `read_document` makes of *content*, now or in an earlier run.

    Args:
        content: of the document.
        place: what it is, for messages.
        cure: what to do if it is none.
        cache: keeps it, where JSON can hold it.
        name: under which it is kept; the next one of that name takes its place.

    Raises:
        CannotMeasure: it is no OpenAPI document.
    """
    is_slow = content.lstrip()[:1] not in {b"{", b"["} and not ANCHOR.search(content)
    if cache.folder is None or not is_slow:
        return read_document(content, place, cure)
    read: list[Document] = []

    def work(_: Sequence[str]) -> Iterator[dict[str, Any]]:
        read.append(read_document(content, place, cure))
        try:
            yield {"path": name, "document": json.loads(json.dumps(read[0]))}
        except (TypeError, ValueError, RecursionError) as error:  # bytes and sets that a tag has asked for
            yield {"path": name, "problem": str(error)}

    digest = hashlib.sha256(content).hexdigest()
    answer = cache.through(f"openapi-{name}", f"form {FORM}", {name: digest}, work)[name]
    found: Document = answer["document"] if "document" in answer else read[0]
    return found


def is_larger(document: Document, most: int) -> bool:
    """Whether a document has more than *most* values, if all that aliases of YAML stand for is written out."""
    counts: dict[int, int] = {}
    waiting: list[tuple[Any, bool]] = [(document, False)]
    while waiting:
        value, is_counted = waiting.pop()
        inner = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
        if not inner or (not is_counted and id(value) in counts):
            continue
        if is_counted:
            counts[id(value)] = 1 + sum(counts.get(id(each), 1) for each in inner)
        else:
            counts[id(value)] = most + 1  # until it is counted: an alias inside what it stands for never ends
            waiting.append((value, True))
            waiting.extend((each, False) for each in inner)
    return counts.get(id(document), 1) > most
