"""A file that may not grow further: writes are short by the kernel's own hand, at every byte of a line."""

from __future__ import annotations

import json
import subprocess
import sys

WORK = """
import json, resource, signal, sys, tempfile
from pathlib import Path
from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.reading import read
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.errors import CannotMeasure

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
release, hard = Release("sha256:a", "1.4.2"), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
found, size = [], 5_000
with tempfile.TemporaryDirectory() as folder:
    for number in range(size // 31):
        limit = 1 + number * 31
        path = Path(folder) / str(number) / "prod.jsonl"
        acknowledged, said, more = [], "", ""
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with Journal.opened(path, "prod", release, "ann@build-1 4711") as journal:
                for step in ("a", "b"):
                    acknowledged.append(journal.begin(step).hash)
                    acknowledged.append(journal.end(step, Result.PASSED).hash)
        except CannotMeasure as error:
            said = str(error)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            if acknowledged:
                try:
                    journal.tell(Event.NOTED)
                    more = "written"
                except CannotMeasure:
                    pass
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        left = read(path)
        Journal.opened(path, "prod", release).close()
        after = [one.hash for one in read(path).entries]
        aside = b"".join(one.read_bytes() for one in path.parent.glob("*.torn-*"))
        found.append({
            "said": said, "lost": len(set(acknowledged) - set(after)), "more": more, "torn": len(left.torn),
            "aside": len(aside), "kept": after[: len(left.entries)] == [one.hash for one in left.entries],
        })
print(json.dumps(found))
"""


def test_a_write_that_is_cut_short_loses_nothing_and_nothing_follows_it():
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert all((one["lost"], one["more"], one["kept"]) == (0, "", True) for one in found)
    assert all(one["torn"] == one["aside"] for one in found)
    torn = [one for one in found if one["torn"]]
    assert len(torn) > 60
    assert all(
        "cannot be written: File too large; raise the limit for the size of files" in one["said"] for one in torn
    )
    assert found[-1]["said"] == ""
