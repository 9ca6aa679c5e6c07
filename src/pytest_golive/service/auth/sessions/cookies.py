"""A browser's cookies for one service, which a test may read, keep and send again."""

from __future__ import annotations

import re
import time
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pytest_golive.service.auth.seeing.telling import tell_cookie
from pytest_golive.service.auth.sessions.cookie_dates import cookie_date
from pytest_golive.service.bodies.json_reading import read_json
from pytest_golive.service.http.asking import Answer

CSRF = re.compile(r"csrf|xsrf", re.IGNORECASE)
LEAST_HIDDEN = 8
LONGEST = 65_536  # of a session, unpacked
# Sessions that only the service can read: those of ASP.NET Core, Fernet, iron-session.
SEALED = ("CfDJ8", "gAAAAA", "Fe26.2*")
LEAST_SEALED = 40


class Cookies:
    """Cookies by name; as in browsers, a deletion counts only with the path and domain for which the cookie was set."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})
        self._places: dict[str, tuple[str, str]] = {}

    def __repr__(self) -> str:
        return f"Cookies({', '.join(sorted(self.values))})"

    def take(self, answer: Answer) -> None:
        """Apply the Set-Cookie headers of *answer*; the values are hidden from now on."""
        for line in answer.all_headers("set-cookie"):
            pair, *rest = line.split(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            attributes = _attributes(rest)
            place = _place(attributes, answer)
            if not value.strip('"') or _is_past(attributes):
                if self._places.get(name, place) == place:
                    self.values.pop(name, None)
                continue
            self.values[name], self._places[name] = value, place
            if len(value) >= LEAST_HIDDEN:
                for spelled in dict.fromkeys((value, value.strip('"'))):
                    tell_cookie(name[:60], spelled, answer.place)

    @property
    def header(self) -> dict[str, str]:
        """The headers that send them."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.values.items())} if self.values else {}

    @property
    def csrf(self) -> str:
        """The value of the cookie that scripts repeat in a header; "" if there is none."""
        return next((value.strip('"') for name, value in self.values.items() if CSRF.search(name)), "")

    def changed_since(self, before: Mapping[str, str]) -> list[str]:
        """The names of new cookies and of those with another value, without those against CSRF."""
        return [name for name, value in self.values.items() if before.get(name) != value and not CSRF.search(name)]


def self_contained(cookies: Mapping[str, str]) -> set[str]:
    """The names of cookies that contain the session itself, signed or encrypted, rather than an id.

    Flask, Starlette, Django's signed cookies and JSON Web Tokens do so; Express does with ``NAME`` and ``NAME.sig``, if
    both exist.
    """
    signed_apart = {name for name in cookies if f"{name}.sig" in cookies and _is_table(cookies[name])}
    return {
        name for name, value in cookies.items() if name.removesuffix(".sig") in signed_apart or is_self_contained(value)
    }


def is_self_contained(value: str) -> bool:
    """Whether a cookie contains the session itself, signed or encrypted."""
    text = unquote(value.strip('"'))
    if text.startswith(SEALED) and len(text) >= LEAST_SEALED:
        return True
    first, *signature = re.split("[.:]", text.removeprefix("."), maxsplit=1)
    return bool(signature) and _is_table(first, is_small=text.startswith("."))


def _is_table(text: str, *, is_small: bool = False) -> bool:
    """Whether it is a JSON object in base64, compressed if it *is_small*."""
    try:
        data = urlsafe_b64decode(text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4))
        if is_small:
            data = zlib.decompressobj().decompress(data, LONGEST)
        return isinstance(read_json(data), dict)
    except (ValueError, zlib.error):
        return False


def _attributes(parts: list[str]) -> dict[str, str]:
    """The attributes of Set-Cookie by their names in lower case; of repeated ones, the last valid one counts."""
    found: dict[str, str] = {}
    for part in parts:
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name.lower() != "max-age" or re.fullmatch(r"-?[0-9]{1,20}", value):
            found[name.lower()] = value
    return found


def _place(attributes: Mapping[str, str], answer: Answer) -> tuple[str, str]:
    """The path and domain of a cookie (RFC 6265, 5.1.4 and 5.2.3)."""
    path = attributes.get("path", "")
    if not path.startswith("/"):
        path = answer.path.rpartition("/")[0] or "/"
    domain = attributes.get("domain", "").lower().removeprefix(".")
    return path, domain or urlsplit(answer.url).hostname or ""


def _is_past(attributes: Mapping[str, str]) -> bool:
    """Whether a cookie expires at once: Max-Age has priority over Expires, and an invalid date is ignored."""
    if "max-age" in attributes:
        return int(attributes["max-age"]) <= 0
    ends = cookie_date(attributes.get("expires", ""))
    return ends is not None and ends <= time.time()
