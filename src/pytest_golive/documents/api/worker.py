"""A worker process that outlines many files: it reads modules as JSON, and writes one outline for each.

A module is given as ``["path", NAME]``, a file in the work tree, or as ``["blob", NAME]``, an object of git.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pytest_golive.codebase.inventory.languages.newer_syntax import of_newer_syntax, this_python
from pytest_golive.codebase.reading import decode, head, shown
from pytest_golive.delivery.git.history import reading_objects
from pytest_golive.delivery.git.program import Git
from pytest_golive.errors import CannotMeasure

LARGEST = 5_000_000  # bytes
PACKAGE = "__init__.py"


def answers(root: Path, job: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The outline of each module of *job*, or the problem with it.

    Args:
        root: the project's folder.
        job: "paths", the requested keys; "modules", by key: path, name, and blob or ""; "docstrings".
    """
    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    rows = {key: job["modules"][key] for key in job["paths"]}
    with contextlib.ExitStack() as stack:
        objects = None
        if any(blob for _, _, blob in rows.values()):
            objects = stack.enter_context(reading_objects(Git(root)))
        for key, (path, name, blob) in rows.items():
            answer: dict[str, Any] = {"path": key}
            try:
                answer |= _outline(_content(root, path, blob, objects), path, name, docstrings=job["docstrings"])
            except CannotMeasure as error:
                answer["problem"] = {"what": error.what, "cure": error.cure, "path": error.path, "line": error.line}
            yield answer


def _content(root: Path, path: str, blob: str, objects: Callable[[str, int], bytes | None] | None) -> bytes:
    if not blob or objects is None:
        content: bytes | None = head(root, path, LARGEST + 1)
    else:
        content = objects(blob, LARGEST + 1)
    if content is None:
        raise CannotMeasure(f"this clone lacks {shown(path)} as it was", "git fetch --refetch: the clone is partial")
    if len(content) > LARGEST:
        raise CannotMeasure(
            f"{shown(path)} has more than {LARGEST:,} bytes, so griffe is not asked about it",
            "split it, or leave it out in [tool.golive.documentation.api] exclude",
            path=path,
        )
    return content


def _outline(content: bytes, path: str, name: str, *, docstrings: bool) -> dict[str, Any]:
    from pytest_golive.documents.api.visiting import outline_of

    is_package = path.rpartition("/")[2] == PACKAGE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the code may contain invalid escapes
            return outline_of(decode(content, python=True), name, is_package=is_package, docstrings=docstrings)
    except SyntaxError as error:
        what, line = f"{this_python()} cannot read it: {error.msg}", error.lineno or 0
    except ValueError:
        what, line = "it holds a null character", 0
    except RecursionError:
        what, line = "it nests too deeply", 0
    except MemoryError:
        cure = "split it, or leave it out in [tool.golive.documentation.api] exclude"
        raise CannotMeasure(f"{shown(path)} takes more memory to read than there is", cure, path=path) from None
    cure = f"{of_newer_syntax(this_python())}; or leave it out in [tool.golive.documentation.api] exclude"
    raise CannotMeasure(f"{shown(path)}: {what}", cure, path=path, line=line)


def main() -> None:
    """Write an outline for each module of the job on standard input."""
    job = json.loads(sys.stdin.read())
    gc.set_threshold(50_000, 20, 20)
    for answer in answers(Path.cwd(), job):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
