"""Keeps one child for one run, and no longer: whatever is killed, nothing of the child is left running.

A process of its own, in an interpreter without any packages. It starts the child, adopts the child's orphans, and ends
the whole process tree when the child exits, when it is told to, or when one of the processes it works for is gone,
for whatever reason. Without a child it watches a process of the run: see `sweeping`.

It reads its job from its standard input, after a line with the number of its bytes, and writes how the child ended to
its standard output, as JSON. Any further input ends it, and so does SIGTERM if it has a child. If the input closes
without a word, the run is gone.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False  # importing typing takes longer than most of a keeper
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping.quiet import Suppress
    from pytest_golive.keeping.sweeping import sweep
    from pytest_golive.keeping.watch import Watch
else:  # run by its path, outside any package
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- pathlib would double the start time
    from quiet import Suppress
    from sweeping import sweep
    from watch import Watch


def main() -> int:
    """Do the job."""
    written, rest = _input()
    # The run that started us wrote it. JSON would take as long to import as all the rest.
    job: dict[str, Any] = marshal.loads(written)  # noqa: S302  # nosec B302
    if job["command"]:
        return _keep_child(job, is_dismissed=bool(rest))
    watch = Watch(job, is_dismissed=bool(rest))
    while not watch.is_over():
        pass
    sweep(job, is_dismissed=watch.is_dismissed)
    return 0


def _keep_child(job: dict[str, Any], *, is_dismissed: bool) -> int:
    import subprocess  # not needed for the keeper of a run, and as slow to import as all the rest

    if TYPE_CHECKING or __package__:
        from pytest_golive.keeping.tree import Tree
    else:
        from tree import Tree
    watch = Watch(job, is_dismissed=is_dismissed)  # late: the child inherits ignored signals
    try:
        tree = Tree(job)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _answer(error=str(getattr(error, "strerror", None) or error))
        return 1
    try:
        while tree.is_there and not watch.is_over():
            pass
    finally:
        tree.end(hurry=not watch.is_dismissed)
    _answer(status=tree.status)
    return 0


def _input() -> tuple[bytes, bytes]:
    """The job, and what followed it: a request to end immediately."""
    came = b""
    while b"\n" not in came and (piece := os.read(0, 1 << 16)):
        came += piece
    size, _, came = came.partition(b"\n")
    while len(came) < int(size) and (piece := os.read(0, 1 << 16)):
        came += piece
    return came[: int(size)], came[int(size) :]


def _answer(*, status: int | None = None, error: str | None = None) -> None:
    if error is None and status is not None:
        answer = f'{{"status": {status}}}'
    else:
        answer = _in_json({"status": status} if error is None else {"error": error})
    with Suppress(OSError):  # the process that waits for the answer is gone
        os.write(1, answer.encode() + b"\n")


def _in_json(facts: dict[str, Any]) -> str:
    import json  # slow to import, and needed only for a child that did not start

    return json.dumps(facts)


if __name__ == "__main__":
    sys.exit(main())
