"""What /proc says about processes, by the process ids of our own namespace.

A container may see the /proc of its host, where our processes have other ids.

The keeper also loads this file, in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import os

PROC = "/proc"
STATE, PARENT, STARTED = 0, 1, 19  # fields of /proc/PID/stat after the name


def is_here() -> bool:
    """Whether /proc exists; it does not on macOS."""
    return os.path.exists(f"{PROC}/self/stat")  # noqa: PTH110 -- pathlib would double the keeper's start time


def names() -> dict[int, str]:
    """All processes of our namespace: their names in /proc by their ids."""
    try:
        listed = [name for name in os.listdir(PROC) if name.isdecimal()]  # noqa: PTH208 -- as above
    except OSError:
        return {}
    if _is_ours():
        return {int(name): name for name in listed}
    our_namespace = _namespace("self")
    return {number: name for name in listed if _namespace(name) == our_namespace and (number := _number(name))}


def stat(pid: int, name: str = "") -> list[str] | None:
    """The fields of /proc/PID/stat after the name: the state, the parent (its id in /proc), and so on."""
    text = _read(name or _name(pid), "stat")
    # The name is in parentheses, and may contain some itself.
    return text.decode("ascii", "replace").rpartition(")")[2].split() or None


def command(pid: int) -> bytes:
    """Program and arguments, each terminated by a zero byte; empty for a zombie."""
    return _read(_name(pid), "cmdline")


def environment(name: str) -> list[str]:
    """The initial environment of the process *name*, as NAME=VALUE; empty if we may not read it."""
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
    """The process id in its own namespace; 0 if it has just exited."""
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
