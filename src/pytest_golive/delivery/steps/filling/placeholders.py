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
# Whoever hands a word on, such as `ssh host deploy {tag}`, has a second shell read it; a URL is the settings' own.
OF_SHELLS: Final = frozenset(";|&$<>()`'\"\\*?[]{}!")
OF_WORDS: Final = ("~", "#")  # at their beginning
NAMES_OF_RELEASES: Final = frozenset(NAMES) - {"url"}


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

    def word(self, name: str) -> str:
        """The value of one placeholder in a command.

        Raises:
            NotFilled: there is none, or a shell would read it as anything but plain text.
        """
        found = self.value(name)
        bad = [char for char in found if char in OF_SHELLS or char.isspace()] + [*found[:1]] * found.startswith(
            OF_WORDS
        )
        if name in NAMES_OF_RELEASES and bad:
            raise NotFilled(
                f"{{{name}}} would stand for {found!r}, and {bad[0]!r} in it means something to a shell, by which the "
                "command may have it read once more",
                "use names without white space, quotes and such characters",
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
        NotFilled: a value is missing or refused, would turn an argument into an option, or means more to a shell.
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
    result = PLACEHOLDER.sub(lambda match: put(match, values.word), word)
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
