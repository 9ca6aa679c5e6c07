"""Blocks of shell: scripts, and sessions in which a prompt stands before what was typed."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from functools import lru_cache

from pytest_golive.errors import CannotMeasure

USER_PROMPT = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?[$%\u276f][ \t]+(?=\S)")
HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")
PLACEHOLDER = re.compile(r"<(?![<(&])[A-Za-z][^<>\n|&;]{0,60}>")
DOS = re.compile(r"^[ \t]*(?:[A-Za-z]:\\|PS [A-Z]:)|\\[Ss]cripts\\", re.MULTILINE)
LINE = re.compile(r"line (\d+): ")
TIMEOUT = 60.0
LONGEST = 100_000


def is_session(text: str) -> bool:
    """Whether a prompt stands before what was typed, so that all other lines are what was printed."""
    first = next((line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("# ")), "")
    return USER_PROMPT.match(first) is not None


def commands(text: str, *, session: bool | None = None) -> Iterator[tuple[int, str]]:
    """What is typed, each command with its line in the block, from 1; continued lines are one command.

    Args:
        text: of the block.
        session: whether only what stands behind a prompt is typed; found out by looking if not given.
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
    """Whether a block is for another system's shell, or longer than any that people type: nobody reads it here."""
    return DOS.search(text) is not None or len(text) > LONGEST


def shell_fault(text: str) -> tuple[int, str] | None:
    """What keeps a block from being shell, with its line in the block; None if nothing does."""
    if is_session(text):
        return console_fault(text)
    said = _refused(PLACEHOLDER.sub("NAME", textwrap.dedent(text)))
    return (_line(said), _words(said)) if said else None


def console_fault(text: str) -> tuple[int, str] | None:
    """The same of what is typed in a session; what was printed may be anything."""
    for line, typed in commands(text, session=True):
        if said := _refused(PLACEHOLDER.sub("NAME", typed)):
            return line, _words(said)
    return None


@lru_cache(maxsize=4096)
def _refused(script: str) -> str | None:
    """What a shell says that reads *script* and runs nothing of it; None if it takes it."""
    shell = reader()
    if not shell:
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
    said = done.stderr.decode("utf-8", "replace").split("\n")[0]
    return said.partition(": ")[2] or "it is not complete"


def _line(said: str) -> int:
    found = LINE.match(said)
    return int(found[1]) if found else 1


def _words(said: str) -> str:
    return LINE.sub("", said)


def reader() -> str:
    """The program that reads shell without running it; "" where there is none."""
    return shutil.which("bash") or ""
