"""What to do about files that a tool could not read: each reason has its own fix."""

from __future__ import annotations

from collections.abc import Iterable

TOO_LARGE = "is too large"
FAILS = "fail with"
EXCLUDE = "[tool.golive.security] exclude"


def cures(reasons: Iterable[str]) -> str:
    """The fix for each of the *reasons*, each once."""
    return "; ".join(dict.fromkeys(map(_cure, reasons)))


def _cure(reason: str) -> str:
    if TOO_LARGE in reason:
        return f"split the file that is too large; if it holds no secret, add its name to {EXCLUDE}"
    if FAILS in reason:
        return f"report the failure to the tool's maintainers, and until then add the file's name to {EXCLUDE}"
    return "make it readable for the user who runs the checklist"
