"""What the help of the project's own programs names: options and sub-commands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

OPTION = re.compile(r"(?<![\w-])(--?[A-Za-z][\w-]*)")
NEGATED = re.compile(r"--\[no-\]([\w-]+)|--no-/--([\w-]+)")
VALUED = re.compile(r"(?<![\w-])(--?[A-Za-z][\w-]*)[ =](?:[A-Z][A-Z_\d]*\b|[<{\[(])")
CHOICES = re.compile(r"\{([\w.,\s-]+)\}\s*\.\.\.")  # as argparse writes sub-commands, and no values of an option
HEADING = re.compile(
    r"^\s*(?:available |sub-?|positional |core |other |main )*(?:commands?|arguments?|subcommands?)\b.*:?\s*$",
    re.IGNORECASE,
)
COMMAND = re.compile(r"^(?:\s{1,8}|[\s\u2502|]{1,6})([a-z][\w:.-]*)(?:\s{2,}|\s*$|,\s|\s+\u2502|\s*\()", re.MULTILINE)
TITLE = 60  # characters of the longest heading
BOXED = re.compile(r"^[\u256d\u250c].*?\bCommands\b.*$", re.IGNORECASE)


@dataclass(frozen=True)
class Help:
    """What a program says of itself.

    Attributes:
        options: as they are written.
        commands: sub-commands; empty if it shows none.
        valued: options that take a value.
    """

    options: frozenset[str]
    commands: frozenset[str]
    valued: frozenset[str] = frozenset()


def read_help(text: str) -> Help:
    """Options and sub-commands that the help *text* names."""
    options = {*OPTION.findall(text), "--help", "-h"}
    for found in NEGATED.finditer(text):
        name = found[1] or found[2]
        options |= {f"--{name}", f"--no-{name}"}
    return Help(frozenset(options), frozenset(_commands(text)), frozenset(VALUED.findall(text)))


def _commands(text: str) -> set[str]:
    found: set[str] = set()
    lines = text.split("\n")
    usage = text[: text.find("\n\n")] if "\n\n" in text else text
    for choices in CHOICES.findall(usage):
        found |= {name.strip() for name in choices.split(",")}
    within = False
    for line in lines:
        if BOXED.match(line) or (HEADING.match(line) and "command" in line.lower() and len(line) < TITLE):
            within = True
        elif line and not line.startswith((" ", "\u2502", "|")):
            within = False
        elif within and (named := COMMAND.match(line)):
            found.add(named[1])
    return found


def faults(words: Sequence[str], helps: Mapping[tuple[str, ...], Help]) -> list[tuple[str, str]]:
    """What a command names that the program's help does not: rule and words.

    Args:
        words: the command; its first word is a program of the project.
        helps: by program and sub-commands.
    """
    path: tuple[str, ...] = (words[0],)
    known = helps.get(path)
    if known is None:
        return []
    options = {*known.options, *(_run_together(known.options) if path == ("pytest",) else ())}
    problems: list[tuple[str, str]] = []
    for word in words[1:]:
        if word == "--":
            break
        if word.startswith("-") and word != "-":
            problems += _of_option(word.partition("=")[0], path, options)
        elif known.commands and path in helps:
            if word in known.commands:
                path = (*path, word)
                known = helps.get(path, Help(frozenset(), frozenset()))
                if path not in helps:
                    break
                options |= known.options
            elif len(path) == 1 and re.fullmatch(r"[a-z][\w-]*", word) and not _is_value(words, word, known.valued):
                near = difflib.get_close_matches(word, sorted(known.commands), 1, 0.6)
                more = f"; the nearest is {near[0]}" if near else f"; there are {', '.join(sorted(known.commands))}"
                problems.append(("command", f"`{path[0]} --help` names no command {word!r}{more}"))
                break
        elif re.fullmatch(r"[a-z][a-z-]*", word) and not _is_value(words, word, known.valued):
            break  # a sub-command that the help does not list, with options of its own
    return problems


def _of_option(name: str, path: Sequence[str], options: set[str]) -> Iterator[tuple[str, str]]:
    if not _is_known(name, options):
        near = difflib.get_close_matches(name, sorted(options), 1, 0.6)
        more = f"; the nearest is {near[0]}" if near else ""
        yield "option", f"`{' '.join(path)} --help` names no option {name}{more}"


def _run_together(options: Iterable[str]) -> Iterator[str]:
    """Long options without their hyphens: pytest takes --junitxml for --junit-xml."""
    return (f"--{option[2:].replace('-', '')}" for option in options if option.startswith("--"))


def _is_known(name: str, options: set[str]) -> bool:
    if name in options or any(sign in name for sign in "$<>{[") or re.fullmatch(r"-\d+", name):
        return True
    # -xvf is -x, -v and -f; -p3 is -p with its value.
    return not name.startswith("--") and len(name) > 2 and name[:2] in options  # noqa: PLR2004


def _is_value(words: Sequence[str], word: str, valued: frozenset[str]) -> bool:
    """Whether *word* is what an option before it takes."""
    return words[words.index(word) - 1] in valued
