"""Check blocks of shell: scripts, and sessions in which a prompt marks the input."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from pytest_golive.errors import CannotMeasure

USER_PROMPT = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?[$%\u276f][ \t]+(?=\S)")
HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")
PLACEHOLDER = re.compile(r"<(?![<(&])[A-Za-z][^<>\n|&;]{0,60}>")
DOS = re.compile(r"^[ \t]*(?:[A-Za-z]:\\|PS [A-Z]:)|\\[Ss]cripts\\", re.MULTILINE)
LINE = re.compile(r"line (\d+): ")
# What stands between these is JSON, and no list of commands.
MEMBER = re.compile(r"[ \t]*\"[^\"\n]+\"[ \t]*:")
# An address alone or what belongs to one, "Usage of shop", "  --trace   Trace events", "error: no such file",
# "origin    git@forge.example:shop (fetch)".
PRINTED = re.compile(
    r"[ \t]*(?:> )?(?:https?://|&\w+=|[A-Z][a-z]+(?![\w=/.-])|--?\w|\w+:(?:[ \t]|$)|[^\s=\\]+(?:\t| {2,})[^\s&|;#\\])"
)
# Commands of bare words are valid in every shell; where a word that shells reserve stands among them, the shell tells.
PLAIN = re.compile(r"(?:[ \t]*+[\w./=:@,+%-]++)*+[ \t]*+(?:\n(?:[ \t]*+[\w./=:@,+%-]++)*+[ \t]*+)*+", re.ASCII)
RESERVED = re.compile(
    r"(?<!\S)(?:if|then|else|elif|fi|case|esac|for|select|while|until|do|done|in|function|time|coproc)(?!\S)"
)
UNCLOSED = "looking for matching"
LONGEST_QUOTE = 40  # lines
TIMEOUT = 60.0
LONGEST = 100_000


def is_session(text: str) -> bool:
    """Whether prompts mark the input, so that all other lines are output."""
    first = next((line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("# ")), "")
    return USER_PROMPT.match(first) is not None


def commands(text: str, *, session: bool | None = None) -> Iterator[tuple[int, str]]:
    """The commands in a block, each with its line, from 1; continued lines are one command.

    Args:
        text: the text of the block.
        session: whether only lines with a prompt are input; detected if not given.
    """
    session = is_session(text) if session is None else session
    lines = textwrap.dedent(text).split("\n")
    number = 0
    while number < len(lines):
        start, prompt = number, USER_PROMPT.match(lines[number]) if session else None
        number += 1
        if session and not prompt:
            continue
        typed, number = _whole(lines, start, prompt.end() if prompt else 0)
        if typed.strip():
            yield start + 1, typed


def _whole(lines: list[str], start: int, column: int) -> tuple[str, int]:
    """The command that begins at *column* of line *start*, and the number of the line after it."""
    typed, number = lines[start][column:], start + 1
    while typed.endswith("\\") and number < len(lines):
        typed = f"{typed}\n{lines[number].removeprefix('> ')}"
        number += 1
    if heredoc := HEREDOC.search(typed):
        ends = (at for at in range(number, len(lines)) if lines[at].removeprefix("> ").strip() == heredoc[2])
        end = next(ends, len(lines) - 1)
        typed = "\n".join((typed, *(line.removeprefix("> ") for line in lines[number : end + 1])))
        number = end + 1
    return typed, number


def is_beyond(text: str) -> bool:
    """Whether a block is for another system's shell or too long to be typed by people; such blocks are not checked."""
    return DOS.search(text) is not None or len(text) > LONGEST


def is_output(text: str, line: int) -> bool:
    """Whether a block that cannot be read at *line*, from 1, shows what a program printed: nobody types such lines."""
    lines = textwrap.dedent(text).split("\n")
    first = next((each for each in lines if each.strip() and not each.lstrip().startswith("#")), "")
    is_json = lines[line - 1 : line] and lines[line - 1].strip(" \t,") in {"}", "]"} and any(map(MEMBER.match, lines))
    return bool(is_json) or any(PRINTED.match(each) for each in (first, *lines[line - 1 : line]))


def shell_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a block is not valid shell; None if it is valid."""
    if is_session(text):
        return console_fault(text)
    message = _refused(PLACEHOLDER.sub("NAME", textwrap.dedent(text)))
    return (_line(message), _words(message)) if message else None


def console_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why the input of a session is not valid shell; its output may be anything."""
    for line, typed in commands(text, session=True):
        if (message := _refused(PLACEHOLDER.sub("NAME", typed))) and not _is_continued(text, line, typed, message):
            return line, _words(message)
    return None


def _is_continued(text: str, line: int, typed: str, message: str) -> bool:
    """Whether a quote that is open at the end of a command is closed on a line below, before the next prompt."""
    if UNCLOSED not in message:
        return False
    below = textwrap.dedent(text).split("\n")[line + typed.count("\n") :]
    rest = [*takewhile(lambda each: not USER_PROMPT.match(each), below[:LONGEST_QUOTE])]
    ends = (number for number, each in enumerate(rest, 1) if "'" in each or '"' in each)
    return any(_refused("\n".join((typed, *rest[:end]))) is None for end in ends)


@lru_cache(maxsize=4096)
def _refused(script: str) -> str | None:
    """The error of a shell that parses *script* without running it; None if the script is valid."""
    shell = reader()
    if not shell or (PLAIN.fullmatch(script) and not RESERVED.search(script)):
        return None
    try:
        done = subprocess.run(
            (shell, "--norc", "--noprofile", "-n"),
            input=f"{script}\n".encode("utf-8", "replace"),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotMeasure(f"bash could not read a block of shell: {type(error).__name__}", "run it again") from None
    if done.returncode == 0:
        return None
    message = done.stderr.decode("utf-8", "replace").split("\n")[0]
    return message.partition(": ")[2] or "it is not complete"


def _line(message: str) -> int:
    found = LINE.match(message)
    return int(found[1]) if found else 1


def _words(message: str) -> str:
    return LINE.sub("", message)


def reader() -> str:
    """The program that parses shell without running it; "" if there is none."""
    return shutil.which("bash") or ""
