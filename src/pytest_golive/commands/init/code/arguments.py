"""What a script that deploys takes as its arguments, by the names that it gives to "$1", "$2" and so on."""

from __future__ import annotations

import re
from typing import Final

SHELL: Final = re.compile(rb"#!.{0,100}\b(?:a|ba|da|k|z)?sh\b")
# Lines of functions are indented, or hold all of it: their "$1" is another one.
FUNCTION: Final = re.compile(rb"[ \t}]|[^\n#]{0,100}\(\)")
OF_AWK: Final = re.compile(rb"\bawk\b[^'\n]{0,100}'[^'\n]*'")  # its "$1" is a column
GIVEN: Final = re.compile(rb"(?:([A-Za-z_]{1,40})=)?[\"']?\$(?:([1-9])|\{([1-9])[^}\n]{0,200}\})")
MEANT: Final = (
    ("target", re.compile(r"target|env|stage", re.IGNORECASE)),
    ("version", re.compile(r"version", re.IGNORECASE)),
    ("tag", re.compile(r"tag|ref|release|^to$", re.IGNORECASE)),
)


def arguments_of(doing: str, script: bytes) -> tuple[tuple[str, ...], bool]:
    """The placeholders for the arguments of a *script*, and whether it says what each of them is.

    Args:
        doing: what it does: "deploy", "rollback", "backup" and so on.
        script: its text.
    """
    if not SHELL.match(script):
        return (), True
    named: dict[int, str] = {}
    for line in script.splitlines():
        if FUNCTION.match(line) or line.startswith(b"#"):
            continue
        for name, plain, braced in GIVEN.findall(OF_AWK.sub(b"", line)):
            named[int(plain or braced)] = named.get(int(plain or braced)) or name.decode()
    if not named:
        return (), True
    found = [_meant(doing, named.get(at, ""), alone=max(named) == 1) for at in range(1, max(named) + 1)]
    return tuple(f"{{{word}}}" for word in found if word), all(found)


def _meant(doing: str, name: str, *, alone: bool) -> str:
    word = next((word for word, pattern in MEANT if pattern.search(name)), "")
    if not word and doing == "rollback" and alone:
        word = "tag"  # where else would it go back to
    return f"previous_{word}" if doing == "rollback" and word in {"tag", "version"} else word
