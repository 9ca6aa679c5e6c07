"""The words of a binding: ``<!-- golive: security::api_keys, "load::fast#p95" id=fast -->``."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pytest_golive.checklist.binding.phases import PHASES

OPTIONS = {
    "id": "a name of its own, that outlives new words and headings",
    "count": "the number that the row names and that is no limit",
    "role": "who may sign: a role of [tool.golive.signing]",
    "approvers": "how many must sign",
    "phase": f"when the row is due, where its heading does not say so: {', '.join(PHASES)}",
    "until": "the date, as 2027-01-31, or the time since the deployment, as +7d, before which it is not due",
    "if": "what must be recorded for it to be due: rollback",
}
ID = re.compile(r"[\w][\w./-]*")
GATE = re.compile(r"[\w./-]+::[\w:.\[\]-]+")
SHELL = re.compile(r"""["'\\]""")
NAME = re.compile(r"\w+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\+\d{1,4}[hd]", re.ASCII)


class Means(StrEnum):
    """What one word of a binding stands for."""

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
        evidence: the one piece of the gate's evidence that the row speaks of; "" for all.
    """

    means: Means
    name: str = ""
    evidence: str = ""

    def __str__(self) -> str:
        if self.means in {Means.SECTION, Means.PHASE}:
            return f"{self.means}:{self.name}"
        return f"{self.name}#{self.evidence}" if self.evidence else self.name or str(self.means)


@dataclass(frozen=True, slots=True)
class Binding:
    """All that a row is bound to, and what else its comment says."""

    bonds: tuple[Bond, ...]
    options: Mapping[str, str]


class Unreadable(ValueError):
    """The words mean nothing; the message says which, the cure what would."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.cure = cure


def parse(words: str) -> Binding:
    """The binding that *words* spell: what stands behind ``golive:`` in the comment.

    Raises:
        Unreadable: they are none.
    """
    try:
        parts = shlex.split(words) if SHELL.search(words) else words.replace(",", " ").split()
    except ValueError as error:
        raise Unreadable(f"{words!r} ends within quotes", "close the quotes") from error
    bonds: list[Bond] = []
    options: dict[str, str] = {}
    for part in (piece.strip(",") for piece in parts):
        key, is_option, value = part.partition("=")
        if is_option and "::" not in key:
            options[_option(key, value, options)] = value
        elif part:
            bonds.append(_bond(part))
    return Binding(_alone(bonds, words), options)


def _bond(part: str) -> Bond:
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
    cure = "write section::gate, section::gate#evidence, section:NAME, phase:NAME, sign, or no-check"
    raise Unreadable(f"{part!r} binds to nothing", cure)


def _option(key: str, value: str, known: Mapping[str, str]) -> str:
    if key not in OPTIONS:
        raise Unreadable(f"{key!r} is no option of a binding", f"there are {', '.join(OPTIONS)}")
    if key in known:
        raise Unreadable(f"{key} stands there twice", "keep one")
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
        raise Unreadable("no-check stands beside other words", "a row is either checked or not")
    return tuple(dict.fromkeys(bonds))
