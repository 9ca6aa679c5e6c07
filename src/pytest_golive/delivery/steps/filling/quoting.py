"""Placeholders in text for a shell: each value in quotes, and none where quotes would not hold it."""

from __future__ import annotations

import re
import shlex
from typing import Final

from pytest_golive.delivery.steps.filling.placeholders import PLACEHOLDER, Values, as_option, is_filled, names_in, put

# Where shells read text once more, or differ in where quotes end.
UNCERTAIN: Final = (
    (re.compile(r"<<"), "a here-document"),
    (re.compile(r"\$'"), "$'…'"),
    (re.compile(r"\(\("), "arithmetic in ((…))"),
    (re.compile(r"\beval\b"), "eval"),
)
BEFORE_COMMENT: Final = frozenset(" \t\n;&|()<>")
NAMES: Final = {"'": "quotes", '"': "quotes", "`": "backticks"}


class _Nested(Exception):
    """Quotes hold a substitution, which may hold quotes of its own."""


def check_shell(text: str) -> None:
    """Refuse placeholders where a value could not be quoted safely.

    Raises:
        ValueError: one stands in quotes or behind a dollar sign, or beside something that a shell reads twice.
    """
    names = names_in(text)
    if not names:
        return
    cure = "use a script, or a variable such as $GOLIVE_VERSION"
    for pattern, what in UNCERTAIN:
        if pattern.search(text):
            raise ValueError(f"holds {{{names[0]}}} and {what}, in which no value is safe; {cure}")
    try:
        opened = _quotes(text)
    except _Nested:
        raise ValueError(
            f"holds {{{names[0]}}} and a substitution in quotes, in which no value is safe; {cure}"
        ) from None
    for match in filter(is_filled, PLACEHOLDER.finditer(text)):
        word = f"{{{match[2]}}}"
        if text[: match.start()].endswith(("$", "\\")):
            raise ValueError(
                f"has {word} behind {text[match.start() - 1]!r}: write {word} alone for the placeholder, and "
                f"${{{word}}} for a variable of the shell"
            )
        if quote := opened[match.start()]:
            raise ValueError(f"has {word} in {NAMES[quote]}: write it without, since its value is quoted already")


def filled_shell(text: str, values: Values) -> str:
    """*text* with its values in quotes.

    Raises:
        NotFilled: a value is missing or refused, also within quotes, or begins with "-", so that it could be an option.
    """

    def quoted(name: str) -> str:
        value = values.word(name)
        if value.startswith("-"):
            raise as_option(name, value)
        return shlex.quote(value)

    return PLACEHOLDER.sub(lambda match: put(match, quoted), text)


def _quotes(text: str) -> list[str]:
    """For each character the quote that is open before it; "" for none, and in comments.

    Raises:
        _Nested: double quotes hold a substitution.
    """
    states, quote, at = [], "", 0
    while at < len(text):
        char = text[at]
        states.append(quote)
        if char == "\\" and quote != "'" and at + 1 < len(text):
            states.append(quote)
            at += 1
        elif quote == '"' and (char == "`" or text.startswith(("$(", "${"), at)):
            raise _Nested
        elif char == quote:
            quote = ""
        elif not quote and char in NAMES:
            quote = char
        elif not quote and char == "#" and (at == 0 or text[at - 1] in BEFORE_COMMENT):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            states += [""] * (end - at - 1)
            at = end - 1
        at += 1
    return states
