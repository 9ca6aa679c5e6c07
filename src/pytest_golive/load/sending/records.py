"""The format of a generator's records, written line by line, and read while they are written.

Text, since it is evidence: tab-separated, with a letter first.

    S  worker  digest                     a generator has started
    N  number  name                       an endpoint's name, JSON
    O  number  reason                     why a request failed, JSON; 0 is success
    R  at  time  late  name  outcome      a request: seconds since the first was due, milliseconds, milliseconds
    L  at  late                           the generator's clock: how late it woke, in milliseconds
    J  late                               how late an ordinary thread woke on this machine, in milliseconds
    X  reason                             why the run cannot be trusted, JSON
    E  count  cpu                         the end: requests written, seconds of CPU
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from pytest_golive.errors import CannotMeasure

CHUNK: Final = 4_000_000
PATTERN: Final = "records-*.tsv"


class Request(NamedTuple):
    """One request.

    Attributes:
        at: when it was due, in seconds since the first.
        time: from then to the end of its response, in milliseconds.
        late: how much of that is the generator's own delay, in milliseconds.
        name: of its endpoint.
        error: why it failed; "" if it did not.
    """

    at: float
    time: float
    late: float
    name: str
    error: str


@dataclass
class RecordFile:
    """One generator's records, as far as they have been read.

    Attributes:
        digest: of its plan; "" before it has started.
        read: how many requests were read.
        written: how many it says that it wrote; None before its end.
        cpu: seconds of CPU that it used.
        lags: how late its clock woke, in milliseconds, with the time in seconds.
        jitter: how late an ordinary thread woke on its machine, in milliseconds.
        troubles: why the run cannot be trusted.
    """

    path: Path
    digest: str = ""
    read: int = 0
    written: int | None = None
    cpu: float = 0.0
    lags: list[tuple[float, float]] = field(default_factory=list)
    jitter: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    _offset: int = 0
    _names: dict[str, str] = field(default_factory=dict)
    _outcomes: dict[str, str] = field(default_factory=lambda: {"0": ""})

    def update(self) -> Iterator[Request]:
        """Read what has been written since; an incomplete line is left for later.

        Raises:
            CannotMeasure: a line is malformed.
        """
        while True:
            with self.path.open("rb") as file:
                file.seek(self._offset)
                data = file.read(CHUNK)
            whole = data.rfind(b"\n") + 1
            if not whole:
                return
            self._offset += whole
            for line in data[:whole].decode("utf-8", "replace").splitlines():
                try:
                    request = self._parse(line.split("\t"))
                except (ValueError, KeyError, IndexError):
                    raise CannotMeasure(
                        f"{self.path} holds a line that is no record: {line[:80]!r}",
                        "see whether the disk is full, and run the load again",
                    ) from None
                if request is not None:
                    self.read += 1
                    yield request

    def _parse(self, parts: list[str]) -> Request | None:
        match parts[0]:
            case "R":
                at, time, late = map(float, parts[1:4])
                return Request(at, time, late, self._names[parts[4]], self._outcomes[parts[5]])
            case "L":
                self.lags.append((float(parts[1]), float(parts[2])))
            case "J":
                self.jitter.append(float(parts[1]))
            case "N":
                self._names[parts[1]] = json.loads(parts[2])
            case "O":
                self._outcomes[parts[1]] = json.loads(parts[2])
            case "S":
                self.digest = parts[2]
            case "X":
                self.troubles.append(json.loads(parts[1]))
            case "E":
                self.written, self.cpu = int(parts[1]), float(parts[2])
            case _:
                raise ValueError(parts[0])
        return None
