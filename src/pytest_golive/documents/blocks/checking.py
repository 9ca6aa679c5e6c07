"""Each block of code, read as what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pytest_golive.documents.blocks.data import json_fault, toml_fault, yaml_fault
from pytest_golive.documents.blocks.mermaid import mermaid_fault
from pytest_golive.documents.blocks.python import python_fault, session_fault
from pytest_golive.documents.blocks.shell import shell_fault
from pytest_golive.documents.reading.document import Block, Document, Fault

Judged = tuple[int, str] | None  # the line within the block, from 1, and what is wrong there

LANGUAGES: Mapping[str, tuple[str, Callable[[str], Judged]]] = {
    **dict.fromkeys(("python", "python3", "py", "py3", "python-console-script"), ("Python", python_fault)),
    **dict.fromkeys(("pycon", "pycon3", "doctest", "python-console"), ("Python", session_fault)),
    "toml": ("TOML", toml_fault),
    **dict.fromkeys(("json", "geojson"), ("JSON", json_fault)),
    **dict.fromkeys(("yaml", "yml"), ("YAML", yaml_fault)),
    **dict.fromkeys(("sh", "bash", "shell", "console", "shell-session", "zsh"), ("shell", shell_fault)),
    "mermaid": ("Mermaid", mermaid_fault),
}
# How writers leave something out: three dots, and names in the place of what the reader has to fill in.
ELISION = re.compile(r"\.\.\.|\u2026|\[snip\]|<snip>|# etc\b", re.IGNORECASE)
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{\{", re.DOTALL)


def with_blocks_judged(document: Document) -> Document:
    """*document* with a fault for each block that cannot be read as what it is called."""
    faults, judged, spared = [], 0, 0
    for block in document.blocks:
        if block.language not in LANGUAGES or not block.text.strip():
            continue
        name, check = LANGUAGES[block.language]
        found = None if block.is_fragment else check(block.text)
        if block.is_fragment or (found and _is_elided(block)):
            spared += 1
            continue
        judged += 1
        if found:
            line, what = found
            message = f"this block is called {name} and cannot be read as that: {what}"
            faults.append(Fault(f"{name} block", message, block.line + max(line, 1) - 1, _key(block)))
    return replace(document, faults=(*document.faults, *faults), blocks_judged=judged, blocks_spared=spared)


def _is_elided(block: Block) -> bool:
    """Whether a block that cannot be read shows by its own marks that something was left out of it."""
    return ELISION.search(block.text) is not None or TEMPLATE.search(block.text) is not None


def _key(block: Block) -> str:
    return " ".join(block.text.split())[:200]
