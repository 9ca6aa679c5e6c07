"""What griffe, docutils and markdown-it take by themselves for what the documentation rows ask of them.

    python benchmarks/documentation_tools.py griffe TREE BEFORE
    python benchmarks/documentation_tools.py docutils TREE
    python benchmarks/documentation_tools.py markdown-it TREE

griffe reads the packages at the top of both trees, parses the docstrings of the first, and looks for breaking changes;
the others parse each document once, and keep nothing.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

SUFFIXES = {"docutils": frozenset({".rst", ".txt"}), "markdown-it": frozenset({".md", ".markdown"})}


def griffe(tree: Path, before: Path) -> int:
    """Read both trees and compare them; how many objects were read."""
    import griffe

    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    count = 0
    for init in sorted(tree.glob("*/__init__.py")):
        name = init.parent.name
        if name in {"tests", "docs"}:
            continue
        now = griffe.load(name, search_paths=[tree], resolve_aliases=True)
        count += sum(1 for _ in _parsed(now))
        if (before / name).is_dir():
            old = griffe.load(name, search_paths=[before], resolve_aliases=True)
            with contextlib.suppress(griffe.AliasResolutionError):  # it gives up on what is not installed
                count += len([*griffe.find_breaking_changes(old, now)])
    return count


def _parsed(of: object) -> Iterator[object]:
    """Every object with its docstring parsed."""
    for member in getattr(of, "members", {}).values():
        if getattr(member, "is_alias", False):
            continue
        if member.docstring is not None:
            member.docstring.parse("auto")
        yield member
        yield from _parsed(member)


def docutils(text: str) -> object:
    """The tree of one document, as plain docutils sees it."""
    from docutils.core import publish_doctree

    return publish_doctree(
        text, settings_overrides={"report_level": 5, "halt_level": 5, "file_insertion_enabled": False}
    )


def markdown_it(text: str) -> object:
    """The tokens of one document."""
    from markdown_it import MarkdownIt

    return MarkdownIt("gfm-like", {"linkify": False}).parse(text)


def main() -> None:
    """Run one tool on all that is its own."""
    tool, *trees = sys.argv[1:]
    if tool == "griffe":
        print(griffe(*map(Path, trees)))
        return
    parse: Callable[[str], object] = docutils if tool == "docutils" else markdown_it
    paths = [path for path in sorted(Path(trees[0]).rglob("*")) if path.suffix in SUFFIXES[tool] and path.is_file()]
    for path in paths:
        parse(path.read_text(encoding="utf-8", errors="replace"))
    print(len(paths))


if __name__ == "__main__":
    main()
