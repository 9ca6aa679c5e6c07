"""Check blocks of Python, and interactive sessions."""

from __future__ import annotations

import ast
import re
import sys
import textwrap
import warnings

PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?: |$)")
CELL = re.compile(r"(?:In|Out) ?\[\d*\]:")
# Lines of IPython, and what ">> " shows as printed.
MAGIC = re.compile(r"^([ \t]*+)(?:(?:[%!?]|>> )[^\n]*+|[^\n=!]*+=[ \t]*+![^\n]*+|[\w.]++\?{1,2}[ \t]*+)$", re.MULTILINE)
# The whole cell is no Python: "%%writefile settings.json", or what "%load requirements.txt" has put there.
OTHER_CELL = re.compile(r"\s*(?:%%\w|# ?%load[ \t]+\S+(?<!\.py)[ \t]*\n)")
COMMENT = re.compile(r"^([ \t]+)#[^\n]*$", re.MULTILINE)  # a comment instead of a body
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
HEAD = re.compile(r"\s*(?:async\s+)?def\s")
# "shop = Shop.open(path: str)" shows the signature of what it calls.
CALLED = re.compile(r"^(\s*)(?:\w+\s*=\s*)?(?:\w+\.)*(\w+)(?=\(\w+\s*:)")
OPENED = (" pass", "\n    pass", "\ndef shown(): pass")


def python_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a block is not valid Python; None if it is valid."""
    if any(PROMPT.match(line) for line in text.split("\n") if line.strip()):
        return session_fault(text)
    if CELL.search(text) or OTHER_CELL.match(text):
        return None  # output of IPython, or another language
    text = textwrap.dedent(text)
    found = _fault(text)
    if found is None or _fault(COMMENT.sub(r"\1...", MAGIC.sub(r"\1...", text))) is None:
        return None
    # Lines without a body show a notation: "class Shop(Base):", "@app.get('/')".
    opened = text.rstrip()
    is_shown = any(_fault(f"{opened}{end}") is None for end in OPENED) or _fault(f"{{{opened}\n}}") is None
    is_shown = is_shown or _are_signatures(opened)
    if not is_shown and (clause := CLAUSE.match(text)):  # a clause of a statement in another block
        is_shown = _fault(f"{BEFORE[clause[1]]}{text}") is None
    return None if is_shown else found


def _are_signatures(text: str) -> bool:
    """Whether each line is the head of a function, or how it is called, without the colon: "def pay(cents) -> int"."""
    lines = [line for line in text.split("\n") if line.strip()]
    heads = [CALLED.sub(r"\1def \2", line) for line in lines]
    return all(HEAD.match(line) for line in heads) and all(_fault(f"{line.strip()}: pass") is None for line in heads)


def session_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a session is not valid Python; ``>>>`` marks the input."""
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
    """Whether a block that this Python rejects with *message* uses newer syntax."""
    # Since Python 3.12 the quotes of an f-string may be reused within its braces.
    return NEWER.search(text) is not None or (message.startswith("f-string") and sys.version_info < (3, 12))
