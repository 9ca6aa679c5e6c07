"""Work on one instance of the target that GOLIVE_TARGET names.

python3 ops/instance.py replace|unpack|leave|stop|start|join INSTANCE TAG
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

PATIENCE = 120.0
DRAINING = 60.0


def place() -> dict[str, str]:
    """Where the target is."""
    lines = Path(f"ops/places/{os.environ['GOLIVE_TARGET']}.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def until(holds: Callable[[], bool], what: str, seconds: float) -> None:
    """Wait."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"gave up after {seconds:g} s: {what}")
        time.sleep(0.05)


class Instance:
    """One instance of a target, and its place behind the balancer."""

    def __init__(self, name: str, tag: str) -> None:
        self.name, self.tag, self.place = name, tag, place()
        self.folder = Path(self.place["FOLDER"])
        self.port = int(self.place[f"PORT_{name}"])
        self.release = self.folder / "releases" / tag
        self._words = [self.place["PYTHON"], "app.py", name, str(self.port), self.place["OWNER"]]

    def unpack(self) -> None:
        """The files of the tag, and the name of its commit."""
        if self.release.exists():
            return
        commit = subprocess.check_output(["git", "rev-parse", f"{self.tag}^{{commit}}"], text=True)
        half = Path(f"{self.release}.{os.getpid()}")
        half.mkdir(parents=True)
        packed = subprocess.check_output(["git", "archive", self.tag])
        subprocess.run(["tar", "-x", "-C", half], input=packed, check=True)
        (half / "COMMIT").write_text(commit)
        half.rename(self.release)

    def leave(self) -> None:
        """No new request comes here, and those under way are answered."""
        if self.place["FRONT"] == "haproxy":
            self._haproxy(f"set server shop/{self.name} state maint")
            until(lambda: self._under_way() == 0, "requests are under way", DRAINING)
        else:
            self._nginx(here=False)

    def join(self) -> None:
        """Requests come here again."""
        if self.place["FRONT"] == "haproxy":
            self._haproxy(f"set server shop/{self.name} state ready")
        else:
            self._nginx(here=True)

    def stop(self) -> None:
        """End the process, also one that a deployment which was cut short has started."""
        words = b"\0".join(word.encode() for word in self._words[1:])
        for pid in _running(words):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        until(lambda: not _running(words), f"instance {self.name} does not end", DRAINING)

    def start(self) -> None:
        """Start the release, and wait until it says that it is well."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            started = subprocess.Popen(
                self._words, cwd=self.release, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, **{key: self.place[key] for key in ("PGHOST", "PGUSER", "PGDATABASE")}},
            )  # fmt: skip

        def well() -> bool:
            if started.poll() is not None:
                sys.exit(f"instance {self.name} of {self.tag} ended at its start, with status {started.returncode}")
            with contextlib.suppress(OSError):
                url = f"http://127.0.0.1:{self.port}/healthz"
                return urllib.request.urlopen(url, timeout=10).status == 200  # nosec B310
            return False

        until(well, f"instance {self.name} of {self.tag} is not well", PATIENCE)

    def replace(self) -> None:
        """The release instead of what is there."""
        self.unpack()
        self.leave()
        self.stop()
        self.start()
        self.join()
        sys.stdout.write(f"{self.name}: {self.tag}\n")

    def _nginx(self, *, here: bool) -> None:
        """Write who is behind nginx, reload it, and wait for the workers that knew otherwise."""
        file = self.folder / "nginx" / "members.conf"
        line = f"server 127.0.0.1:{self.port};"
        members = [one for one in file.read_text().splitlines() if one not in {line, ""}] + [line] * here
        if not members:
            sys.exit(f"{self.name} is the only instance that serves")
        half = file.with_suffix(".half")
        half.write_text("\n".join(members) + "\n")
        half.rename(file)
        master = int((self.folder / "nginx" / "nginx.pid").read_text())
        before = _children(master)
        os.kill(master, signal.SIGHUP)
        until(lambda: not before & _children(master), "nginx does not end its old workers", DRAINING)

    def _haproxy(self, command: str) -> str:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(self.folder / "haproxy.sock"))
            asked.sendall(f"{command}\n".encode())
            asked.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: asked.recv(65_536), b"")).decode()

    def _under_way(self) -> int:
        rows = json.loads(self._haproxy("show stat shop 4 -1 json"))
        fields = {field["field"]["name"]: field["value"]["value"] for row in rows for field in row if self._is_me(row)}
        return int(fields["scur"])

    def _is_me(self, row: list[dict]) -> bool:
        return any(one["field"]["name"] == "svname" and one["value"]["value"] == self.name for one in row)


def _children(pid: int) -> set[int]:
    return {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def _running(words: bytes) -> list[int]:
    """The processes with these arguments; one that has ended and that nobody waits for has none."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and words in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


if __name__ == "__main__":
    work, *rest = sys.argv[1:]
    getattr(Instance(*rest), work)()
