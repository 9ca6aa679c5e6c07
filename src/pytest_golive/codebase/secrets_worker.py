"""Run detect-secrets on files, in a process of its own: paths in by JSON, findings out, one line for each file.

What is printed holds a type and a line number, never a secret.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from pytest_golive.codebase.reading import BOMS

LARGEST = 5_000_000  # bytes; the tool's patterns take minutes for one line of that length
BINARY_WITHIN = 8000


class NamedText(io.StringIO):
    """Text that has a name, as the tool wants."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, newline=None)
        self.name = name


def opened(path: str) -> TextIO:
    """What ``open(path)`` would be for the tool, but for text that is not UTF-8.

    The tool silently passes over a file it cannot decode. Text in UTF-16 or Latin-1 is decoded here instead; what is
    binary it may pass over.
    """
    with open(path, "rb") as file:  # noqa: PTH123 -- the name must stay as it is
        content = file.read()
    encodings = [encoding for bom, encoding in BOMS if content.startswith(bom) and "utf-8" not in encoding]
    if not encodings and b"\0" not in content[:BINARY_WITHIN]:
        encodings = ["latin-1"]
    for encoding in ["utf-8", *encodings]:
        with contextlib.suppress(UnicodeDecodeError):
            return NamedText(content.decode(encoding), path)
    return NamedText("", path)


def main() -> None:
    """Answer for each path of the list on standard input."""
    logging.disable(logging.CRITICAL)  # the tool's debug log quotes what it finds
    from detect_secrets.core import scan
    from detect_secrets.settings import default_settings

    scan.open = opened  # type: ignore[attr-defined]
    out = sys.stdout
    sys.stdout = sys.stderr
    for path in json.loads(sys.stdin.read()):
        answer: dict[str, Any] = {"path": path, "found": [], "allowed": 0, "problem": ""}
        try:
            size = _size(path)
            if size > LARGEST:
                answer["problem"] = f"is too large to scan ({size:,} bytes, at most {LARGEST:,})"
            else:
                with default_settings():
                    answer["found"] = sorted(_found(scan.scan_file(path)))
                if _may_allow(path):
                    with default_settings():
                        answer["allowed"] = len(set(_found(scan.scan_for_allowlisted_secrets_in_file(path))))
        except OSError as error:
            answer["problem"] = f"cannot be read: {error.strerror}"
        out.write(json.dumps(answer) + "\n")
        out.flush()


def _found(secrets: Iterator[Any]) -> set[tuple[int, str]]:
    # The tool itself keeps one finding for the same secret of the same type in a file: the first.
    first: dict[tuple[str, str], int] = {}
    for secret in secrets:
        first.setdefault((secret.type, secret.secret_hash), secret.line_number)
    return {(line, kind) for (kind, _), line in first.items()}


def _size(path: str) -> int:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.seek(0, io.SEEK_END)


def _may_allow(path: str) -> bool:
    with open(path, "rb") as file:  # noqa: PTH123
        return b"pragma" in file.read()


if __name__ == "__main__":
    main()
