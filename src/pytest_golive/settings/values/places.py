"""Checks of settings that name one file for each target."""

from __future__ import annotations

from typing import Final

TARGET: Final = "{target}"


def target_path(value: str) -> str:
    """A path with ``{target}`` in it, below the project's root or absolute."""
    if not value.strip() or "\0" in value:
        raise ValueError("must name a file")
    if TARGET not in value:
        raise ValueError("must have {target} in it, so that each target has its own")
    if set("{}") & set(value.replace(TARGET, "")):
        raise ValueError("must have no other placeholder than {target}")
    if ".." in value.split("/") or value.startswith("~"):
        raise ValueError("must be below the project's root, or begin with '/'")
    if value.endswith("/"):
        raise ValueError("must name a file, not a folder")
    return value
