"""Which files are source, and in what language: by name, by suffix, or by the first line.

Programming languages, and style sheets and templates that hold code. Data (JSON, YAML, TOML, XML, CSV) and prose
(Markdown, reStructuredText) are not source: their length says nothing about how hard they are to change.
"""

from __future__ import annotations

import re

from pytest_golive.codebase.inventory.languages import table as language_table

SUFFIXES = language_table.read(language_table.SUFFIXES)
NAMES = language_table.read(language_table.NAMES)
INTERPRETERS = language_table.read(language_table.INTERPRETERS)
NOT_SOURCE = frozenset(language_table.NOT_SOURCE.split())
BINARY = frozenset(language_table.BINARY.split())
COMMENTED = language_table.read(language_table.COMMENTED)
COMMENTED_NAMES = language_table.read(language_table.COMMENTED_NAMES)
ENV = rb"(?:\S*/)?env[ \t]+(?:-\S+[ \t]+|\w+=\S*[ \t]+)*"
SHEBANG = re.compile(rb"#![ \t]*(?:" + ENV + rb")?(?:\S*/)?([A-Za-z][A-Za-z-]*)")
NO_LEXER = "text"


def by_name(path: str) -> tuple[str, str] | None:
    """Language and Pygments lexer of a file, from its name alone; None if the name does not tell."""
    name = path.rpartition("/")[2]
    if name in NAMES:
        return NAMES[name]
    if name.startswith(("Dockerfile.", "Containerfile.")):
        return NAMES["Dockerfile"]
    if name.startswith("Makefile.") and not name.endswith(".in") and not is_data(name):  # automake writes Makefile.in
        return NAMES["Makefile"]
    return SUFFIXES.get(_suffix(name))


def with_comments(path: str) -> tuple[str, str] | None:
    """Kind and lexer of a file that is not source but may have comments, such as YAML; None for other files."""
    name = path.rpartition("/")[2]
    if name.startswith(".env"):
        return COMMENTED_NAMES[".env"]
    if name.startswith("requirements") and name.endswith((".txt", ".in")):
        return COMMENTED_NAMES["requirements.txt"]
    return COMMENTED_NAMES.get(name) or COMMENTED.get(_suffix(name))


def may_be_source(path: str) -> bool:
    """Whether it is source as far as the name alone tells, for a file that is not there to be opened.

    A name without a suffix may be that of a script, unless it is written as LICENSE is.
    """
    name = path.rpartition("/")[2]
    return by_name(path) is not None or ("." not in name and not name.isupper())


def is_binary(path: str) -> bool:
    """Whether the name alone says that the file holds no text."""
    return _suffix(path.rpartition("/")[2]) in BINARY


def is_data(path: str) -> bool:
    """Whether the name alone says that the file holds data or prose."""
    return _suffix(path.rpartition("/")[2]) in NOT_SOURCE


def by_first_line(head: bytes) -> tuple[str, str] | None:
    """Language and lexer of a script, from its ``#!`` line; None if it has none that we know."""
    match = SHEBANG.match(head)
    return INTERPRETERS.get(match[1].decode().rstrip("-")) if match else None


def by_request(path: str) -> tuple[str, str]:
    """Language and lexer of a file that the settings include as source, such as a YAML file."""
    from pygments.lexers import find_lexer_class_for_filename

    lexer = find_lexer_class_for_filename(path.rpartition("/")[2])
    return (lexer.name, lexer.aliases[0]) if lexer is not None and lexer.aliases else (NO_LEXER, NO_LEXER)


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""
