"""Breaking changes between two OpenAPI documents, by oasdiff, an optional program on the PATH."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.masking.known import MASK

PROGRAM: Final = "oasdiff"
TIMEOUT: Final = 300.0  # seconds
ERROR, WARNING = 3, 2  # its levels
OPTIONS: Final = ("breaking", "--format", "json", "--allow-external-refs=false")
CURE: Final = (
    "install it (go install github.com/oasdiff/oasdiff@latest), or say in "
    "[tool.golive.documentation.openapi] that breaking = false"
)
SHOWN: Final = 300  # characters of what it says


def program() -> str | None:
    """The oasdiff on the PATH; an entry such as "." would let the project bring one of its own."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    absolute = os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
    return shutil.which(PROGRAM, path=absolute) if absolute else None


def breaking(path: str, old: bytes, new: bytes, folder: Path) -> list[Change]:
    """The changes that break clients, in the order in which oasdiff tells them.

    Args:
        path: of the document.
        old: as the previous release had it.
        new: as it is.
        folder: where it may lie for that long: the run's private one.

    Raises:
        CannotMeasure: oasdiff is not there, failed, or cannot read one of the documents.
    """
    found = program()
    if found is None:
        raise CannotMeasure(
            f"{path} changed since the previous release, and oasdiff, which tells whether that breaks clients, is not "
            "on the PATH: breaking changes of the HTTP API are not covered",
            CURE,
            path=path,
        )
    with tempfile.TemporaryDirectory(dir=folder, prefix="openapi-") as place:
        home = Path(place)
        names = ["old" + Path(path).suffix, "new" + Path(path).suffix]
        for name, content in zip(names, (old, new), strict=True):
            (home / name).write_bytes(content)
        output = _run(found, names, home, path)
    return [*_changes(_rows(output, path), path)]


def _run(found: str, names: list[str], home: Path, path: str) -> bytes:
    environment = SCOPE.marked(MASK.without_credentials(os.environ)) | {"OASDIFF_NO_TELEMETRY": "1", "HOME": str(home)}
    try:
        done = subprocess.run(
            (found, *OPTIONS, *names),
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotMeasure(
            f"oasdiff was not done with {path} after {TIMEOUT:g} s", "run it by hand", path=path
        ) from None
    except OSError as error:
        raise CannotMeasure(f"oasdiff cannot be started: {error.strerror}", CURE, path=path) from None
    if done.returncode not in {0, 1} or (done.returncode and not done.stdout.strip()):
        stderr = " ".join(done.stderr.decode("utf-8", "replace").split())[:SHOWN]
        raise CannotMeasure(
            f"oasdiff cannot compare {path} with that of the previous release: {stderr}",
            "correct the document; one of several files has to be bundled into one",
            path=path,
        )
    return done.stdout


def _rows(output: bytes, path: str) -> list[dict[str, Any]]:
    try:
        rows = json.loads(output or b"[]")
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise CannotMeasure(f"oasdiff's answer about {path} is not understood", "use oasdiff 1.11 or later", path=path)
    return rows


def _changes(rows: list[dict[str, Any]], path: str) -> Iterator[Change]:
    for row in rows:
        name = f"{row.get('operation', '')} {row.get('path', '')}".strip() or str(row.get("section", "")) or path
        text = " ".join(str(row.get("text", "")).split())
        source = row.get("revisionSource") or {}
        line = int(source.get("line") or 0) if isinstance(source, dict) else 0
        is_sure = int(row.get("level") or ERROR) >= ERROR
        yield Change(str(row["id"]), name, f"({row['id']}): {text}", path, line, text, is_sure, tool=PROGRAM)
