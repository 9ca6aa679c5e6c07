"""A browser's cookies for one service, which a test may look into, keep and send again."""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from urllib.parse import unquote

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.asking import Answer
from pytest_golive.service.json_reading import read_json
from pytest_golive.service.limits.limit_fields import moment_of

CSRF = re.compile(r"csrf|xsrf", re.IGNORECASE)
LEAST_HIDDEN = 8
LONGEST = 65_536  # of a session, unpacked
YEAR_2000 = 946_684_800  # all frameworks write 1970 into what is to end at once


class Cookies:
    """Cookies by name. Paths are not told apart: one visitor walks one service."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})

    def __repr__(self) -> str:
        return f"Cookies({', '.join(sorted(self.values))})"

    def take(self, answer: Answer) -> None:
        """Do what the Set-Cookie headers of *answer* say; what they hold is hidden from now on."""
        for line in answer.all_headers("set-cookie"):
            pair, *attributes = line.split(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            if not value.strip('"') or any(_is_past(attribute) for attribute in attributes):
                self.values.pop(name, None)
            else:
                self.values[name] = value
                if len(value) >= LEAST_HIDDEN:
                    MASK.add(value)
                    MASK.add(value.strip('"'))

    @property
    def header(self) -> dict[str, str]:
        """The headers that carry them."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.values.items())} if self.values else {}

    @property
    def csrf(self) -> str:
        """The value of the cookie that scripts repeat in a header; "" if there is none."""
        return next((value.strip('"') for name, value in self.values.items() if CSRF.search(name)), "")

    def changed_since(self, before: Mapping[str, str]) -> list[str]:
        """The names of those that are new, or have another value; those against CSRF are not counted."""
        return [name for name, value in self.values.items() if before.get(name) != value and not CSRF.search(name)]


def is_self_contained(value: str) -> bool:
    """Whether a cookie is the session itself, signed, and no mere name of one.

    So it is with Flask, Starlette, Django's signed cookies, and JSON Web Tokens.
    """
    text = unquote(value.strip('"'))
    first, *signature = re.split("[.:]", text.removeprefix("."), maxsplit=1)
    if not signature:
        return False
    try:
        data = urlsafe_b64decode(first.replace("+", "-").replace("/", "_") + "=" * (-len(first) % 4))
        if text.startswith("."):
            data = zlib.decompressobj().decompress(data, LONGEST)
        return isinstance(read_json(data), dict)
    except (ValueError, zlib.error):
        return False


def _is_past(attribute: str) -> bool:
    """Whether an attribute of Set-Cookie says that the cookie ends at once."""
    name, _, value = (part.strip() for part in attribute.partition("="))
    if name.lower() == "max-age":
        digits = value.removeprefix("-")
        return digits.isascii() and digits.isdecimal() and (value.startswith("-") or not digits.strip("0"))
    moment = moment_of(value) if name.lower() == "expires" else None
    return moment is not None and moment < YEAR_2000
