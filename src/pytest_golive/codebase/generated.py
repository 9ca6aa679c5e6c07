"""Source that nobody wrote here: generated, or taken over from others."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from pytest_golive.codebase.globs import matches_any
from pytest_golive.delivery.git import ENVIRONMENT
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking import MASK

GENERATED_NAMES = (
    "*_pb2.py",
    "*_pb2.pyi",
    "*_pb2_grpc.py",
    "*.pb.go",
    "*.pb.cc",
    "*.pb.h",
    "*.min.js",
    "*.min.css",
    "*.generated.*",
    "*.g.dart",
    "*.designer.cs",
    "*.Designer.cs",
    "__generated__",
)
VENDORED_NAMES = frozenset(
    {
        "node_modules",
        "bower_components",
        "vendor",
        "vendored",
        "_vendor",
        "_vendored",
        "third_party",
        "third-party",
        "thirdparty",
        "site-packages",
    }
)
TIMEOUT = 60.0


def is_generated_name(path: str) -> bool:
    """Whether the name alone says that a tool writes the file."""
    return matches_any(path, GENERATED_NAMES)


def is_vendored_name(path: str) -> bool:
    """Whether the file lies in a folder for code of others."""
    return not VENDORED_NAMES.isdisjoint(path.split("/")[:-1])


def attributes(root: Path, paths: Sequence[str]) -> dict[str, dict[str, bool]]:
    """What ``.gitattributes`` says: by path, ``linguist-generated`` and ``linguist-vendored`` where they are set."""
    if not paths:
        return {}
    # Only what is under version control may take a file out: not the attributes of the user, nor of the machine.
    command = (
        "git",
        "-c",
        f"core.attributesFile={os.devnull}",
        "check-attr",
        "-z",
        "--stdin",
        "linguist-generated",
        "linguist-vendored",
    )
    environment = {**MASK.without_credentials(os.environ), **ENVIRONMENT, "GIT_ATTR_NOSYSTEM": "1"}
    fed = b"".join(os.fsencode(path) + b"\0" for path in paths)
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, input=fed, capture_output=True, timeout=TIMEOUT, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotMeasure(f"git check-attr failed in {root}: {error}", "run it by hand to see why") from None
    said: dict[str, dict[str, bool]] = {}
    fields = done.stdout.split(b"\0")
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        if value != b"unspecified":
            said.setdefault(os.fsdecode(path), {})[name.decode()] = value not in {b"unset", b"false"}
    return said
