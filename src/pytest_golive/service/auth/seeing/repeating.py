"""Which parts of a request must not come back in the headers of a response."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.service.auth.knock import Headers

LEAST_SECRET = 8


def confidential(headers: Headers) -> Iterator[str]:
    """The credentials in *headers*: tokens and keys of any header, and values of cookies, except those against CSRF."""
    for name, value in headers.items():
        if name.lower() == "cookie":
            pairs = (pair.strip().partition("=") for pair in value.split(";"))
            found = [secret for key, _, secret in pairs if not any(word in key.lower() for word in ("csrf", "xsrf"))]
        else:
            found = value.split()[1:] if " " in value.strip() else [value]
        yield from (secret for secret in found if len(secret) >= LEAST_SECRET)
