"""The targets, environments, scripts and services that a command in a document runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# The programs that run what a file defines, by the name of the file.
PROGRAMS: Final = (
    (re.compile(r"(?:gnu)?makefile", re.IGNORECASE), r"g?make"),
    (re.compile(r"\.?justfile", re.IGNORECASE), r"just"),
    (re.compile(r"(?:docker-)?compose.*", re.IGNORECASE), r"(?:docker|podman)[ -]compose"),
    (re.compile(r"tox\.ini"), r"tox"),
    (re.compile(r"noxfile\.py"), r"nox"),
    (re.compile(r"package\.json"), r"(?:npm|pnpm|bun)[ \t]++run|yarn(?:[ \t]++run)?"),
    (re.compile(r"tasks\.py"), r"inv(?:oke)?"),
    (re.compile(r"rakefile", re.IGNORECASE), r"rake"),
)
# What stands before a program: the begin of a command, a prompt, variables, and programs that start others.
BEGIN: Final = (
    r"(?:^|&&|\|\||[;|(])[ \t>$%]*+(?:[A-Z]\w*+=\S*+[ \t]++)*+"
    r"(?:(?:sudo|time|uvx|(?:uv|poetry|pdm|hatch|pipx)[ \t]++run|python[\d.]*+[ \t]++-m)[ \t]++)*+"
)
END: Final = re.compile(r"&&|\|\||[;|)]|[ \t]#|[ \t]--(?=[ \t])")
SEVERAL: Final = re.compile(r"make|tox|nox|rake")  # those that take more than one name
# The environments of a version of Python, which tox makes without being told of them.
OF_TOX: Final = re.compile(r"(?:py|pypy|cpython|python)[\d.]*+")
INSIDE: Final = frozenset({"exec", "run"})  # what follows the service is a command in it
COMPOSE_VALUES: Final = frozenset({
    "-f", "--file", "-p", "--project-name", "--profile", "--env-file", "-e", "--env", "-u", "--user", "-w", "--workdir",
    "--index", "--publish", "-v", "--volume", "--name", "--entrypoint",
})  # fmt: skip
VALUES: Final = frozenset({"-f", "-C", "-j", "-c", "--directory", "--file", "--prefix"})


def is_run(path: str) -> bool:
    """Whether the file at *path* defines what a program runs by name."""
    return bool(_program(path))


def runs(path: str, text: str) -> Iterator[str]:
    """The names that commands in *text* give to the program which runs what the file at *path* defines."""
    program = _program(path)
    command = re.compile(rf"{BEGIN}(?:{program})(?![\w.-])([^\n]*+)", re.MULTILINE)
    for match in command.finditer(text):
        words = END.split(match[1])[0].split()
        if "compose" in program:
            _, *named = _named(words, COMPOSE_VALUES) or [""]
            named = named[:1] if not INSIDE.isdisjoint(words) else named
        else:
            named = _named(words, VALUES)
            named = named if SEVERAL.search(program) else named[:1]
        names = (name for word in named for name in word.split(","))
        yield from (name for name in names if program != "tox" or not OF_TOX.fullmatch(name))


def _program(path: str) -> str:
    name = path.rpartition("/")[2]
    return next((program for file, program in PROGRAMS if file.fullmatch(name)), "")


def _named(words: list[str], with_value: frozenset[str]) -> list[str]:
    """The *words* of a command without options, their values and variables."""
    pairs = zip(("", *words), words, strict=False)
    return [word for before, word in pairs if word[0] not in "-+" and "=" not in word and before not in with_value]
