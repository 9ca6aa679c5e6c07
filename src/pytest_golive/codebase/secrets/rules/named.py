"""Values beside telling names, found by their shape, whatever the language: ``password: x``, ``getenv("TOKEN", "x")``.

detect-secrets knows a few forms of assignment for each kind of file. Here one form is looked for in all of them: a
name, something that stands between a name and a value, a value. Only lines that hold a telling word are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from pytest_golive.codebase.secrets.narrowing.remembering import remembering
from pytest_golive.codebase.secrets.narrowing.text import Text, lowered
from pytest_golive.codebase.secrets.rules.shapes import (
    AFTER,
    BEFORE,
    CALL,
    COMMON,
    DECLARED,
    LOOK_BACK,
    NAMED,
    OTHERS,
    QUOTED_NAME,
    SAID,
    TELLING,
    VERB,
    WORD_BETWEEN,
    WORDS,
)
from pytest_golive.codebase.secrets.rules.values import STRONG, looks_real

PASSWORD, KEY = "Password", "Secret or Token"
MAY_BE_SHORT = ("pass", "pwd", "psw", "identified")  # what these name
AFTER_A_KEY = re.compile(r"[ \t]*(?::|=>)")
MOST_NAME = 60  # characters
NEAR = 500  # characters in which a quote opens a string
# Languages that write a text in quotes: what stands there without is a name.
CODE = frozenset(
    "py pyi js jsx mjs cjs ts tsx go java kt kts rs rb c h cc cpp hpp cs php swift scala m mm hs ex exs erl lua pl"  # noqa: SIM905
    " pm dart groovy vue html htm sql ps1 r jl clj vb fs proto tf tmpl erb jsp ipynb".split()
)
# Made by tools, full of digests: there only formats of providers are looked for.
SILENT = re.compile(
    r"(?i)(?:^|/)(?:[^/]*[.-]lock(?:\.json|\.ya?ml)?|go\.sum|npm-shrinkwrap\.json|\.secrets\.baseline)$"
    r"|\.(?:svg|css|map|min\.js|po|pot|mo)$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A value beside a telling name; ``line_number`` counts from 1."""

    type: str
    secret_value: str
    line_number: int

    @property
    def secret_hash(self) -> str:
        """Tells it from others in the file, as that of detect-secrets does; it never leaves the process."""
        return f"{self.line_number} {self.secret_value}"


def named(text: Text, path: str) -> Iterator[Named]:
    """Each value in *text*, the file *path*, that looks real beside a name that tells of a secret."""
    if SILENT.search(path):
        return
    is_code = path.rpartition("/")[2].rpartition(".")[2].lower() in CODE
    for number in text.found(named_places):
        for family, value in _IN_LINES(text.lines[number], is_code):
            yield Named(family, value, number + 1)


def named_places(text: Text) -> set[int]:
    """The numbers of the lines of *text* that `named` looks at."""
    return text.with_any(WORDS, any_case=True)


def _in_line(line: str, is_code: Hashable) -> tuple[tuple[str, str], ...]:
    return tuple((place.family(), place.value) for place in _places(line, is_code=bool(is_code)))


_IN_LINES = remembering(_in_line)


def _places(line: str, *, is_code: bool) -> Iterator[_Place]:
    begin, lower = 0, lowered(line)
    while match := NAMED.search(lower, begin):
        place = _Place(line, match, is_code=is_code)
        is_one = place.is_one()
        if is_one:
            yield place
        # What was no value may hold a name itself: os.environ.get("PASSWORD") or "…"
        begin = match.end() if is_one or len(place.value) > MOST_NAME else match.end("name")


class _Place:
    """Where a telling name and a value stand on a line."""

    def __init__(self, line: str, match: re.Match[str], *, is_code: bool) -> None:
        self._line = line
        self._match = match
        self._is_bare = match["quoted"] is None
        self._is_code = is_code
        self._start, end = match.span("bare" if self._is_bare else "quoted")
        self.value = line[self._start : end]
        self._before = line[max(0, match.start() - BEFORE) : match.start()]

    def is_one(self) -> bool:
        """Whether a secret stands there."""
        if len(self.value) < STRONG and not self._match["name"].startswith(MAY_BE_SHORT):
            return False
        family = self.family()
        may_hold = bool(family) and self._may_hold_a_value() and not self._is_host
        return may_hold and looks_real(self.value, is_password=family == PASSWORD)

    def family(self) -> str:
        """What the name tells: a password, another secret, or nothing."""
        back = LOOK_BACK.search(self._before)
        name = (back.group() if back else "") + self._line[self._match.start("name") : self._match.end("name")]
        name = re.sub(r"(?<=[a-z\d])(?=[A-Z])", "_", name).lower().rstrip("_.-$")
        tells = list(TELLING.finditer(name))
        is_other = not tells or OTHERS.search(name) or not AFTER.fullmatch(name, tells[-1].end())
        if is_other or name.rpartition(".")[2] in COMMON:
            return ""
        return PASSWORD if tells[-1]["password"] else KEY

    def _may_hold_a_value(self) -> bool:
        """Whether what stands between name and value makes the value that of the name."""
        between = self._line[self._match.end("name") : self._start]
        if "," in between and (self._is_bare or not QUOTED_NAME.search(between)):
            return False
        if "," in between and (self.value.isupper() or AFTER_A_KEY.match(self._line, self._match.end())):
            return False  # one of a list, or the next key of a table
        is_named_so = self._before.rpartition(" ")[2].startswith("-") or DECLARED.match(self._before)
        if not SAID.search(between) and not is_named_so and not self._match["name"].startswith("identified"):
            return False
        if self._is_bare and (
            WORD_BETWEEN.search(between) or self._line.startswith("(", self._start + len(self.value))
        ):
            return False
        called = self._match["name"] + between
        if CALL.search(called) and (VERB.search(self._before + called) or self._is_short):
            return False
        return not (self._is_bare and self._is_code) or self._is_in_a_string()

    @property
    def _is_host(self) -> bool:
        """Whether it is the host behind a placeholder: https://robot:{TOKEN}@host."""
        between = self._line[self._match.end("name") : self._start]
        return self.value.startswith("@") and between == "}" and "://" in self._line[: self._match.start()]

    @property
    def _is_short(self) -> bool:
        return len(self.value) < STRONG

    def _is_in_a_string(self) -> bool:
        before = self._line[max(0, self._start - NEAR) : self._start]
        return any(before.count(quote) % 2 for quote in "\"'`")
