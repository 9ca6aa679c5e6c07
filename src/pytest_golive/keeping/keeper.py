"""Keeps one child for one run, and not a moment longer: whatever is killed, nothing of it stays.

A process of its own, in an interpreter without any packages. It starts the child, adopts what that leaves behind, and
ends the whole tree when the child has ended, when it is told to, and when one of the processes it works for is gone,
however that ended. Without a child it keeps a process of the run: see `sweeping`.

It reads its job, one JSON object, from its standard input, and writes how the child ended to its standard output. A
further word there ends it, and so does SIGTERM if it keeps a child; an input that closes without one: the run is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys

TYPE_CHECKING = False  # typing takes longer to load than most of a keeper
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping.sweeping import sweep
    from pytest_golive.keeping.watch import Watch
else:  # run by its path, where nothing of ours is a package
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- pathlib would double the start
    from sweeping import sweep
    from watch import Watch


def main() -> int:
    """Do the job."""
    line, rest = _input()
    job: dict[str, Any] = json.loads(line)
    if job["command"]:
        return _keep_child(job, told=bool(rest))
    watch = Watch(job, told=bool(rest))
    while not watch.is_over():
        pass
    sweep(job, told=watch.told)
    return 0


def _keep_child(job: dict[str, Any], *, told: bool) -> int:
    import subprocess  # which the keeper of a run has no use for, and which takes as long as all the rest

    if TYPE_CHECKING or __package__:
        from pytest_golive.keeping.tree import Tree
    else:
        from tree import Tree
    watch = Watch(job, told=told)  # last: the child gets the signals as they were for us
    try:
        tree = Tree(job)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _answer(error=str(getattr(error, "strerror", None) or error))
        return 1
    try:
        while tree.is_there and not watch.is_over():
            pass
    finally:
        tree.end(hurry=not watch.told)
    _answer(status=tree.status)
    return 0


def _input() -> tuple[bytes, bytes]:
    """The first line of our input, and what came with it: a word that tells us to end already."""
    line = b""
    while b"\n" not in line and (piece := os.read(0, 1 << 16)):
        line += piece
    line, _, rest = line.partition(b"\n")
    return line, rest


def _answer(**facts: object) -> None:
    with contextlib.suppress(OSError):  # whoever asked is gone
        os.write(1, json.dumps(facts).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
