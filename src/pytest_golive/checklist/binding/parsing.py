"""Parse the words of a binding: ``<!-- golive: security::api_keys, "load::fast#p95" id=fast -->``."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pytest_golive.checklist.binding.phases import PHASES

OPTIONS = {
    "id": "a fixed id for the row, which stays the same when its words or headings change",
    "count": "the number in the row that is a count, not a limit",
    "role": "who may sign: a role from [tool.golive.signing]",
    "approvers": "how many people must sign",
    "phase": f"when the row is due, if its heading does not say so: {', '.join(PHASES)}",
    "until": "the date, such as 2027-01-31, or the time after the deployment, such as +7d, before which it is not due",
    "if": "what must have happened for the row to be due: rollback",
}
OF_PEOPLE = ("role", "approvers")
ROLLBACK, ALIKE = "rollback", 0.75
ID = re.compile(r"[\w][\w./-]*")
GATE = re.compile(r"[\w./-]+::[\w:.\[\]-]+")
SHELL = re.compile(r"""["'\\]""")
NAME = re.compile(r"\w+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\+\d{1,4}[hd]", re.ASCII)


class Means(StrEnum):
    """The kind of thing that one word of a binding names."""

    GATE = "gate"
    SECTION = "section"
    PHASE = "phase"
    SIGN = "sign"
    NO_CHECK = "no check"


@dataclass(frozen=True, slots=True)
class Bond:
    """One thing that a row is bound to.

    Attributes:
        name: "section::gate", "gates/own.py::gate", or the name of a section or phase; "" for people.
        evidence: the piece of the gate's evidence that the row is about; "" for all of it.
    """

    means: Means
    name: str = ""
    evidence: str = ""

    def __str__(self) -> str:
        if self.means in {Means.SECTION, Means.PHASE}:
            return f"{self.means}:{self.name}"
        return f"{self.name}#{self.evidence}" if self.evidence else self.name or str(self.means)


NOTHING = Bond(Means.NO_CHECK)


@dataclass(frozen=True, slots=True)
class Binding:
    """Everything a row is bound to, with the options of its comment."""

    bonds: tuple[Bond, ...]
    options: Mapping[str, str]


class Unreadable(ValueError):
    """A binding that cannot be parsed; the message quotes the words, and the cure says what to write."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.cure = cure


def parse(words: str) -> Binding:
    """The binding in *words*, the text after ``golive:`` in the comment.

    Raises:
        Unreadable: the words are not a binding.
    """
    try:
        parts = shlex.split(words) if SHELL.search(words) else words.replace(",", " ").split()
    except ValueError as error:
        raise Unreadable(f"{words!r} has an open quote", "close the quotes") from error
    bonds: list[Bond] = []
    options: dict[str, str] = {}
    for part in (piece.strip(",") for piece in parts):
        key, is_option, value = part.partition("=")
        if is_option and "::" not in key:
            options[_option(key, value, options)] = value
        elif part:
            bonds.append(_bond(part, bonds[-1] if bonds else NOTHING))
    _refuse_idle(bonds, options)
    return Binding(_alone(bonds, words), options)


def _refuse_idle(bonds: list[Bond], options: Mapping[str, str]) -> None:
    """Options that change nothing: a role that nobody needs looks like one that must sign."""
    for key in OF_PEOPLE:
        if key in options and bonds and all(bond.means is not Means.SIGN for bond in bonds):
            what = f"{key}={options[key]} says who signs, but the row is not bound to people"
            raise Unreadable(what, f"write: sign {key}={options[key]}, or leave {key}= out")


def _bond(part: str, behind: Bond) -> Bond:
    kind, colon, name = part.partition(":")
    if colon and kind in {Means.SECTION, Means.PHASE} and NAME.fullmatch(name):
        return Bond(Means(kind), name)
    if part == "sign":
        return Bond(Means.SIGN)
    if part == "no-check":
        return Bond(Means.NO_CHECK)
    name, _, evidence = part.removeprefix("golive/").partition("#")
    if GATE.fullmatch(name):
        return Bond(Means.GATE, name, evidence.strip())
    if behind.evidence:
        spaced = f"{behind}_{part}"
        raise Unreadable(f"{part!r} behind {str(behind)!r} binds to nothing", f"write spaces in a piece as _: {spaced}")
    cure = "write section::gate, section::gate#evidence, section:NAME, phase:NAME, sign, or no-check"
    raise Unreadable(f"{part!r} binds to nothing", cure)


def _option(key: str, value: str, known: Mapping[str, str]) -> str:
    if key not in OPTIONS:
        raise Unreadable(f"{key!r} is not an option of a binding", f"use one of {', '.join(OPTIONS)}")
    if key in known:
        raise Unreadable(f"{key} is given twice", "keep one")
    if key == "if" and value != ROLLBACK and difflib.get_close_matches(value.casefold(), [ROLLBACK], cutoff=ALIKE):
        raise Unreadable(f"if={value} is no event that is known", f"did you mean if={ROLLBACK}?")
    if not value or not SOUND.get(key, str.strip)(value):
        raise Unreadable(f"{key}={value} says nothing", f"{key} is {OPTIONS[key]}")
    return key


def _is_time(value: str) -> bool:
    if value.startswith("+"):
        return DATE.fullmatch(value) is not None
    try:
        return bool(DATE.fullmatch(value) and dt.date.fromisoformat(value))
    except ValueError:
        return False


SOUND: Mapping[str, Callable[[str], object]] = {
    "id": ID.fullmatch,
    "phase": PHASES.__contains__,
    "until": _is_time,
    "count": lambda value: value.isascii() and value.isdigit(),
    "approvers": lambda value: value.isascii() and value.isdigit() and int(value) > 0,
}


def _alone(bonds: list[Bond], words: str) -> tuple[Bond, ...]:
    if not bonds:
        raise Unreadable(f"{words!r} binds to nothing", "write <!-- golive: section::gate -->, or sign")
    if len(bonds) > 1 and any(bond.means is Means.NO_CHECK for bond in bonds):
        raise Unreadable("no-check is combined with other words", "remove either no-check or the rest")
    return tuple(dict.fromkeys(bonds))
