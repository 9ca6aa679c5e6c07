"""Baselines: a service's response times, recorded while it is healthy, committed, and compared with later."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import replace_file, told
from pytest_golive.load.results.result import LoadResult, Measured
from pytest_golive.load.results.samples import Samples

FORMAT: Final = 1
# Times kept of each endpoint and run; more are thinned, evenly over the ranks.
MOST_TIMES: Final = 20_000
MOST_BYTES: Final = 200_000_000
MICROSECONDS: Final = 1000
SUFFIX: Final = ".json.gz"
TOTAL: Final = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The recorded runs of one target on one class of machine.

    Attributes:
        target: its name.
        machine: class of the machine that sent the load.
        recorded: when, ISO 8601, UTC.
        commit: of the project.
        scenario: what was sent, as in `Plan.scenario`.
        endpoints: the runs of each endpoint, by name; "" stands for all together.
    """

    target: str
    machine: str
    recorded: str
    commit: str
    scenario: Mapping[str, Any]
    endpoints: Mapping[str, list[Measured]]

    @classmethod
    def of(cls, result: LoadResult, *, target: str, machine: str, recorded: str, commit: str) -> Baseline:
        """A baseline from the result of a load test."""
        runs = {name: result.of(name).runs for name in (TOTAL, *result.names)}
        return cls(target, machine, recorded, commit, result.plan.scenario, runs)

    def times(self, name: str) -> list[Samples]:
        """The times of one endpoint, run by run; empty if it was not recorded."""
        return [run.times for run in self.endpoints.get(name, [])]

    def as_bytes(self) -> bytes:
        """Compressed JSON; equal baselines give equal bytes."""
        record = {
            "format": FORMAT,
            "target": self.target,
            "machine": self.machine,
            "recorded": self.recorded,
            "commit": self.commit,
            "scenario": self.scenario,
            "endpoints": {name: [_to_record(run) for run in runs] for name, runs in self.endpoints.items()},
        }
        text = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
            file.write(text)
        return packed.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Baseline:
        """The inverse of `as_bytes`.

        Raises:
            ValueError: the data is damaged, or not a baseline; the message says how.
        """
        record = _unpacked(data)
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise ValueError(f"it is not in format {FORMAT}")
        try:
            runs = {name: [_from_record(run) for run in runs] for name, runs in record["endpoints"].items()}
            target, machine, recorded, commit = words = [
                record[key] for key in ("target", "machine", "recorded", "commit")
            ]
            scenario = record["scenario"]
        except (KeyError, TypeError, AttributeError):
            raise ValueError("a part of it is missing or of another kind") from None
        if not all(isinstance(word, str) for word in words) or not isinstance(scenario, dict):
            raise ValueError("a part of it is missing or of another kind")
        if not runs.get(TOTAL) or not all(runs.values()):
            raise ValueError("it holds no run")
        return cls(target, machine, recorded, commit, scenario, runs)


def place_of(folder: Path, target: str, machine: str) -> Path:
    """The file for one target and class of machine."""
    return folder / _plain(target) / f"{_plain(machine)}{SUFFIX}"


def recorded_machines(folder: Path, target: str) -> list[str]:
    """The classes of machines for which *target* has a baseline, by their file names."""
    return sorted(path.name.removesuffix(SUFFIX) for path in (folder / _plain(target)).glob(f"*{SUFFIX}"))


def read_baseline(path: Path, target: str = "", machine: str = "") -> Baseline | None:
    """Read one baseline; None if the file does not exist.

    Raises:
        CannotMeasure: the file is damaged, or belongs to another target or machine.
    """
    anew = f"restore it from git, or record it again: golive baseline record --target {target or 'NAME'}"
    try:
        baseline = Baseline.from_bytes(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CannotMeasure(f"the baseline {path} cannot be read: {error}", anew) from None
    if (target and baseline.target != target) or (machine and baseline.machine != machine):
        raise CannotMeasure(f"the baseline {path} is that of {baseline.target} on {baseline.machine}", anew)
    return baseline


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write one baseline, completely or not at all.

    Raises:
        CannotMeasure: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, baseline.as_bytes())
    except OSError as error:
        raise CannotMeasure(*told(path, error)) from None


def _plain(name: str) -> str:
    word = quote(name, safe=" +=@")
    return word.replace(".", "%2E", 1) if word.startswith(".") else word


def _to_record(run: Measured) -> dict[str, Any]:
    times = [round(MICROSECONDS * value) for value in run.times.thinned(MOST_TIMES)]
    steps = [after - before for before, after in pairwise([0, *times])]
    return {"n": run.n, "seconds": run.seconds, "errors": dict(run.errors), "steps": steps}


def _from_record(record: Mapping[str, Any]) -> Measured:
    steps, errors, seconds = record["steps"], record["errors"], record["seconds"]
    whole = [*steps, *errors.values(), record["n"]]
    if not all(type(number) is int and number >= 0 for number in whole) or not isinstance(seconds, int | float):
        raise ValueError("it holds what is no number")
    if not steps or record["n"] < len(steps) or not 0 < seconds < float("inf"):
        raise ValueError("it holds a run without times")
    times = Samples(value / MICROSECONDS for value in accumulate(steps))
    return Measured(float(seconds), times, Counter(errors))


def _unpacked(data: bytes) -> Any:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(MOST_BYTES + 1)
    except EOFError:
        raise ValueError("it ends too early") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"it is not whole gzip data ({error})") from None
    if len(text) > MOST_BYTES:
        raise ValueError("it is far too large")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("it holds no JSON") from None
