"""Parse each code block in the language that it declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pytest_golive.documents.blocks.data import json_fault, toml_fault, yaml_fault
from pytest_golive.documents.blocks.illustrations import is_called_wrong, is_cut_short, shown_instead
from pytest_golive.documents.blocks.mermaid import mermaid_fault
from pytest_golive.documents.blocks.mistakes import not_a_mistake
from pytest_golive.documents.blocks.python import first_cut, may_be_newer, python_fault, session_fault
from pytest_golive.documents.blocks.shell import console_fault, is_beyond, is_output, shell_fault
from pytest_golive.documents.reading.document import Block, Document, Fault

Judged = tuple[int, str] | None  # the line within the block, from 1, and the fault

LANGUAGES: Mapping[str, tuple[str, Callable[[str], Judged]]] = {
    **dict.fromkeys(("python", "python3", "py", "py3", "python-console-script"), ("Python", python_fault)),
    **dict.fromkeys(("pycon", "pycon3", "doctest", "python-console"), ("Python", session_fault)),
    "toml": ("TOML", toml_fault),
    **dict.fromkeys(("json", "geojson"), ("JSON", json_fault)),
    **dict.fromkeys(("yaml", "yml"), ("YAML", yaml_fault)),
    **dict.fromkeys(("sh", "bash", "shell", "zsh"), ("shell", shell_fault)),
    **dict.fromkeys(("console", "shell-session", "bash-session", "sh-session"), ("shell", console_fault)),
    "mermaid": ("Mermaid", mermaid_fault),
}
# How writers mark omissions: an ellipsis, or a placeholder that the reader has to fill in.
ELISION = re.compile(r"\.\.\.|\. \. \.|\u2026|\[snip\]|<snip>|# etc\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"<[A-Za-z][^<>\n]{0,80}>")
TEMPLATE = re.compile(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|\$\{\{", re.DOTALL)


def with_blocks_judged(document: Document) -> Document:
    """*document* with a fault for each block that cannot be parsed in its declared language."""
    faults: list[Fault] = []
    doubts: list[Fault] = []
    cut: list[int] = []
    judged = spared = newer = diagrams = 0
    for block in document.blocks:
        if block.language not in LANGUAGES or not block.text.strip():
            continue
        name, check = LANGUAGES[block.language]
        if name == "shell" and is_beyond(block.text):
            spared += 1
            continue
        found = None if block.is_fragment else check(block.text)
        if found and name == "Python" and may_be_newer(block.text, found[1]):
            newer += 1
            continue
        is_printed = name == "shell" and found is not None and is_output(block.text, found[0])
        if block.is_fragment or is_printed or (found and _is_elided(block, check)):
            spared += 1
            continue
        if name == "Python" and (omitted := first_cut(block.text)):
            cut.append(block.line + omitted - 1)
            if not found:
                continue
        is_drawn = name == "Mermaid"
        diagrams += is_drawn
        judged += not is_drawn
        if found:
            (line, what), lines = found, max(block.text.rstrip().count("\n") + 1, 1)
            verb = "is no such diagram" if is_drawn else "cannot be read as that"
            message = f"this block is called {name} and {verb}: {what}"
            fault = Fault(f"{name} block", message, block.line + min(max(line, 1), lines) - 1, _key(block))
            shown = shown_instead(name, block.text, line, check) or _called_wrong(document, block)
            if shown := shown or not_a_mistake(name, block.text, line, what):
                doubts.append(fault._replace(message=f"{message}; it shows {shown}"))
            else:
                faults.append(fault)
    return replace(
        document,
        faults=(*document.faults, *faults),
        doubts=(*document.doubts, *doubts),
        blocks_judged=judged,
        blocks_spared=spared,
        blocks_newer=newer,
        diagrams=diagrams,
        sessions_cut=tuple(cut),
    )


def _called_wrong(document: Document, block: Block) -> str:
    """What a block shows that the text right before it, or right after it, calls wrong; "" for others."""
    end = block.line + block.text.count("\n")
    said = [(each.line, each.text) for each in document.passages if each.line < block.line]
    said += [(each.line, each.text) for each in document.headings if each.line < block.line]
    after = (each.text for each in document.passages if each.line >= end)
    is_wrong = is_called_wrong(max(said)[1] if said else "", next(after, ""))
    return "what the text calls wrong" if is_wrong else ""


def _is_elided(block: Block, check: Callable[[str], Judged]) -> bool:
    """Whether a block that cannot be parsed marks an omission, or has placeholders to fill in."""
    if ELISION.search(block.text) or TEMPLATE.search(block.text) or is_cut_short(block.text):
        return True
    return PLACEHOLDER.search(block.text) is not None and check(PLACEHOLDER.sub("NAME", block.text)) is None


def _key(block: Block) -> str:
    return " ".join(block.text.split())[:200]
