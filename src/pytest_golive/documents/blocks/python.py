"""Check blocks of Python, and interactive sessions."""

from __future__ import annotations

import ast
import re
import sys
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from itertools import takewhile

PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?: |$)")
CELL = re.compile(r"(?:In|Out) ?\[\d*\]:")
# Lines of IPython, and what ">> " shows as printed.
MAGIC = re.compile(r"^([ \t]*+)(?:(?:[%!?]|>> )[^\n]*+|[^\n=!]*+=[ \t]*+![^\n]*+|[\w.]++\?{1,2}[ \t]*+)$", re.MULTILINE)
# The whole cell is no Python: "%%writefile settings.json", or what "%load requirements.txt" has put there.
OTHER_CELL = re.compile(r"\s*(?:%%\w|# ?%load[ \t]+\S+(?<!\.py)[ \t]*\n)")
COMMENT = re.compile(r"^([ \t]+)#[^\n]*$", re.MULTILINE)  # a comment instead of a body
REMARK = re.compile(r"^#[^\n]*$", re.MULTILINE)
NEWER = re.compile(
    r"^[ \t]*(?:type\s+\w+\s*(?:\[[^\]\n]*\]\s*)?=|(?:class|(?:async\s+)?def)\s+\w+\["
    r"|except\s+\w+(?!\s*,\s*(?:e|ex|exc|err)\s*:)(?:\s*,\s*\w+)+\s*:)|\bt[\"']",
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
UNFINISHED = re.compile(r"expected an indented block|was never closed|triple-quoted")
LONGEST_REST = 60  # lines
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
    if _fault(textwrap.dedent(REMARK.sub("", text))) is None:
        return None  # it goes on from another block, and only a remark stands at the margin
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
    lines = textwrap.dedent(text).split("\n")
    for number, typed, last in _statements(lines):
        code = "\n".join(typed) + "\n"
        found = _fault(code)
        if found is None or _fault(f"{code.rstrip()} pass") is None or MAGIC.match(code.strip()):
            continue
        if not _is_continued(code, found[1], lines[last:]):
            return number + found[0] - 1, found[1]
    return None


def first_cut(text: str) -> int:
    """The first line of a session at which a statement goes on without the prompt "..."; 0 if there is none."""
    lines = textwrap.dedent(text).split("\n")
    for first, typed, last in _statements(lines):
        again = (number for number in range(first, last) if lines[number].lstrip().startswith(">>>"))
        if (number := next(again, 0)) and _fault("\n".join(typed)) is None:
            return number + 1
        code = "\n".join(typed) + "\n"
        if (found := _fault(code)) and _is_continued(code, found[1], lines[last:]):
            return last + 1
    return 0


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, list[str], int]]:
    """Each statement of a session: its first line, what is typed, and its last line."""
    statements: list[tuple[int, list[str], int]] = []
    for number, line in enumerate(lines, 1):
        typed = line.lstrip()
        if typed.startswith(">>>"):
            if statements and typed[4:5] in {" ", "\t"} and statements[-1][1][0].rstrip().endswith((":", ";")):
                first, before, _ = statements[-1]  # it is continued with the prompt of a new one
                statements[-1] = first, [*before, typed[4:]], number
                continue
            statements.append((number, [typed[4:]], number))
        elif typed.startswith("...") and statements and not typed.startswith("...."):
            first, before, _ = statements[-1]
            statements[-1] = first, [*before, typed[4:]], number
    yield from statements


def _is_continued(code: str, message: str, following: Sequence[str]) -> bool:
    """Whether *following* has the rest of a statement, as it is pasted from an editor: without prompts."""
    if not UNFINISHED.search(message):
        return False
    rest = [*takewhile(lambda line: line.strip() and not PROMPT.match(line), following[:LONGEST_REST])]
    return any(_fault(code + "\n".join(rest[:end]) + "\n") is None for end in range(1, len(rest) + 1))


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
    if message.startswith("Missing parentheses in call to"):
        return False  # Python 2
    # Since Python 3.12 the quotes of an f-string may be reused within its braces.
    return NEWER.search(text) is not None or (message.startswith("f-string") and sys.version_info < (3, 12))
