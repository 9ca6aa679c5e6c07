"""Run CredSweeper on files, in a process of its own: paths in by JSON, findings out, one line for each file.

What is printed holds no secret; see `detect_secrets_worker` for what stands in its place.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pytest_golive.codebase.secrets.digests import describe

BATCH = 50  # files between two words to the one who waits
LARGEST = 5_000_000  # bytes
LOOKED_AT = 8000
LEAST = {"info", "low"}  # severities that its model never judges, mostly identifiers that are no secrets


def main() -> None:
    """Answer for each path of the job on standard input."""
    # One of its libraries, onnxruntime, reports to its maker as soon as it is imported; this switch is its own.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    logging.disable(logging.CRITICAL)  # its warnings quote what they are about
    from credsweeper.app import CredSweeper

    job = json.loads(sys.stdin.read())
    key = bytes.fromhex(job["key"])
    out, sys.stdout = sys.stdout, sys.stderr
    sweeper = CredSweeper()
    for start in range(0, len(job["paths"]), BATCH):
        batch = job["paths"][start : start + BATCH]
        for answer in _answers(sweeper, batch, key):
            out.write(json.dumps(answer) + "\n")
        out.flush()


def _answers(sweeper: Any, paths: list[str], key: bytes) -> Iterator[dict[str, Any]]:
    from credsweeper.credentials.credential_manager import CredentialManager
    from credsweeper.file_handler.files_provider import FilesProvider

    problems = {path: _problem(path) for path in paths}
    found: dict[str, list[Any]] = {path: [] for path in paths}
    sweeper.credential_manager = CredentialManager()
    sweeper.run(FilesProvider([path for path in paths if not problems[path]]))
    for candidate in sweeper.credential_manager.get_credentials():
        place = candidate.line_data_list[0]
        if place.value:
            sure = _confidence(candidate)
            row = describe((place.line_num, place.line), candidate.rule_name, {place.value}, sure, key)
            found[os.path.normpath(str(place.path))].append(row)
    for path in paths:
        yield {"path": path, "found": sorted(found[path]), "allowed": [], "problem": problems[path]}


def _confidence(candidate: Any) -> str:
    if candidate.severity.value in LEAST:
        return "low"
    return "high" if candidate.confidence.value == "strong" else "medium"


def _problem(path: str) -> str:
    """Why the file cannot be scanned; the tool would only log it."""
    try:
        with Path(path).open("rb") as file:
            is_text = b"\0" not in file.read(LOOKED_AT)
            if is_text and file.seek(0, os.SEEK_END) > LARGEST:
                return f"is too large to scan (over {LARGEST:,} bytes)"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return ""


if __name__ == "__main__":
    main()
