"""Splits requirements files into lines as pip does: one requirement with its options, or options in any order."""

from __future__ import annotations

import optparse
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NoReturn

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.reading import read_bounded

LARGEST: Final = 16 << 20  # bytes of a file
BOMS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# Options with an argument and without one: those of pip 26, and those that older ones had.
TAKING: Final = (
    *("--index-url", "--pypi-url", "--extra-index-url", "--find-links", "--no-binary", "--only-binary"),
    *("--all-releases", "--only-final", "--trusted-host", "--use-feature", "--config-settings", "--config-setting"),
    *("--global-option", "--install-option", "--build-option", "--allow-external", "--allow-unverified"),
    *("-i", "-f", "-C"),
)
ALONE: Final = (
    *("--no-index", "--prefer-binary", "--require-hashes", "--no-require-hashes", "--pre", "--always-unzip", "-Z"),
    *("--process-dependency-links", "--allow-all-external", "--use-wheel", "--no-use-wheel", "--use-pep517"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a requirements file.

    Attributes:
        number: of its first line, from 1.
        requirement: without its options; "" for options alone.
        files: the requirements files that it includes.
        editables: the packages that it installs from their sources.
        constraints: the files that limit the versions of what others require.
        is_hashed: whether it gives a digest of the requirement.
    """

    number: int
    requirement: str = ""
    files: tuple[str, ...] = ()
    editables: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    is_hashed: bool = False


def lines(file: Path, name: str) -> Iterator[Line]:
    """The lines of *file* without comments.

    Args:
        file: the file to read.
        name: what to call it in messages.

    Raises:
        CannotMeasure: it cannot be read, or pip would reject a line, or would ignore a part of it.
    """
    for number, text in _joined(_text(file)):
        words = text.split(" ")
        first = next((at for at, word in enumerate(words) if word.startswith("-")), len(words))
        requirement = " ".join(words[:first]).strip()
        try:
            given, left = _parser().parse_args(shlex.split(" ".join(words[first:])))
        except ValueError as error:
            what = f"{name}:{number} has options that are not understood: {str(error)[:120]}"
            raise CannotMeasure(what, f"correct {name}:{number}") from None
        if left and not requirement and not given.editables:
            what = f"{name}:{number} has something behind its options, where pip ignores it: {_plain(left[0])}"
            raise CannotMeasure(what, "write each requirement on its own line, before its options")
        files, editables, constraints = (tuple(one or ()) for one in (given.files, given.editables, given.constraints))
        # Pip reads no file and no editable beside a requirement; to read them does no harm.
        yield Line(number, requirement, files, editables, constraints, bool(given.hashes))


def locks(file: Path) -> bool:
    """Whether *file* names every installed package, dependencies included: each line is a requirement with a digest."""
    found = [*lines(file, file.name)]
    return bool(found) and all(one.requirement and one.is_hashed and not one.files for one in found)


def without_secrets(address: str) -> str:
    """An address without its user and its query, where tokens are."""
    head, mark, rest = address.partition("://")
    if not mark:
        return address
    host, slash, path = rest.partition("?")[0].partition("/")
    return f"{head}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _plain(word: str) -> str:
    return without_secrets(word)[:80]


class _Parser(optparse.OptionParser):
    def error(self, msg: str) -> NoReturn:
        raise ValueError(msg)


@cache
def _parser() -> optparse.OptionParser:
    parser = _Parser(add_help_option=False)
    for option in TAKING:
        parser.add_option(option, dest="ignored")
    for option in ALONE:
        parser.add_option(option, dest="ignored", action="store_true")
    parser.add_option("-r", "--requirement", dest="files", action="append")
    parser.add_option("-e", "--editable", dest="editables", action="append")
    parser.add_option("-c", "--constraint", dest="constraints", action="append")
    parser.add_option("--hash", dest="hashes", action="append")
    return parser


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, continued ones together, without comments; a comment is never continued."""
    gathered, first = "", 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        first = first or number
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            gathered += line.strip("\\")
            continue
        whole = f" {gathered}{' ' * is_comment}{line}".replace("\t", " ").partition(" #")[0].strip()
        if whole:
            yield first, whole
        gathered, first = "", 0


def _text(file: Path) -> str:
    data = read_bounded(file, LARGEST, "split it")
    try:
        return data.decode(next((coding for bom, coding in BOMS.items() if data.startswith(bom)), "utf-8"))
    except UnicodeDecodeError as error:
        raise CannotMeasure(f"{file.name} is not UTF-8 text", "save it as UTF-8") from error
