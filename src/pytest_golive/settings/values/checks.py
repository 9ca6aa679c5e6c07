"""Checks of values beyond their type: each returns the value, or says in plain words what is wrong."""

from __future__ import annotations

import datetime as dt
import re
import warnings

from pytest_golive.codebase.inventory.globs import compiled
from pytest_golive.load.limits import parse

PLACEHOLDER = "REPLACE THIS"
SHORTEST_REASON = 10
LONGEST_TIMEOUT = dt.timedelta(days=7)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DRIVE = re.compile(r"[A-Za-z]:")
SET = re.compile(r"\[!?\]?[^]]*\]")
LONGEST = 4_096  # characters of a path
NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def text(value: str) -> str:
    """Text that is more than white space, without white space around it."""
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def path(value: str) -> str:
    """A path below the project's root, in POSIX form."""
    if not value.strip() or "\0" in value:
        raise ValueError("must name a path below the project's root")
    if "\\" in value:
        raise ValueError("must use '/', on every system")
    if value.startswith(("/", "~")) or DRIVE.match(value):
        raise ValueError("must be relative to the project's root, because others keep the project elsewhere")
    if ".." in value.split("/"):
        raise ValueError("must not leave the project with '..'")
    if len(value) > LONGEST:
        raise ValueError(f"must be shorter than {LONGEST:,} characters, as any path is")
    return value


def document(value: str) -> str:
    """A Markdown document below the project's root."""
    from pytest_golive.checklist.reading.text import ENDINGS, is_markdown  # a run without a document needs none of it

    if not is_markdown(path(value)):
        raise ValueError(f"must be a Markdown document, whose name ends in {ENDINGS}")
    return value


def folder(value: str) -> str:
    """A folder below the project's root, not the root itself."""
    if not set(path(value).split("/")) - {"", "."}:
        raise ValueError("must be a folder of its own below the project's root, not the root itself")
    return value.rstrip("/")


def glob(value: str) -> str:
    """A pattern for paths below the project's root."""
    path(value)
    if "[" in SET.sub("", value):
        raise ValueError("has a '[' without its ']'; write [[] for the character itself")
    if any("**" in part and part != "**" for part in value.split("/")):
        raise ValueError("must have '**' alone between slashes, as in 'src/**/*.py'")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a warning about a set that later versions of Python will parse differently
        try:
            compiled(value)
        except (re.error, Warning):
            raise ValueError("has a set of characters in '[…]' that cannot be read") from None
    return value


def pattern(value: str) -> str:
    """A regular expression that does not match everything."""
    try:
        matches_all = re.compile(value).search("") is not None
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    if matches_all:
        raise ValueError("matches everything, so it would switch the rule off")
    return value


def limit(value: str) -> str:
    """A limit for measured values."""
    return parse(value).text


def word(value: str) -> str:
    """A single word, which is searched for in comments."""
    if not re.fullmatch(r"\S+", value):
        raise ValueError("must be one word, without white space")
    return value


def marker(value: str) -> str:
    """The name of a pytest marker."""
    if not NAME.fullmatch(value):
        raise ValueError("must be the name of a pytest marker, such as 'security'")
    return value


def argument(value: str) -> str:
    """A single argument of a program."""
    if "\0" in value:
        raise ValueError("must not contain a NUL character")
    return value


def duration(value: str) -> str:
    """A duration."""
    seconds(value)
    return value


def seconds(value: str) -> float:
    """The length in seconds of a duration such as "1h30m".

    Raises:
        ValueError: it is not a duration, or longer than a week.
    """
    import durationpy

    try:
        length = durationpy.from_str(value)
    except (durationpy.DurationError, ValueError, OverflowError):
        raise ValueError("is not a duration; write '90s', '30m' or '1h30m'") from None
    if length <= dt.timedelta(0):
        raise ValueError("must be longer than nothing")
    if length > LONGEST_TIMEOUT:
        raise ValueError(f"must be at most {LONGEST_TIMEOUT.days}d")
    return length.total_seconds()


def gates(value: str) -> str:
    """The name of one row, or with ``*`` of several rows of one section: "infrastructure::*"."""
    found = gate_id(value)
    if "*" in found.partition("::")[0]:
        raise ValueError(
            "must name one section: 'infrastructure::*'; a pattern for all sections would leave nothing to verify"
        )
    return found


def gate_id(value: str) -> str:
    """The name of a row of the checklist."""
    if value.startswith("golive/"):
        raise ValueError(f"is written without its root here: {value.removeprefix('golive/')!r}")
    section, _, name = value.partition("::")
    if not section.strip() or not name.strip():
        raise ValueError(
            "must be section::gate, such as 'code_quality::coverage'; golive explain --list names them all"
        )
    return value


def reason(value: str) -> str:
    """Why a row does not apply; a placeholder from golive init stays recognisable."""
    text = value.strip()
    if text.casefold().startswith(PLACEHOLDER.casefold()):
        return PLACEHOLDER + text[len(PLACEHOLDER) :]
    if len(text) < SHORTEST_REASON:
        raise ValueError(f"must say why, in at least {SHORTEST_REASON} characters")
    return text


def written(value: str) -> str:
    """A meaningful sentence."""
    sentence = text(value)
    if sentence.casefold().startswith(PLACEHOLDER.casefold()):
        raise ValueError("is still the placeholder; write who or why")
    return sentence


def day(value: object) -> object:
    """Accept a quoted date as a date: it is unambiguous."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("is not a day of the calendar") from None
    return value


def when(value: object) -> object:
    """A date or a time of TOML as the text that people write."""
    return value.isoformat() if isinstance(value, dt.date) else value
