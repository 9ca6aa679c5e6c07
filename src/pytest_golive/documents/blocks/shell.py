"""Blocks of shell: scripts, and sessions in which a prompt stands before what was typed."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from functools import lru_cache

PROMPT = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?(?:[\w.@:~/-]*[ \t]?)?[$%#\u276f][ \t]+(?=\S)")
USER_PROMPT = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?[$%\u276f][ \t]+(?=\S)")
HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")
PLACEHOLDER = re.compile(r"<(?![<(&])[A-Za-z][^<>\n|&;]{0,60}>")
DOS = re.compile(r"^\s*(?:[A-Za-z]:\\|PS [A-Z]:)|\\[Ss]cripts\\", re.MULTILINE)
TIMEOUT = 10.0
LONGEST = 100_000


def is_session(text: str) -> bool:
    """Whether a prompt stands before what was typed, so that all other lines are what was printed."""
    first = next((line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("# ")), "")
    return USER_PROMPT.match(first) is not None


def commands(text: str) -> Iterator[tuple[int, str]]:
    """What is typed, each command with its line in the block, from 1; continued lines are one command."""
    session = is_session(text)
    lines = textwrap.dedent(text).split("\n")
    number = 0
    while number < len(lines):
        start, line = number, lines[number]
        number += 1
        prompt = USER_PROMPT.match(line) if session else None
        if session and not prompt:
            continue
        typed = line[prompt.end() :] if prompt else line
        while typed.endswith("\\") and number < len(lines):
            typed = f"{typed}\n{lines[number].removeprefix('> ')}"
            number += 1
        if heredoc := HEREDOC.search(typed):
            while number < len(lines):
                typed = f"{typed}\n{lines[number].removeprefix('> ')}"
                number += 1
                if lines[number - 1].removeprefix("> ").strip() == heredoc[2]:
                    break
        if typed.strip():
            yield start + 1, typed


def shell_fault(text: str) -> tuple[int, str] | None:
    """What keeps a block from being shell, with its line in the block; None if nothing does."""
    if DOS.search(text) or len(text) > LONGEST:
        return None
    session = is_session(text)
    typed = [*commands(text)] if session else [(1, textwrap.dedent(text))]
    whole = "\n".join(PLACEHOLDER.sub("NAME", command) for _, command in typed)
    if (said := _refused(whole)) is None:
        return None
    if session:
        line, said = next(
            ((line, said) for line, each in typed if (said := _refused(PLACEHOLDER.sub("NAME", each)))), (1, said)
        )
        return line, said
    return _line(said, 1), said


@lru_cache(maxsize=4096)
def _refused(script: str) -> str | None:
    """What a shell says that reads *script* and runs nothing of it; None if it takes it."""
    shell = _shell()
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
    except (OSError, subprocess.SubprocessError):
        return "the shell did not finish reading it"
    if done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").split("\n")[0]
    return said.partition(": ")[2] or "it is not complete"


def _line(said: str, otherwise: int) -> int:
    found = re.search(r"line (\d+)", said)
    return int(found[1]) if found else otherwise


@lru_cache(maxsize=1)
def _shell() -> str:
    return shutil.which("bash") or ""
