"""A worker process that runs CredSweeper: it reads paths as JSON, and writes findings, one line for each file.

The output contains no secret; see `detect_secrets_worker` for what it contains instead.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from pytest_golive.codebase.secrets.contents import LARGEST, LOOKED_AT, Contents, MissingError, contents
from pytest_golive.codebase.secrets.digests import describe, identity
from pytest_golive.codebase.secrets.rules.named import SILENT
from pytest_golive.codebase.secrets.rules.trust import HIGH, LOW, MEDIUM
from pytest_golive.codebase.secrets.rules.values import SEALED

BATCH = 50  # files between two reports of progress
ALLOWED = re.compile(r"pragma: ?(?:allow|white)list[ -]secret")  # as detect-secrets takes it
LEAST = {"info", "low"}  # severities that its model does not judge, mostly identifiers
# Names of values that are public, a digest, or encrypted.
PUBLIC = re.compile(
    r"public_?key|encrypted|sealed|hash(?!icorp)|digest|checksum|finger_?print|thumb_?print|integrity|etag",
    re.IGNORECASE,
)


def main() -> None:
    """Answer for each path of the job on standard input."""
    # Its library onnxruntime sends telemetry as soon as it is imported; this variable disables that.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    logging.disable(logging.CRITICAL)  # its warnings quote the scanned text
    from credsweeper.app import CredSweeper

    job = json.loads(sys.stdin.read())
    key = bytes.fromhex(job["key"])
    out, sys.stdout = sys.stdout, sys.stderr
    sweeper = CredSweeper()
    with contents(are_objects=bool(job.get("objects"))) as read:
        for start in range(0, len(job["paths"]), BATCH):
            for answer in _answers(sweeper, job["paths"][start : start + BATCH], read, key):
                out.write(json.dumps(answer) + "\n")
            out.flush()


def _answers(sweeper: Any, paths: list[str], read: Contents, key: bytes) -> Iterator[dict[str, Any]]:
    from credsweeper.credentials.credential_manager import CredentialManager
    from credsweeper.file_handler.files_provider import FilesProvider

    problems, given = {}, []
    for path in paths:
        problems[path], content = _content(path, read)
        if not problems[path]:
            given.append((path, io.BytesIO(content)))
    found: dict[str, list[Any]] = {path: [] for path in paths}
    allowed: dict[str, list[str]] = {path: [] for path in paths}
    sweeper.credential_manager = CredentialManager()
    sweeper.run(FilesProvider(given))
    for candidate in sweeper.credential_manager.get_credentials():
        place = candidate.line_data_list[0]
        if place.value:
            path, sure = os.path.normpath(str(place.path)), _confidence(candidate)
            row = describe((place.line_num, place.line), candidate.rule_name, {place.value}, sure, key)
            if ALLOWED.search(place.line):
                allowed[path].append(identity(place.value, key))
            else:
                found[path].append(row)
    for path in paths:
        yield {"path": path, "found": sorted(found[path]), "allowed": allowed[path], "problem": problems[path]}


def _confidence(candidate: Any) -> str:
    """The confidence of a finding: high, unless the value is public by design."""
    place = candidate.line_data_list[0]
    if candidate.severity.value not in LEAST and candidate.confidence.value == "strong":
        return HIGH
    is_public = SILENT.search(str(place.path)) or SEALED.search(place.value) or PUBLIC.search(place.variable or "")
    return LOW if is_public else MEDIUM


def _content(path: str, read: Contents) -> tuple[str, bytes]:
    """Why the file cannot be scanned (the tool would only log it), or its content."""
    try:
        content = read(path)
    except MissingError as error:
        return str(error.strerror), b""
    except OSError as error:
        return f"cannot be read: {error.strerror}", b""
    if len(content) > LARGEST:
        is_text = b"\0" not in content[:LOOKED_AT]
        return (f"is too large to scan (over {LARGEST:,} bytes)" if is_text else ""), b""
    return "", content


if __name__ == "__main__":
    main()
