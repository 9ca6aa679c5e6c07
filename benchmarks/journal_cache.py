"""Crash a deployment on a file system that forgets what was not synced; the system's own calls end in this process.

    pip install mfusepy; apt-get install fuse3 libfuse3-3
    python benchmarks/journal_cache.py

It needs root and /dev/fuse. Each deployment is killed at one sync of its journal; then the file system loses its cache.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from journal_crashes import known
from journal_work import prepare, problems

WORK = Path(__file__).parent / "journal_work.py"
LOSE = "/.lose"  # a folder of this name cannot be made: the cache is lost
SYNCS = ("fsync", "fdatasync", "write")
PATIENCE = 600.0


class Forgetful:
    """Keeps what was synced, and forgets all else when it is told to."""

    use_ns = True

    def __init__(self) -> None:
        self.seen: dict[str, bytes | None] = {"/": None}  # None for a folder
        self.synced: dict[str, bytes] = {}
        self.names = {"/"}

    def mkdir(self, path: str, mode: int) -> int:  # noqa: ARG002 -- as FUSE calls it
        if path == LOSE:
            left = {name: content for name, content in self.seen.items() if self._is_named(name)}
            self.seen = {n: None if c is None else self.synced.get(n, b"") for n, c in left.items()}
            raise PermissionError(errno.EPERM, LOSE)
        self.seen[path] = None
        return 0

    def _is_named(self, path: str) -> bool:
        return all(str(one) in self.names for one in (Path(path), *Path(path).parents))

    def getattr(self, path: str, fh: Any = None) -> dict[str, Any]:  # noqa: ARG002
        if path not in self.seen:
            raise FileNotFoundError(errno.ENOENT, path)
        content = self.seen[path]
        kind = stat.S_IFDIR | 0o755 if content is None else stat.S_IFREG | 0o644
        return {"st_mode": kind, "st_nlink": 1, "st_size": len(content or b""), "st_uid": 0, "st_gid": 0}

    def readdir(self, path: str, fh: int) -> list[str]:  # noqa: ARG002
        return [".", "..", *(Path(one).name for one in self.seen if one != "/" and str(Path(one).parent) == path)]

    def create(self, path: str, mode: int, fi: Any = None) -> int:  # noqa: ARG002
        self.seen.setdefault(path, b"")
        return 0

    def open(self, path: str, flags: int) -> int:  # noqa: ARG002
        return 0

    def opendir(self, path: str) -> int:  # noqa: ARG002
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:  # noqa: ARG002
        return (self.seen[path] or b"")[offset : offset + size]

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:  # noqa: ARG002
        old = self.seen[path] or b""
        self.seen[path] = old[:offset] + bytes(data) + old[offset + len(data) :]
        return len(data)

    def truncate(self, path: str, length: int, fh: Any = None) -> int:  # noqa: ARG002
        self.seen[path] = (self.seen[path] or b"")[:length]
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:  # noqa: ARG002
        self.synced[path] = self.seen[path] or b""
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:  # noqa: ARG002
        self.names |= {one for one in self.seen if str(Path(one).parent) == path}
        return 0


def mount(top: Path) -> None:
    """Serve the file system at *top* until it is unmounted."""
    import mfusepy

    disk = type("Disk", (Forgetful, mfusepy.Operations), {})()
    mfusepy.FUSE(disk, str(top), foreground=True, nothreads=True, direct_io=True, entry_timeout=0, attr_timeout=0)


def try_at(scenario: str, call: str, number: int) -> tuple[bool, list[str]]:
    """Kill a deployment at one call, lose the cache, and judge; whether the call was reached, and what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        server = subprocess.Popen((sys.executable, __file__, "--mount", top), stdout=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + PATIENCE
            while not os.path.ismount(top) and server.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            if not os.path.ismount(top):
                raise SystemExit("the file system is not mounted: see above")
            path = prepare(top, scenario)
            before = known(path)
            if before:  # what was there is on the disk
                subprocess.run(("sync", path), check=True)
            how = ("-e", f"inject={call}:signal=KILL:when={number}")
            command = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, *how, sys.executable, WORK, path)
            environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
            done = subprocess.run(
                command, capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False
            )
            with contextlib.suppress(PermissionError):
                (top / LOSE.strip("/")).mkdir()
            return done.returncode != 0, problems(path, done.stdout, before, scenario)
        finally:
            subprocess.run(("umount", "--lazy", top), check=False)
            server.wait(timeout=PATIENCE)


def main() -> int:
    """Try all points."""
    if sys.argv[1:2] == ["--mount"]:
        mount(Path(sys.argv[2]))
        return 0
    points, wrong = 0, []
    for scenario in ("new", "older", "torn", "no newline"):
        for call in SYNCS:
            number = 1
            while True:
                is_reached, found = try_at(scenario, call, number)
                wrong += [f"{scenario}, {call} {number}: {one}" for one in found]
                if not is_reached:
                    break
                points, number = points + 1, number + 1
    print(f"{points} points, after which the cache was lost, {len(wrong)} wrong")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
