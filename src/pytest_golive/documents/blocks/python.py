"""Blocks of Python, and sessions with it."""

from __future__ import annotations

import ast
import re
import sys
import textwrap
import warnings

PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?: |$)")
CELL = re.compile(r"(?:In|Out) ?\[\d*\]:")
MAGIC = re.compile(r"^([ \t]*)(?:[%!?][^\n]*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
COMMENT = re.compile(r"^([ \t]+)#[^\n]*$", re.MULTILINE)  # in the place of a body
NEWER = re.compile(
    r"^[ \t]*(?:type\s+\w+\s*(?:\[[^\]\n]*\]\s*)?=|(?:class|(?:async\s+)?def)\s+\w+\["
    r"|except\s+\w+(?:\s*,\s*\w+)+\s*:)|\bt[\"']",
    re.MULTILINE,
)
CLAUSE = re.compile(r"(except|finally|else|elif|case)\b")
BEFORE = {
    "except": "try: pass\n",
    "finally": "try: pass\n",
    "else": "if True: pass\n",
    "elif": "if True: pass\n",
    "case": "match 1:\n case 2: pass\n",
}
OPENED = (" pass", "\n    pass", "\ndef shown(): pass")


def python_fault(text: str) -> tuple[int, str] | None:
    """What keeps a block from being Python, with its line in the block; None if nothing does."""
    if any(PROMPT.match(line) for line in text.split("\n") if line.strip()):
        return session_fault(text)
    if CELL.search(text):
        return None  # what IPython has printed
    text = textwrap.dedent(text)
    found = _fault(text)
    if found is None or _fault(COMMENT.sub(r"\1...", MAGIC.sub(r"\1...", text))) is None:
        return None
    # Lines that open something and stop there show how it is written: "class Shop(Base):", "@app.get('/')".
    opened = text.rstrip()
    is_shown = any(_fault(f"{opened}{end}") is None for end in OPENED) or _fault(f"{{{opened}\n}}") is None
    if not is_shown and (clause := CLAUSE.match(text)):  # a part of a statement that stands elsewhere
        is_shown = _fault(f"{BEFORE[clause[1]]}{text}") is None
    return None if is_shown else found


def session_fault(text: str) -> tuple[int, str] | None:
    """The same of a session, in which ``>>>`` stands before what was typed."""
    statements: list[tuple[int, list[str]]] = []
    for number, line in enumerate(textwrap.dedent(text).split("\n"), 1):
        typed = line.lstrip()
        if typed.startswith(">>>"):
            statements.append((number, [typed[4:]]))
        elif typed.startswith("...") and statements and not typed.startswith("...."):
            statements[-1][1].append(typed[4:])
    for number, lines in statements:
        code = "\n".join(lines) + "\n"
        if (found := _fault(code)) and _fault(f"{code.rstrip()} pass") is not None and not MAGIC.match(code.strip()):
            return number + found[0] - 1, found[1]
    return None


def _fault(text: str) -> tuple[int, str] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 1, str(error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, type(error).__name__
    return None


def may_be_newer(text: str, message: str) -> bool:
    """Whether a block that this Python cannot read, as *message* says, has what only newer ones know."""
    # Since Python 3.12 the quotes of an f-string may stand again within its braces.
    return NEWER.search(text) is not None or (message.startswith("f-string") and sys.version_info < (3, 12))
