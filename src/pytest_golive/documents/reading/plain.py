"""Text of documents as it lies in the file: what is no text, front matter, and indented blocks of MkDocs."""

from __future__ import annotations

import re

from pytest_golive.codebase.reading import bom_encoding, decode, with_plain_newlines
from pytest_golive.documents.reading.document import Fault

FENCE = re.compile(r"\s*(`{3,}|~{3,})")
# MkDocs' admonitions and tabs hold what is indented by four below them; CommonMark would take it for code.
CONTAINER = re.compile(r"(\s*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S")
INDENT = 4
CONTRIBUTORS = re.compile(
    r"<!--[ ]*ALL-CONTRIBUTORS-(LIST|BADGE):START.*?(?:<!--[ ]*ALL-CONTRIBUTORS-\1:END|\Z)", re.DOTALL
)
NOWHERE = re.compile(r"(?<=href=\")#[^\"\n]*|(?<=\]\()(#)[^\s)]*")


def text_of(content: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The text of a document with plain newlines, and what keeps others from reading it."""
    if bom_encoding(content) is None:
        if (position := content.find(b"\0")) >= 0:
            message = f"it is binary: there is a NUL at byte {position:,}, so nobody can read it as text"
            return "", (Fault("binary", message, 0, "binary"),)
        try:
            content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"it is not UTF-8: byte 0x{content[error.start]:02x}; save it as UTF-8 (iconv -t utf-8)"
            return _plain(content), (Fault("encoding", message, line, "encoding"),)
    return _plain(content), ()


def _plain(content: bytes) -> str:
    return with_plain_newlines(decode(content))[0]


def without_front_matter(text: str) -> str:
    """*text* with blank lines in the place of its front matter, so that all lines keep their numbers."""
    mark = text[:3]
    if mark not in {"---", "+++"} or not text.startswith((f"{mark}\n", f"{mark} \n")):
        return text
    end = text.find(f"\n{mark}", 3)
    if end < 0:
        return text
    end = end + 4
    return "\n" * text.count("\n", 0, end) + text[end:].lstrip("-+ ") if text[end : end + 1] in {"", "\n"} else text


def without_containers(text: str) -> str:
    """*text* with the contents of MkDocs' containers moved to the left, line by line."""
    if not any(mark in text for mark in ("!!!", "???", "===")):
        return text
    depths: list[int] = []  # the indentation of what each open container holds
    fence = ""
    moved = []
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not fence:
            while depths and indent < depths[-1]:
                depths.pop()
        shift = len(depths) * INDENT
        line = line[shift:] if not line[:shift].strip() else line.lstrip()  # noqa: PLW2901 -- the same line, moved
        moved.append(line)
        if found := FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and (opened := CONTAINER.match(line)):
            depths.append(shift + len(opened[1]) + INDENT)
    return "\n".join(moved)


def without_contributors(text: str) -> str:
    """*text* with the anchors in a table of all-contributors left out: that tool makes them, and they lead nowhere."""
    return CONTRIBUTORS.sub(lambda table: NOWHERE.sub(lambda found: "<>" if found[1] else "", table[0]), text)
