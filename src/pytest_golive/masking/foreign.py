"""Hides possible credentials in text that tools, services and the project's tests wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from pytest_golive.masking.known import HIDDEN, MASK

LEAST = 6  # characters; a shorter value occurs inside too many words
TELLING = r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|(?:api|private|access|account)[-_]?key)"
NAME = re.compile(TELLING, re.IGNORECASE)
# In names of variables alone: these words are too common elsewhere.
VARIABLE = re.compile(
    rf"{TELLING}|(?:^|[_-]|PG|SSH|DB)(?:pass|passcode|auth|auth_config|cookie|dsn|jwt|key|pat|webhook(?:_ur[il])?)$",
    re.IGNORECASE,
)
IN_URL = re.compile(r"(?<=://)[^\s/@'\"<>]{1,400}@")
# The value of a query's parameter with such a name; outside of a query, these words are too common.
IN_QUERY = re.compile(
    r"([?&](?:[\w.-]{0,40}(?:key|auth|pass|pwd|jwt|secret|session|token|credential|signature)[\w.-]{0,40}|code|sid|sig)=)"
    r"[^\s&#'\"<>]{1,4000}",
    re.IGNORECASE,
)
# Services that are called by a secret in the path.
IN_PATH = re.compile(
    r"\b((?:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/"
    r"|api\.telegram\.org/bot|events\.pagerduty\.com/(?:integration|x-ere)/|outlook\.office(?:365)?\.com/webhook/"
    r"|\.webhook\.office\.com/webhookb2/))[^\s'\"<>]{1,4000}",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"({TELLING}\w{{0,40}}[\\'\"\])]{{0,4}}[ \t]{{0,9}}(?:=>|==|[=:])[ \t]{{0,9}})(?!\s)"
    r"(?:b?'[^'\n]{1,400}'|b?\\?\"[^\"\n]{1,400}\"|[^\s,;'\"]{1,400})",
    re.IGNORECASE,
)
# configparser's error quotes the line that it could not parse.
IN_PARSERS = re.compile(r"(\[line +\d+\]): .*|(line: \d+)\r?\n['\"].*")
HEADER = re.compile(r"\b(bearer|basic)[ \t]{1,9}[\w+/=.~-]{8,4000}", re.IGNORECASE)
PROVIDERS = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,255}|\bglsa_\w{20,255}|\bgithub_pat_\w{20,255}|\bglpat-[\w-]{20,64}"
    r"|\b[sr]k_live_\w{10,255}|\bxox[abprs]-[\w-]{10,255}|\beyJ[\w-]{10,4000}\.[\w-]{0,4000}\.?[\w-]{0,4000}"
)


def quotable(text: str, environment: Mapping[str, str] | None = None) -> str:
    """*text* without known secrets and without anything at a place where credentials usually are.

    Such places: in a URL before its host, after a name such as "password" and a sign, in a header, in a provider's
    format, or in an environment variable with such a name.

    Args:
        text: the output of a tool or a test.
        environment: variables whose values *text* may hold; None for those of this process.
    """
    text = MASK.hide(text)
    for value in _values(os.environ if environment is None else environment):
        text = text.replace(value, HIDDEN)
    return spoken(text)


def parser_fault(error: Exception) -> str:
    """What a parser says of a file, on one line, without the line of the file that configparser quotes."""
    return " ".join(quotable(str(error)).split())


def is_telling(option: str) -> bool:
    """Whether the argument after *option* on a command line is a credential: "--db-password", "-token"."""
    return option.startswith("-") and not set("=:") & set(option) and NAME.search(option) is not None


def spoken(text: str) -> str:
    """*text* without known secrets and without anything at a place where credentials usually are; for services.

    Their responses, headers and logs may hold credentials of their own, which this process cannot know.
    """
    text = IN_PARSERS.sub(r"\1\2", MASK.hide(text))
    text = IN_URL.sub(f"{HIDDEN}@", text)
    text = IN_PATH.sub(rf"\1{HIDDEN}", IN_QUERY.sub(rf"\1{HIDDEN}", text))
    text = HEADER.sub(rf"\1 {HIDDEN}", text)
    text = NAMED.sub(rf"\1{HIDDEN}", text)
    return PROVIDERS.sub(HIDDEN, text)


def _values(environment: Mapping[str, str]) -> list[str]:
    secrets = {value.strip() for name, value in environment.items() if VARIABLE.search(name)}
    return sorted(
        (value for value in secrets if len(value) >= LEAST and not value.startswith("/")), key=len, reverse=True
    )
