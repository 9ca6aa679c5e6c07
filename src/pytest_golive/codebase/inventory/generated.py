"""Source that was not written in this project: generated or vendored."""

from __future__ import annotations

import re

from pytest_golive.codebase.inventory.globs import matches_any

ATTRIBUTES = ("linguist-generated", "linguist-vendored")  # as GitHub reads them from .gitattributes
GENERATED_NAMES = (
    "*_pb2.py",
    "*_pb2.pyi",
    "*_pb2_grpc.py",
    "*.pb.go",
    ".terraform.lock.hcl",
    "*.pb.cc",
    "*.pb.h",
    "*.min.js",
    "*.min.css",
    "*.generated.*",
    "*.gen.*",
    "*.g.dart",
    "*.designer.cs",
    "*.Designer.cs",
    "__generated__",
)
TEXTS = tuple(
    max(re.split(r"[*?]", glob), key=len) for glob in GENERATED_NAMES
)  # every such name contains one of these
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


def is_generated_name(path: str) -> bool:
    """Whether the name alone says that a tool writes the file."""
    return any(text in path for text in TEXTS) and matches_any(path, GENERATED_NAMES)


def is_vendored_name(path: str) -> bool:
    """Whether the file is in a folder for third-party code."""
    return not VENDORED_NAMES.isdisjoint(path.split("/")[:-1])
