"""Placeholders in commands, such as ``{version}``, and the values that take their place without doing harm.

In braces that are doubled, ``{{version}}``, the word stays, in single ones: ``{version}``. All other braces are the
command's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from pytest_golive.errors import CannotMeasure

NAMES: Final = (
    "version", "tag", "commit", "previous", "previous_tag", "previous_version", "previous_commit", "target", "url",
)  # fmt: skip
PLACEHOLDER: Final = re.compile(r"(?<!\{)(\{++)([a-z_]{1,40})(\}++)")
# Values must not end a line, or command a terminal.
REFUSED: Final = frozenset(("Cc", "Cs", "Zl", "Zp"))


class NotFilled(CannotMeasure):
    """A placeholder has no value here, or one that must not be put into a command."""


@dataclass(frozen=True, slots=True)
class Values:
    """What placeholders stand for in one run.

    Attributes:
        by_name: the values that are known.
        missing: for others, why there is none: ``{"previous": "there is no release before this one"}``.
    """

    by_name: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """The value of one placeholder.

        Raises:
            NotFilled: there is none, or it holds a control character.
        """
        found = self.by_name.get(name, "")
        if not found:
            why = self.missing.get(name) or f"nothing names the {name.replace('_', ' ')} of this release"
            raise NotFilled(f"{{{name}}} stands for nothing here: {why}", f"name it, or leave {{{name}}} out")
        if any(unicodedata.category(char) in REFUSED for char in found):
            raise NotFilled(
                f"{{{name}}} would stand for {found!r}, which holds a control character",
                "use names of printable characters",
            )
        return found


def names_in(*texts: str) -> tuple[str, ...]:
    """The names of the placeholders in *texts*, known or not, each once."""
    found = (match[2] for text in texts for match in PLACEHOLDER.finditer(text) if is_filled(match))
    return tuple(dict.fromkeys(found))


def check_known(texts: Iterable[str], known: Sequence[str] = NAMES) -> None:
    """Refuse placeholders that stand for nothing.

    Raises:
        ValueError: one does; the message names it, and those that are known.
    """
    if unknown := set(names_in(*texts)) - set(known):
        listed = ", ".join(f"{{{name}}}" for name in known)
        name = min(unknown)
        raise ValueError(
            f"contains {{{name}}}, which stands for nothing; known are {listed}; {{{{{name}}}}} is the text itself"
        )


def filled(words: Iterable[str], values: Values) -> tuple[str, ...]:
    """Arguments of a program with their values.

    Raises:
        NotFilled: a value is missing or refused, or would turn an argument into an option.
    """
    return tuple(_word(word, values) for word in words)


def filled_text(text: str, values: Values) -> str:
    """Text, such as a body, with its values as they are.

    Raises:
        NotFilled: a value is missing or refused.
    """
    return PLACEHOLDER.sub(lambda match: put(match, values.value), text)


def filled_url(text: str, values: Values) -> str:
    """Part of a URL with its values percent-encoded.

    Raises:
        NotFilled: a value is missing or refused.
    """
    return PLACEHOLDER.sub(lambda match: put(match, lambda name: quote(values.value(name), safe="")), text)


def filled_data(data: Any, values: Values) -> Any:
    """Nested plain types with the values in their texts.

    Raises:
        NotFilled: a value is missing or refused.
    """
    if isinstance(data, str):
        return filled_text(data, values)
    if isinstance(data, Mapping):
        return {key: filled_data(part, values) for key, part in data.items()}
    if isinstance(data, list | tuple):
        return [filled_data(part, values) for part in data]
    return data


def _word(word: str, values: Values) -> str:
    result = filled_text(word, values)
    if result.startswith("-") and not word.startswith("-"):
        raise as_option(names_in(word)[0], result)
    return result


def as_option(name: str, value: str) -> NotFilled:
    """What to say of a value that a program could take for an option."""
    return NotFilled(
        f"{{{name}}} would stand for {value!r}, which a program could take for an option",
        "use a name that does not begin with '-'",
    )


def is_filled(match: re.Match[str]) -> bool:
    """Whether *match* stands for a value, and is not text in doubled braces."""
    return _depth(match) % 2 == 1


def _depth(match: re.Match[str]) -> int:
    return min(len(match[1]), len(match[3]))


def put(match: re.Match[str], value: Callable[[str], str]) -> str:
    """What stands for *match*: every two braces are one, and a single pair is the placeholder."""
    depth = _depth(match)
    left, right = match[1][depth:], match[3][depth:]
    inner = value(match[2]) if depth % 2 else match[2]
    return f"{left}{'{' * (depth // 2)}{inner}{'}' * (depth // 2)}{right}"
