"""The program that confines another one: ``python -I -S confine.py RULES program [arguments]``.

`confining` starts it. It takes rights away from itself by Landlock (Linux 5.13), and becomes the program.
What that starts is confined as well, and nothing gives the rights back. It imports nothing of ours.

RULES are JSON: the paths that may be run, read, and written.
"""

from __future__ import annotations

import ctypes
import json
import os
import stat
import struct
import sys

CREATE, ADD, RESTRICT = 444, 445, 446  # system calls, with the same numbers on every architecture
ASK = 1
RUN, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, DEVICE = 1 << 14, 1 << 15
OF_FILES = RUN | WRITE | READ | TRUNCATE | DEVICE
# What each version of Landlock knows of the file system: https://docs.kernel.org/userspace-api/landlock.html
FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
NEWEST_OF_FILES = (1 << 16) - 1
NETWORK_SINCE, SCOPES_SINCE = 4, 6
NO_NEW_PRIVILEGES = 38

_c = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """The version of Landlock that this kernel offers; 0 for none."""
    return max(0, int(_c.syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK))))


def confine(run: list[str], read: list[str], write: list[str]) -> None:
    """Let this process run, read and write only below these paths, and reach nobody else.

    Raises:
        OSError: the kernel refuses.
    """
    known = version()
    handled = FILES.get(known, NEWEST_OF_FILES)
    # Nobody is reached by TCP, no socket without a path, and no process outside gets a signal.
    more = [3] * (known >= NETWORK_SINCE) + [3] * (known >= SCOPES_SINCE)
    attributes = struct.pack(f"={1 + len(more)}Q", handled, *more)
    rules = _call(CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    for paths, rights in ((run, RUN | READ), (read, READ | LIST), (write, handled & ~RUN)):
        for path in paths:
            _allow(rules, path, rights & handled)
    if _c.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    _call(RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= OF_FILES
        rule = struct.pack("=Qi", rights, place)
        _call(ADD, ctypes.c_int(rules), ctypes.c_int(1), rule, ctypes.c_uint32(0))
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    result = int(_c.syscall(number, *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


if __name__ == "__main__":
    confine(**json.loads(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- no shell is wanted  # nosec B606
