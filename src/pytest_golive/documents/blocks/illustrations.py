"""Blocks that show something and are no program: another language, output, a difference, signatures, an excerpt."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

from pytest_golive.documents.blocks.data import toml_fault

Check = Callable[[str], tuple[int, str] | None]

COMMAND = re.compile(
    r"[ \t]*(?:\$[ \t]+)?(?:[A-Z_][A-Z0-9_]*=\S*[ \t]+)*(?:uvx?|pip[3x]?|python3?|poetry|pdm|hatch|tox|nox|conda|mamba"
    r"|npm|yarn|make|docker|git|cd|export|sudo|apt(?:-get)?|brew|curl|pytest|source|cat|echo|mkdir)[ \t]+[\w./~-]"
)
TABLE = re.compile(r"^[ \t]*\[[\w.\"\[-]", re.MULTILINE)
TRACED = re.compile(r"\bTraceback\b.*\(most recent call|\bFile \"[^\"\n]+\", line \d")
ERROR = re.compile(
    r"[ \t]*(?:Traceback \(most|File \"[^\"\n]+\", line \d|[A-Za-z_][\w.]*(?:Error|Exception|Warning)(?::|$))"
)
COMPILED = re.compile(
    r"^[ \t]*(?:cdef|cpdef|cimport)\b|^[ \t]*#[ \t]?cython:|^[ \t]*(?:from[ \t]+\S+[ \t]+)?cimport\b", re.MULTILINE
)
PRINTING = re.compile(r"print\(|[\w.]+(?:\(.*\)|\[.*\])?[ \t]*$")
CODE = re.compile(
    r"[=(){}\[\]]|:[ \t]{0,9}$|(?<!\w)(?:import|from|for|if|def|class|with|while|try|return|print|not|lambda)\b"
)
WORDS = re.compile(r"[ \t]*\w+(?:,?[ \t]+[\w'-]+){2,}[.!]?[ \t]*")
CHANGED = re.compile(r"^(?:[+-](?![+\-\d])|@@ )", re.MULTILINE)
REMOVED = re.compile(r"^(?:-|@@ )[^\n]*\n?", re.MULTILINE)
SIGNATURE = re.compile(r"[ \t]*(?:async[ \t]+)?def[ \t].*:[ \t]*(?:#.*)?$")
WRONG = re.compile(
    r"\b(?:(?:does|do|will|would|is|are|can)(?:n['\u2019]t| not)|won['\u2019]t|can['\u2019]t|never) "
    r"(?:work|valid|allowed|legal|possible)|\b(?:syntax|indentation|tab|parse|decode) ?error"
    r"|\b(?:invalid|illegal|incorrect|malformed)\b|\b(?:is|are) wrong\b",
    re.IGNORECASE,
)
# What only the text before a block says of it; "if it goes wrong" and "don't forget to" say nothing.
CALLED_WRONG = re.compile(
    r"\b(?:what|how|why|when|please) not\b|\bnot to (?:do|write|use)\b|\bwill fail\b|\banti-?patterns?\b|\bmistakes?\b"
    r"|(?<!go )(?<!goes )(?<!gone )(?<!going )(?<!went )\bwrong(?:ly)?\b"
    r"|\b(?:this|that|it|which|below|following|example|code|snippet|block)(?: \w+)? (?:fails?|failed|breaks?)\b"
    r"|\b(?:bad|broken|faulty) (?:example|practice|idea|code|style|input|syntax)"
    r"|(?:^|[.!?:;,]\s+|\bso )(?:please )?(?:do(?:n['\u2019]t| not)|never)\b"
    r"(?! (?:forget|worry|hesitate|mind|panic|want|need|have))|^\s*(?:bad|no)\s*[:.!]?\s*$",
    re.IGNORECASE,
)
OPENING = re.compile(r"[ \t]*(?:(?:async[ \t]+)?def[ \t]|@)")
UNCOMMENTED = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\")|//[^\n]*|/\*.*?\*/|#[^\n]*", re.DOTALL)
TRAILING = re.compile(r",(?=\s*[}\]])")
STRUCTURE = re.compile(r"^[ \t]*(?:- |-$|[?&!|>{\[]|[^\s#][^#\n]*?:(?:[ \t]|$))", re.MULTILINE)
SESSION = re.compile(r"[ \t]*(?:>>> |In \[\d+\]:)")
DOTS = re.compile(r"^[ \t]*(?:\.|:|\u22ee)[ \t]*$", re.MULTILINE)  # a vertical ellipsis


def is_cut_short(text: str) -> bool:
    """Whether lines of a single dot stand for what is left out."""
    return DOTS.search(text) is not None


def is_called_wrong(before: str, after: str) -> bool:
    """Whether the text around a block says that it is wrong, which a reader is meant to see."""
    return any(each.search(before) for each in (WRONG, CALLED_WRONG)) or WRONG.search(after) is not None


def shown_instead(language: str, text: str, line: int, check: Check) -> str:
    """What a block shows that is no *language*, in words; "" if it is a program, and broken.

    Args:
        language: as the message calls it.
        text: the block.
        line: where it cannot be read, from 1.
        check: reads a text in that language.
    """
    text = textwrap.dedent(text)
    if language == "Python":
        return _no_python(text, line, check)
    if language == "JSON":
        return "JSON with comments" if _is_commented(text, check) else ""
    if language == "YAML":
        return "" if STRUCTURE.search(without_comments(text)) else "values, without a key or a list"
    if language == "shell":
        return "a session of Python" if SESSION.match(_first(text)) else ""
    return ""


def _no_python(text: str, line: int, check: Check) -> str:
    lines = text.split("\n")
    broken = lines[line - 1] if 0 < line <= len(lines) else ""
    first = _first(text)
    kinds: dict[str, Callable[[], object]] = {
        "a command of a shell": lambda: (
            COMMAND.match(first) or (COMMAND.match(broken) and not CODE.match(broken.lstrip()))
        ),
        "words": lambda: all(WORDS.fullmatch(each) and not CODE.search(each) for each in lines if each.strip()),
        "an error message": lambda: ERROR.match(broken) or any(map(TRACED.search, lines[max(line - 1, 0) :])),
        "Cython": lambda: COMPILED.search(text),
        "a difference": lambda: CHANGED.search(text) and check(_changed(text)) is None,
        "signatures without a body": lambda: check(_with_bodies(lines)) is None,
        "the rest of another block": lambda: first[:1] in {" ", "\t"} and check(f"if True:\n{text}") is None,
        "output below the code": lambda: _is_output(lines, line, check),
        "TOML": lambda: TABLE.search(text) and toml_fault(text) is None,
    }
    return next((kind for kind, is_so in kinds.items() if is_so()), "")


def _changed(text: str) -> str:
    """What a difference leads to."""
    return REMOVED.sub("", text).replace("\n+", "\n ").replace("+", " ", 1 if text.lstrip().startswith("+") else 0)


def _is_output(lines: list[str], line: int, check: Check) -> bool:
    """Whether what stands before *line* is whole, and no line after it looks like code: it is shown, or is words."""
    before = [each for each in lines[: line - 1] if each.strip() and not each.lstrip().startswith("#")]
    after = [each for each in lines[line - 1 :] if each.strip()]
    if not before or not after or any(CODE.search(each) for each in after):
        return False
    is_shown = PRINTING.match(before[-1].lstrip()) or all(map(WORDS.fullmatch, after))
    return bool(is_shown) and check("\n".join(lines[: line - 1])) is None


def _with_bodies(lines: list[str]) -> str:
    """The lines, with a body for each function that only another function or the end of the block follows."""
    found = []
    for number, each in enumerate(lines):
        found.append(each)
        after = next((other for other in lines[number + 1 :] if other.strip() and other.lstrip()[0] != "#"), "")
        if SIGNATURE.match(each) and (not after or (OPENING.match(after) and _indent(after) <= _indent(each))):
            found.append(f"{' ' * _indent(each)} pass")
    return "\n".join(found)


def _is_commented(text: str, check: Check) -> bool:
    plain = without_comments_of_json(text)
    return plain != text and check(TRAILING.sub("", plain)) is None


def without_comments_of_json(text: str) -> str:
    """JSON without the comments that it does not have."""
    return UNCOMMENTED.sub(lambda found: found[1] or "", text)


def without_comments(text: str) -> str:
    """Text without what stands behind a "#"."""
    return re.sub(r"(?:^|[ \t])#[^\n]*", "", text, flags=re.MULTILINE)


def _first(text: str) -> str:
    """The first line with code."""
    return next((each for each in text.split("\n") if each.strip() and not each.lstrip().startswith("#")), "")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
