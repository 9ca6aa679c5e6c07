"""What a power loss leaves of a deployment's journal, at every moment, from a record of its system calls.

The record is replayed on two models of the file system: what every process sees, and what is on the disk, where the
content of a file comes by ``fsync`` or ``fdatasync`` of it, and a name by ``fsync`` of its folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from journal_work import SCENARIOS, prepare, problems

from pytest_golive.delivery.journal.reading import NoJournal, read

WORK = Path(__file__).parent / "journal_work.py"
CALLS = "openat,write,fdatasync,fsync,ftruncate,mkdir,unlink,rename"
CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)")
PATIENCE = 600.0


@dataclass
class Disk:
    """The files below one folder.

    Attributes:
        seen: content by path, as processes see it.
        synced: content by path, as far as it was synced.
        names: paths of files and folders whose names are on the disk.
        folders: all folders.
        said: what was printed.
    """

    top: Path
    seen: dict[str, bytes] = field(default_factory=dict)
    synced: dict[str, bytes] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    said: str = ""

    def take(self, name: str, texts: list[str], rest: str) -> None:
        """One system call, by its name, its texts and its other arguments."""
        path = texts[0] if texts else ""
        if name == "write" and rest.startswith("1<"):
            self.said += texts[1]
        elif not path.startswith(f"{self.top}/") and path != str(self.top):
            return
        elif name == "mkdir":
            self.folders.add(path)
        elif name == "openat" and "O_CREAT" in rest:
            self.seen.setdefault(path, b"")
        elif name == "write":
            self.seen[path] = self.seen.get(path, b"") + texts[1].encode("latin-1")
        elif name == "ftruncate":
            self.seen[path] = self.seen[path][: int(rest.rpartition(",")[2])]
        elif name in {"fsync", "fdatasync"}:
            self._sync(path)

    def _sync(self, path: str) -> None:
        if path in self.seen:
            self.synced[path] = self.seen[path]
        else:
            self.names |= {one for one in (*self.seen, *self.folders) if str(Path(one).parent) == path}

    def left(self) -> Iterator[dict[str, bytes]]:
        """What the disk may hold after a power loss: only what was synced, all of it, or parts of what was not."""
        yield {path: self.synced.get(path, b"") for path in self.seen if self._is_named(path)}
        yield dict(self.seen)
        for path, content in self.seen.items():
            known = self.synced.get(path, b"")
            if content == known or not content.startswith(known):
                continue
            new = len(content) - len(known)
            for length in {1, new // 3, new // 2, new - 1} - {0}:
                yield {**self.seen, path: content[: len(known) + length]}
                yield {**self.seen, path: content[: len(known) + length].ljust(len(content) + 100, b"\0")}
            yield {**self.seen, path: known.ljust(4_096, b"\0")}

    def _is_named(self, path: str) -> bool:
        parents = [str(parent) for parent in Path(path).parents if str(parent) in self.folders]
        return path in self.names and self.names.issuperset(parents)


def calls(log: Path) -> Iterator[tuple[str, list[str], str]]:
    """The successful calls in a record of strace: name, texts (paths of file descriptors, too), and the line."""
    for line in log.read_text(encoding="ascii").splitlines():
        if match := CALL.match(line):
            name, rest = match[1], match[2]
            found = re.findall(r"((?:\\x[0-9a-f]{2})+)", rest)
            texts = [bytes.fromhex(text.replace("\\x", "")).decode("latin-1") for text in found]
            yield name, texts[1:] if name == "openat" else texts, rest


def lose(scenario: str) -> tuple[int, list[str]]:
    """The number of states that power losses may leave of one scenario, and what is wrong with them."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name).resolve()
        path = prepare(top / "work", scenario)
        path.parents[2].mkdir(exist_ok=True)
        try:
            before = [one.hash for one in read(path).entries]
        except NoJournal:
            before = []
        there = {str(one): one.read_bytes() for one in (top / "work").rglob("*") if one.is_file()}
        disk = Disk(top / "work", dict(there), dict(there), set(there))
        log, trace = top / "log", ("-e", f"trace={CALLS}")
        command = ("strace", "-f", "-qq", "-y", "-xx", "-s", "99999", *trace, "-o", log, sys.executable, WORK, path)
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        states, wrong = 0, []
        for call, texts, rest in calls(log):
            disk.take(call, texts, rest)
            for left in disk.left():
                states += 1
                with tempfile.TemporaryDirectory(dir=top) as again:
                    found = problems(_laid_out(Path(again), disk.top, left, path), disk.said, before, scenario)
                wrong += [f"{scenario}: after {call}: {one}" for one in found]
        if len(disk.said.splitlines()) < 5:
            wrong.append(f"{scenario}: the record is incomplete: {disk.said!r}")
        return states, wrong


def _laid_out(folder: Path, top: Path, left: dict[str, bytes], path: Path) -> Path:
    """Write the files that are left into *folder* instead of *top*; returns where *path* is then."""
    for one, content in left.items():
        place = folder / Path(one).relative_to(top)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder / path.relative_to(top)


def main() -> int:
    """Try all scenarios."""
    wrong = []
    for scenario in SCENARIOS:
        states, found = lose(scenario)
        print(f"{scenario}: {states} states after a power loss, {len(found)} wrong", flush=True)
        wrong += found
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
