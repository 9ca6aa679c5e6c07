"""What the system says of processes, under the numbers that they have for us.

A container may show the /proc of the machine around it, where our processes have other numbers.

The keeper loads this file, too, in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import os

PROC = "/proc"
STATE, PARENT, STARTED = 0, 1, 19  # fields of /proc/PID/stat, counted from behind the name


def is_here() -> bool:
    """Whether there is such a thing; not on macOS."""
    return os.path.exists(f"{PROC}/self/stat")  # noqa: PTH110 -- pathlib alone would double the keeper's start


def names() -> dict[int, str]:
    """Every process of ours, by its number: what it is called in /proc."""
    try:
        listed = [name for name in os.listdir(PROC) if name.isdecimal()]  # noqa: PTH208 -- see above
    except OSError:
        return {}
    if _is_ours():
        return {int(name): name for name in listed}
    ours = _namespace("self")
    return {number: name for name in listed if _namespace(name) == ours and (number := _number(name))}


def stat(pid: int, name: str = "") -> list[str] | None:
    """The fields of /proc/PID/stat behind the name: the state, the parent (its number there), and so on."""
    text = _read(name or _name(pid), "stat")
    # The name stands in brackets, and may hold some itself.
    return text.decode("ascii", "replace").rpartition(")")[2].split() or None


def command(pid: int) -> bytes:
    """Program and arguments, each with a zero byte behind it; empty for a zombie."""
    return _read(_name(pid), "cmdline")


def environment(name: str) -> list[str]:
    """The variables that the process *name* was started with, each as NAME=VALUE; none if it does not show them."""
    return os.fsdecode(_read(name, "environ")).split("\0")


def _name(pid: int) -> str:
    return str(pid) if _is_ours() else names().get(pid, "")


def _is_ours() -> bool:
    try:
        return os.readlink(f"{PROC}/self") == str(os.getpid())  # noqa: PTH115
    except OSError:
        return True


def _namespace(name: str) -> str:
    try:
        return os.readlink(f"{PROC}/{name}/ns/pid")  # noqa: PTH115
    except OSError:
        return ""


def _number(name: str) -> int:
    """Its number in its own namespace; 0 if it has just ended."""
    for line in _read(name, "status").splitlines():
        if line.startswith(b"NSpid:"):
            return int(line.split()[-1])
    return 0


def _read(name: str, what: str) -> bytes:
    if not name:
        return b""
    try:
        with open(f"{PROC}/{name}/{what}", "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""
