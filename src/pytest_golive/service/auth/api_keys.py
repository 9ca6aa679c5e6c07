"""Which API keys give access to a path, and which do not."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.attempts import ACCEPTED, Attempt, Visit, of_admission, of_refusal, visit
from pytest_golive.service.auth.seeing.recognising import Data, data_of
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable

# Query parameters in which frameworks and gateways look for a key.
USUAL = ("api_key", "apikey", "api-key", "key", "token", "access_token")
CUT = 4
LEAST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a service.

    Attributes:
        protected: paths that require a key.
        valid: the key that is accepted.
        header: the header for the key.
        prefix: word before the key in the header; "" for none.
        query: query parameter that may contain the key; "" if none may.
        rejected: keys that must be rejected, by what they are: {"revoked key": …}.
        shows: text of the protected data by path; the text under "" is for all other paths.
        status: the allowed statuses of a rejection; () for any that rejects.
        tries_query: whether the valid key may be tried in a query that must not accept it: it stays in access logs.
    """

    protected: Sequence[str]
    valid: str = field(repr=False)
    header: str = "X-API-Key"
    prefix: str = ""
    query: str = ""
    rejected: dict[str, str] = field(default_factory=dict, repr=False)
    shows: Mapping[str, str] = field(default_factory=dict)
    status: Sequence[int] = ()
    tries_query: bool = True

    def shown_at(self, path: str) -> str:
        """Text of the data at *path*; "" if unknown."""
        return self.shows.get(path, self.shows.get("", ""))

    def carrying(self, key: str) -> dict[str, str]:
        """The header with *key*, which is hidden from now on."""
        MASK.add(key)
        return {self.header: f"{self.prefix} {key}" if self.prefix else key}


def try_keys(service: Service, keys: Keys) -> tuple[Attempt, ...]:
    """Try each kind of key on each protected path.

    Raises:
        Unreachable: there was no usable response, or the service is broken.
        CannotMeasure: a rate limiter responded.
    """
    wrong = another(keys.valid)
    public = _public_page(service)
    return tuple(attempt for path in keys.protected for attempt in _on_path(service, keys, path, wrong, public))


def _public_page(service: Service) -> list[Answer]:
    """A public page, to distinguish the layout of pages from the data; none if there is none."""
    try:
        return [service.ask(f"/golive-{secrets.token_hex(6)}")]
    except Unreachable:
        return []


def _on_path(service: Service, keys: Keys, path: str, wrong: str, public: Sequence[Answer]) -> Iterator[Attempt]:
    shows = keys.shown_at(path)
    visited = visit(service, path, keys.carrying(keys.valid))
    valid = of_admission(f"valid key, {path}", visited, shows)
    yield valid
    is_open = valid.found == ACCEPTED
    data = data_of(shows, [visited.last], public) if is_open else Data(shows)

    def rejected(name: str, answered: Visit) -> Attempt:
        return of_refusal(f"{name}, {path}", answered, data, keys.status)

    yield rejected("no key", visit(service, path, {}))
    short = shortened(keys.valid)
    MASK.name(wrong, "WRONG_KEY", "a key of the same format that was never issued")
    MASK.name(short, "TRUNCATED_KEY", f"the valid key without its last {len(keys.valid) - len(short)} characters")
    for name, key in {"wrong key": wrong, "truncated key": short, **keys.rejected}.items():
        yield rejected(name, visit(service, path, keys.carrying(key)))
    if keys.query:
        right = visit(service, _asked_with(path, (keys.query,), keys.valid), {})
        yield of_admission(f"valid key in the query, {path}", right, shows)
        yield rejected("wrong key in the query", visit(service, _asked_with(path, (keys.query,), wrong), {}))
    elif keys.tries_query:
        names = dict.fromkeys((*USUAL, keys.header, keys.header.lower().replace("-", "_")))
        visited = visit(service, _asked_with(path, tuple(names), keys.valid), {})
        yield rejected("valid key in the query", visited)


def _asked_with(path: str, names: Sequence[str], key: str) -> str:
    MASK.add(key)
    query = "&".join(f"{quote(name, safe='')}={quote(key, safe='')}" for name in names)
    return f"{path}{'&' if '?' in path else '?'}{query}"


def shortened(key: str) -> str:
    """*key* without its end: services that compare only the beginning of a key accept it."""
    return key[:-CUT] if len(key) > 2 * CUT else key[: len(key) // 2] or "x"


def another(key: str) -> str:
    """A random key of the same shape; the part before its last ``_`` or ``.`` stays."""
    prefix_end = max(key.rfind("_"), key.rfind(".")) + 1
    start = prefix_end if len(key) - prefix_end >= LEAST_SECRET else 0
    is_hex = all(char in string.hexdigits for char in key[start:])
    while True:
        made = key[:start] + "".join(_like(char, is_hex=is_hex) for char in key[start:])
        if made != key:
            return made
        if not any(char.isalnum() for char in key):
            return f"{key}x"


def _like(char: str, *, is_hex: bool) -> str:
    if char in string.digits:
        return secrets.choice(string.digits)
    letters = string.hexdigits[10:16] if is_hex else string.ascii_lowercase
    if char in string.ascii_lowercase:
        return secrets.choice(letters)
    return secrets.choice(letters.upper()) if char in string.ascii_uppercase else char
