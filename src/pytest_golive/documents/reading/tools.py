"""The versions of the libraries that read documents."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from pytest_golive.documents.blocks.shell import reader


def markup_tools() -> str:
    """The libraries that read documents here, with their versions: other versions may find other things."""
    tools = [f"{name} {_version(name)}" for name in ("markdown-it-py", "docutils")]
    return ", ".join([*tools, *(["bash"] if reader() else [])])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not there"
