"""Text that tools and tests of the project wrote: what in it may be a credential does not go into a report."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from pytest_golive.masking.known import HIDDEN, MASK

LEAST = 6  # characters; a shorter value of a variable stands in too many words
TELLING = r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|(?:api|private|access|account)[-_]?key)"
NAME = re.compile(TELLING, re.IGNORECASE)
IN_URL = re.compile(r"(?<=://)[^\s/@'\"<>]{1,400}@")
NAMED = re.compile(
    rf"({TELLING}\w{{0,40}}[\\'\"\])]{{0,4}}[ \t]{{0,9}}(?:=>|==|[=:])[ \t]{{0,9}})(?!\s)"
    r"(?:b?'[^'\n]{1,400}'|b?\\?\"[^\"\n]{1,400}\"|[^\s,;'\"]{1,400})",
    re.IGNORECASE,
)
# configparser quotes the line that it does not understand.
IN_PARSERS = re.compile(r"(\[line +\d+\]): .*|(line: \d+)\r?\n['\"].*")
HEADER = re.compile(r"\b(bearer|basic)[ \t]{1,9}[\w+/=.~-]{8,4000}", re.IGNORECASE)
PROVIDERS = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,255}|\bgithub_pat_\w{20,255}|\bglpat-[\w-]{20,64}"
    r"|\b[sr]k_live_\w{10,255}|\bxox[abprs]-[\w-]{10,255}|\beyJ[\w-]{10,4000}\.[\w-]{0,4000}\.?[\w-]{0,4000}"
)


def quotable(text: str, environment: Mapping[str, str] | None = None) -> str:
    """*text* without what the process knows to be secret, or what stands where credentials stand.

    That is: in a URL before its host, behind a telling name and a sign, in a header, in a format of a provider, or in a
    variable of the environment with a telling name.

    Args:
        text: what a tool or a test said.
        environment: whose values may stand in it; that of this process where None.
    """
    text = MASK.hide(text)
    for value in _values(os.environ if environment is None else environment):
        text = text.replace(value, HIDDEN)
    return spoken(text)


def is_telling(option: str) -> bool:
    """Whether what follows *option* on a command line is a credential: "--db-password", "-token"."""
    return option.startswith("-") and not set("=:") & set(option) and NAME.search(option) is not None


def spoken(text: str) -> str:
    """*text* without what is known to be secret, or stands where credentials stand; for what services say.

    Their answers, headers and last words may hold a credential of their own, which nobody here has ever been told.
    """
    text = IN_PARSERS.sub(r"\1\2", MASK.hide(text))
    text = IN_URL.sub(f"{HIDDEN}@", text)
    text = HEADER.sub(rf"\1 {HIDDEN}", text)
    text = NAMED.sub(rf"\1{HIDDEN}", text)
    return PROVIDERS.sub(HIDDEN, text)


def _values(environment: Mapping[str, str]) -> list[str]:
    told = {value.strip() for name, value in environment.items() if NAME.search(name)}
    return sorted((value for value in told if len(value) >= LEAST and not value.startswith("/")), key=len, reverse=True)
