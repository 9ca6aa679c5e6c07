"""The line that repeats a request in a shell."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from pathlib import Path

from pytest_golive.masking.known import MASK

PLAIN = frozenset(f"{string.ascii_letters}{string.digits}_@%+=:,./?&~-")
LONGEST = 300


def curl_line(  # noqa: PLR0913 -- all that makes a request
    method: str,
    url: str,
    headers: Mapping[str, str],
    content: bytes = b"",
    *,
    timeout: float = 10,
    ca_file: Path | None = None,
) -> str:
    """Spell a request for curl: credentials as the variables that hold them, else hidden.

    Args:
        method: of the request.
        url: whole.
        headers: those that matter; the client's own are left out by the caller.
        content: body.
        timeout: seconds.
        ca_file: of the authority to trust.
    """
    words = ["curl", "-sS", "-i", "--max-time", f"{timeout:g}"]
    if ca_file is not None:
        words += ["--cacert", _quoted(_near(ca_file))]
    if method != "GET":
        words += ["-I"] if method == "HEAD" else ["-X", method]
    for name, value in headers.items():
        words += ["-H", _quoted(f"{name}: {value}")]
    if content:
        words += ["--data-raw", _quoted(MASK.hide(content.decode("utf-8", "replace"), name_variables=True)[:LONGEST])]
    words.append(_quoted(url))
    return " ".join(words)


def _near(path: Path) -> str:
    """As the reader, who stands where the run stood, would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _quoted(text: str) -> str:
    """For a POSIX shell: in double quotes, so that ``${VARIABLE}`` still means its value."""
    shown = MASK.hide(text, name_variables=True)
    if shown and PLAIN.issuperset(shown):
        return shown if "&" not in shown and "?" not in shown else f'"{shown}"'
    escaped = re.sub(r'([\\"`])', r"\\\1", shown)
    escaped = re.sub(r"\$(?!\{[A-Z_][A-Z0-9_]{0,100}\})", r"\\$", escaped)
    return '"' + "".join(char if char.isprintable() else "?" for char in escaped) + '"'
