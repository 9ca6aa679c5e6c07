"""Changes that a front makes to responses: harmless variants, and faults with the gate that must find each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from servers.front import Asked, Change, Pass, Reply, packed

JSON = (("Content-Type", "application/json"),)
Edit = Callable[[Asked, Reply], Reply]


def edited(edit: Edit) -> Change:
    """A change of each answer."""
    return lambda asked, on: edit(asked, on(asked))


def said(path: str, body: bytes, **more: str) -> Change:
    """Another body at one path."""
    headers = (*JSON, *((name.replace("_", "-"), value) for name, value in more.items()))
    return lambda asked, on: Reply(200, headers, body) if _is_at(asked, path) else on(asked)


def led(path: str, location: str) -> Change:
    """One path leads elsewhere."""
    return lambda asked, on: Reply(302, (("Location", location),), b"") if _is_at(asked, path) else on(asked)


def _is_at(asked: Asked, path: str) -> bool:
    return asked.path.partition("?")[0] == path


def _slash(asked: Asked, on: Pass) -> Reply:
    """The paths of the health check and the version end with a slash."""
    path = asked.path.partition("?")[0]
    if path in {"/healthz", "/version"}:
        return Reply(301, (("Location", f"{path}/"),), b"", reason="Moved")
    return on(replace(asked, path=path.rstrip("/")) if path in {"/healthz/", "/version/"} else asked)


def _blank(asked: Asked, reply: Reply) -> Reply:
    return replace(reply, body=b"\xef\xbb\xbf\n\n " + reply.body + b"\n") if _is_at(asked, "/healthz") else reply


VARIANTS: Mapping[str, Change] = {
    "names of headers in capitals": edited(
        lambda _, reply: replace(reply, headers=tuple((key.upper(), value) for key, value in reply.headers))
    ),
    "names of headers in small letters": edited(
        lambda _, reply: replace(reply, headers=tuple((key.lower(), value) for key, value in reply.headers))
    ),
    "HTTP/1.0, kept alive": edited(lambda _, reply: replace(reply, protocol="HTTP/1.0")),
    "no reason beside the status": edited(lambda _, reply: replace(reply, reason="")),
    "gzip of two members": edited(packed),
    "small chunks with extensions and a trailer": edited(lambda _, reply: replace(reply, frame="chunks")),
    "bodies that end with the connection": edited(lambda _, reply: replace(reply, frame="close")),
    "a slash that is redirected to": _slash,
    "a health check behind a mark and blank lines": edited(_blank),
}
DOWN = b'{"status": "DOWN"}'
ELSEWHERE = "http://127.0.0.1:9/elsewhere"
OF_ANSWERS: Mapping[str, tuple[str, Change]] = {
    "DOWN behind a blank line": ("healthy", said("/healthz", b"\r\n\n" + DOWN)),
    "DOWN behind a byte order mark": ("healthy", said("/healthz", b"\xef\xbb\xbf" + DOWN)),
    "DOWN in a list": ("healthy", said("/healthz", b"[" + DOWN + b"]")),
    "DOWN one level down": ("healthy", said("/healthz", b'{"checks": {"db": ' + DOWN + b"}}")),
    "DOWN under a capital": ("healthy", said("/healthz", b'{"Status": "Down"}')),
    "healthy: false": ("healthy", said("/healthz", b'{"healthy": false}')),
    "DOWN in the second member": (
        "healthy",
        said("/healthz", gzip.compress(b'{"a": 1,') + gzip.compress(DOWN[1:]), Content_Encoding="gzip"),
    ),
    "DOWN and UP under one name": ("healthy", said("/healthz", b'{"status": "DOWN", "status": "UP"}')),
    "a word of health that nobody knows": ("healthy", said("/healthz", b'{"status": "wobbly"}')),
    "health leads to another origin": ("healthy", led("/healthz", ELSEWHERE)),
    "health leads to javascript:": ("healthy", led("/healthz", "javascript:alert(1)")),
    "an old version": ("version", said("/version", b'{"version": "1.1.9"}')),
    "a commit with -dirty": ("version", said("/version", b'{"version": "1.2.0", "commit": "deadbee-dirty"}')),
    "a commit of git describe": ("version", said("/version", b'{"version": "1.2.0", "commit": "v1.2.0-4-gdeadbee1"}')),
    "a commit of SHA-256": ("version", said("/version", json.dumps({"version": "1.2.0", "commit": "d" * 64}).encode())),
    "a commit as Spring names it": (
        "version",
        said("/version", b'{"version": "1.2.0", "git": {"commit": {"id": {"full": "' + b"d" * 40 + b'"}}}}'),
    ),
    "the version of another origin": ("version", led("/version", ELSEWHERE)),
    "an endpoint leads to another origin": ("critical_endpoints", led("/products", ELSEWHERE)),
    "an endpoint leads to a file": ("critical_endpoints", led("/products", "file:///etc/passwd")),
    "an endpoint leads to mailto:": ("critical_endpoints", led("/products", "mailto:x@example.org")),
    "an endpoint says something else": ("critical_endpoints", said("/products", b'[{"name": "teapot"}]')),
    "an endpoint of deep nesting": ("critical_endpoints", said("/products", b"[" * 100_000)),
    "an endpoint of a number without end": ("critical_endpoints", said("/products", b"9" * 10_000)),
}


def of_bearer(word: str, lesser: str, right: str) -> Mapping[str, tuple[str, Change]]:
    """Faults of a service that accepts by a header: *word* and a token; the *lesser* may not read ``/admin``."""

    def instead(pick: Callable[[str], bool]) -> Change:
        """Every client that sends a value found by *pick* counts as the authorized one."""

        def change(asked: Asked, on: Pass) -> Reply:
            given = asked.headers.get("Authorization", "")
            if not pick(given):
                return on(asked)
            return on(replace(asked, headers={**asked.headers, "Authorization": f"{word} {right}"}))

        return change

    def telling(asked: Asked, on: Pass) -> Reply:
        reply = on(asked)
        if reply.status != 401:
            return reply
        shown = on(replace(asked, headers={**asked.headers, "Authorization": f"{word} {right}"}))
        return replace(reply, body=shown.body)

    own = f"{word} {right}"
    return {
        "whoever sends nothing is accepted": ("auth_flows", instead(lambda given: not given)),
        "any token is accepted": ("auth_flows", instead(lambda given: given not in {"", own, f"{word} {lesser}"})),
        "roles are not looked at": ("auth_flows", instead(lambda given: given == f"{word} {lesser}")),
        "a refusal shows the data": ("auth_flows", telling),
        "a lesser token that is accepted nowhere": (
            "auth_flows",
            lambda asked, on: (
                Reply(401, JSON, b"{}") if asked.headers.get("Authorization") == f"{word} {lesser}" else on(asked)
            ),
        ),
    }


def of_keys(right: str) -> Mapping[str, tuple[str, Change]]:
    """Faults of a service that accepts by ``X-API-Key``."""

    def with_right(asked: Asked) -> Asked:
        others = {name: value for name, value in asked.headers.items() if name.lower() != "x-api-key"}
        return replace(asked, headers={**others, "X-API-Key": right})

    def any_key(asked: Asked, on: Pass) -> Reply:
        is_given = any(name.lower() == "x-api-key" for name in asked.headers)
        return on(with_right(asked) if is_given else asked)

    def in_query(asked: Asked, on: Pass) -> Reply:
        return on(with_right(asked) if right in asked.path else asked)

    return {"any key is accepted": ("api_keys", any_key), "a key in the query": ("api_keys", in_query)}
