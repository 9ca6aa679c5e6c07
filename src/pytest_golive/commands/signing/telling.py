"""How it stands with a row that people sign, in words."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.signing.policy import Signed


def describe(signed: Signed) -> Iterator[str]:
    """How it stands with a row, signature by signature, in words."""
    for one, identity in signed.counted:
        role = f" as {one.role}" if one.role else ""
        until = f", until {one.until}" if one.until else ""
        about = f", {one.evidence}" if one.evidence else ""
        how = f"{identity.trust}: {identity.how}{until}{about}"
        yield f"signed by {identity.who}{role} on {one.signed:%Y-%m-%d} ({how})"
    for one in signed.rejected:
        yield f"rejected by {one.by} on {one.signed:%Y-%m-%d}{f': {one.note}' if one.note else ''} ({one.path})"
    for refused in signed.refused:
        yield f"{refused.sign_off.path} does not count: {refused.why}"
