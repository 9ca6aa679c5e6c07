"""Distribute files over worker processes, one for each core, and read their answers line by line.

The workers are separate programs: what a tool imports, prints or changes stays out of the pytest process.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.processes import children
from pytest_golive.processes.pythons import python_of_ours, without_paths
from pytest_golive.progress import Progress

LONGEST = 1800.0  # seconds without an answer from any worker
FEW = 24  # files; for fewer, a second process costs more than it saves
STDERR_SHOWN = 300


def cores() -> int:
    """How many processes may run at once."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def spread(  # noqa: PLR0913 -- what is run, where, on what, and the progress
    module: str,
    root: Path,
    paths: Sequence[str],
    what: str,
    progress: Progress,
    *,
    kin: Callable[[str], str] | None = None,
    **job: object,
) -> Iterator[dict[str, Any]]:
    """Run the program *module* in *root* on all *paths* and yield its JSON answers, one for each file.

    A worker reads one JSON object, *job* with its share of the "paths", from its standard input and prints one JSON
    object a line.

    Args:
        module: the program's name.
        root: the folder in which it runs.
        paths: the files.
        what: what is done, in words.
        progress: shows how far it is.
        kin: returns the same key for similar paths, so that what a worker remembers of one helps with the next; see
            `shared_out`.
        job: further values for the workers.

    Raises:
        CannotMeasure: a worker could not start, ended early, or gave no answer for half an hour.
    """
    count = min(cores(), len(paths)) if len(paths) >= FEW else 1
    answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    shares = [paths[number::count] for number in range(count)] if kin is None else shared_out(paths, count, kin)
    processes = [_start(module, root, what) for _ in range(count)]
    try:
        for process, share in zip(processes, shares, strict=True):
            threading.Thread(target=_feed, args=(process, {**job, "paths": share}, answers), daemon=True).start()
        done = ended = 0
        while ended < count:
            answer = _next(answers, what)
            if answer is None:
                ended += 1
                continue
            done += 1
            progress(what, done, len(paths))
            yield answer
        if done != len(paths):
            raise _ended_early(processes, what, done, len(paths))
    finally:
        _stop(processes)


def shared_out(paths: Sequence[str], count: int, kin: Callable[[str], str]) -> list[list[str]]:
    """*paths* in *count* shares; in each, paths of the same *kin* are together, in their order.

    Many paths of a kind may take long, so each share gets a part of them; few of a kind are in one share.
    """
    families: dict[str, list[str]] = {}
    for path in paths:
        families.setdefault(kin(path), []).append(path)
    shares: list[list[str]] = [[] for _ in range(count)]
    for family in families.values():
        if len(family) < FEW:
            min(shares, key=len).extend(family)
            continue
        for number, share in enumerate(shares):
            share.extend(family[number * len(family) // count : (number + 1) * len(family) // count])
    return shares


def _start(module: str, root: Path, what: str) -> subprocess.Popen[bytes]:
    environment = {
        name: value
        for name, value in without_paths(children.environment(os.environ)).items()
        if not name.startswith(("COV_CORE_", "COVERAGE_"))
    }
    try:
        return subprocess.Popen(
            python_of_ours(root, module),
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise CannotMeasure(
            f"{what}: a worker could not start: {error.strerror}",
            "free some memory, or raise the limit of processes (ulimit -u)",
        ) from None


def _feed(process: subprocess.Popen[bytes], job: dict[str, object], answers: queue.SimpleQueue[Any]) -> None:
    try:
        if process.stdin is not None:
            process.stdin.write(json.dumps(job).encode())
            process.stdin.close()
        for line in process.stdout or ():
            answers.put(json.loads(line))
    except (OSError, ValueError):
        pass  # the number of answers shows it
    answers.put(None)


def _next(answers: queue.SimpleQueue[dict[str, Any] | None], what: str) -> dict[str, Any] | None:
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        try:
            return answers.get(timeout=1.0)
        except queue.Empty:
            continue
    raise CannotMeasure(f"{what}: no file was finished for {LONGEST:g} s", "search for a file that is much too large")


def _ended_early(processes: Sequence[subprocess.Popen[bytes]], what: str, done: int, total: int) -> CannotMeasure:
    said, status = "", 0
    for process in processes:
        if process.wait(timeout=10) != 0 and process.stderr is not None:
            status = status or process.returncode
            # The last line of a traceback names the error; the lines above may contain scanned text.
            last = process.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            said = said or last.partition(":")[0][:STDERR_SHOWN]
    how = f"killed by signal {-status}" if status < 0 else said or "it said nothing"
    return CannotMeasure(f"{what}: a worker ended after {done:,} of {total:,} files ({how})", _cure(how))


def _cure(how: str) -> str:
    if "signal" in how or "MemoryError" in how:
        return "give the machine more memory, or add the names of very large files to exclude"
    if "ModuleNotFoundError" in how or "ImportError" in how:
        return "a part is missing or has another version: pip install --force-reinstall 'pytest-golive[all]'"
    return "report it to pytest-golive with this message"


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except OSError:
                    continue
