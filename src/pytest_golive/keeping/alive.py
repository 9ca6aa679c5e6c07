"""Which processes are there: a zombie that nobody has reaped is dead, and a number that was given anew is another.

The keeper loads this file, too, in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing takes longer to load than most of a keeper
if TYPE_CHECKING:
    from collections.abc import Iterator

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping import proc
else:
    import proc

DEAD = "ZXx"
# In the environment of what a run starts: the marks of all runs that it belongs to, with a semicolon between them.
MARK = "PYTEST_GOLIVE_RUN"
KEEPER = b"/pytest_golive/keeping/keeper.py\0"  # the last word of a keeper's command


def started_at(pid: int) -> int:
    """When the process *pid* began, in clock ticks since the machine did; 0 if there is none, or nobody can tell."""
    fields = proc.stat(pid)
    return int(fields[proc.STARTED]) if fields and fields[proc.STATE] not in DEAD else 0


def is_running(pid: int, began: int = 0) -> bool:
    """Whether the process *pid* runs.

    Args:
        pid: its number.
        began: from `started_at`; tells it from a later process of that number. 0 if unknown.
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
    """All processes that *pid* started, and they in turn, which are not dead; none where there is no /proc."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found = list(children.get(pid, ()))
    for other in found:
        found.extend(children.get(other, ()))  # it grows while we walk it
    return found


def marked(mark: str, *, exactly: bool) -> list[int]:
    """The processes that were started with *mark*, or, unless *exactly*, with one that begins so; none without /proc.

    A zombie has no environment any more, and what belongs to somebody else shows us none.
    """
    return [pid for pid, name in proc.names().items() if pid != os.getpid() and _bears(name, mark, exactly=exactly)]


def is_keeper(pid: int) -> bool:
    """Whether *pid* is a keeper, such as one of a run inside this one, wherever that has it from."""
    return proc.command(pid).endswith(KEEPER)


def group_is_there(group: int) -> bool:
    """Whether a process of that group is left, be it a zombie."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _parents() -> Iterator[tuple[int, int]]:
    """Each living process and the one that started it, or adopted it."""
    numbers = {name: number for number, name in proc.names().items()}
    for name, number in numbers.items():
        fields = proc.stat(number, name)
        if fields is not None and fields[proc.STATE] not in DEAD:
            yield number, numbers.get(fields[proc.PARENT], 0)


def _bears(name: str, mark: str, *, exactly: bool) -> bool:
    variables = proc.environment(name)
    marks = [text for one in variables if one.startswith(f"{MARK}=") for text in one[len(MARK) + 1 :].split(";")]
    return any(text == mark if exactly else text.startswith(mark) for text in marks)
