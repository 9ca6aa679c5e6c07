"""A worker process that reads documents: it gets paths as JSON, and writes one answer for each."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pytest_golive.codebase.reading import read, size_of
from pytest_golive.documents.blocks.checking import with_blocks_judged
from pytest_golive.documents.reading.content import LARGEST, read_content, too_large
from pytest_golive.documents.reading.document import Document
from pytest_golive.errors import CannotMeasure

MODULE = "pytest_golive.documents.reading.worker"


def answers(root: Path, paths: Sequence[str], formats: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The documents at *paths* in a form for JSON; one with a "problem" has no other key."""
    for path in paths:
        try:
            document = _document(root, path, formats[path])
        except CannotMeasure as error:
            document = Document(path, formats[path], problem=error.what, cure=error.cure)
        yield document.as_answer()


def _document(root: Path, path: str, format: str) -> Document:  # noqa: A002
    size = size_of(root, path)
    if size > LARGEST:
        return too_large(path, format, size)
    return with_blocks_judged(read_content(path, format, read(root, path)))


def main() -> None:
    """Answer for each path of the job on standard input."""
    job = json.loads(sys.stdin.read())
    gc.set_threshold(50_000, 20, 20)  # trees are many small objects, and need no garbage collector
    for answer in answers(Path.cwd(), job["paths"], job["formats"]):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
