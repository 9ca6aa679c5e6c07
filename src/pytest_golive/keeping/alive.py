"""Which processes are alive: a zombie counts as dead, and a reused process id as another process.

The keeper also loads this file, in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing typing takes longer than most of a keeper
if TYPE_CHECKING:
    from collections.abc import Iterator

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping import proc
else:
    import proc

DEAD = "ZXx"
# An environment variable of everything that a run starts: the marks of all its runs, separated by semicolons.
MARK = "PYTEST_GOLIVE_RUN"
KEEPER = b"/pytest_golive/keeping/keeper.py\0"  # the last argument of a keeper's command


def started_at(pid: int) -> int:
    """When the process *pid* started, in clock ticks since boot; 0 if it does not exist, or /proc does not show it."""
    fields = proc.stat(pid)
    return int(fields[proc.STARTED]) if fields and fields[proc.STATE] not in DEAD else 0


def is_running(pid: int, began: int = 0) -> bool:
    """Whether the process *pid* runs.

    Args:
        pid: its process id.
        began: from `started_at`; distinguishes it from a later process with the same id. 0 if unknown.
    """
    if (fields := proc.stat(pid)) is not None:
        return fields[proc.STATE] not in DEAD and began in {0, int(fields[proc.STARTED])}
    if proc.is_here():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def descendants(pid: int) -> list[int]:
    """All living processes that *pid* started, directly or indirectly; none without /proc."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found = list(children.get(pid, ()))
    for process in found:
        found.extend(children.get(process, ()))  # the list grows during the iteration
    return found


def marked(mark: str, *, exactly: bool) -> list[int]:
    """The processes started with *mark*, or, unless *exactly*, with a mark that begins with it; none without /proc.

    A zombie has no environment any more, and processes of other users do not show theirs.
    """
    return [pid for pid, name in proc.names().items() if pid != os.getpid() and _bears(name, mark, exactly=exactly)]


def is_keeper(pid: int) -> bool:
    """Whether *pid* is a keeper, also one of a run inside this run, whatever its installation path."""
    return proc.command(pid).endswith(KEEPER)


def group_is_there(group: int) -> bool:
    """Whether a process of the group still exists, even a zombie, or one of another user."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _parents() -> Iterator[tuple[int, int]]:
    """The ids of each living process and of its parent."""
    numbers = {name: number for number, name in proc.names().items()}
    for name, number in numbers.items():
        fields = proc.stat(number, name)
        if fields is not None and fields[proc.STATE] not in DEAD:
            yield number, numbers.get(fields[proc.PARENT], 0)


def _bears(name: str, mark: str, *, exactly: bool) -> bool:
    variables = proc.environment(name)
    values = [variable[len(MARK) + 1 :] for variable in variables if variable.startswith(f"{MARK}=")]
    marks = [text for value in values for text in value.split(";")]
    return any(text == mark if exactly else text.startswith(mark) for text in marks)
