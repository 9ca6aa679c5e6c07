"""Known findings of a code base that is not clean yet: old ones are reported, new and worse ones fail.

The file holds one finding per line, sorted, so that branches that add or remove findings merge without conflicts.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from pytest_golive.errors import SettingsError
from pytest_golive.findings import Finding, counted
from pytest_golive.judging.known import Alike, Known

HEADER = (
    "# Findings that were there when this file was written by: golive ratchet",
    "# New and worse ones fail. gate, path, rule, identity, size; one finding a line, sorted.",
)
FIELDS = 5
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings, divided into those that are new or worse, and those that are known."""

    found: tuple[Finding, ...]
    known: tuple[Finding, ...]


@dataclass
class Ratchet:
    """The known findings of one gate, and which of them are still there.

    Attributes:
        known: the recorded findings.
        renames: returns new paths by old ones, according to git since the file was written; called only if needed.
        better: how many findings are better than recorded.
    """

    known: Sequence[Known] = ()
    renames: Callable[[], Mapping[str, str]] = dict
    better: int = 0
    _left: dict[tuple[str, str], Alike] = field(init=False, repr=False)
    _old_names: dict[str, list[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._left = {}
        for finding in sorted(self.known, key=lambda known: -known.size):
            self._left.setdefault((finding.rule, finding.identity), Alike()).add(finding)

    @property
    def gone(self) -> int:
        """How many recorded findings were not found any more."""
        return sum(alike.left for alike in self._left.values())

    def compare(self, findings: Sequence[Finding]) -> Compared:
        """Divide *findings*; each recorded finding excuses one: at its place, else in its renamed file, else moved."""
        pairs = self._pairs(findings)
        new: list[Finding] = []
        old: list[Finding] = []
        for number, finding in enumerate(findings):
            recorded = pairs.get(number)
            if recorded is None:
                new.append(finding)
            elif round(finding.size, 2) > recorded.size:
                message = f"{finding.message} (worse than the known {recorded.size:g})"
                new.append(dataclasses.replace(finding, message=message))
            else:
                self.better += round(finding.size, 2) < recorded.size
                old.append(finding)
        return Compared(tuple(new), tuple(old))

    def _pairs(self, findings: Sequence[Finding]) -> dict[int, Known]:
        """The recorded finding that excuses a finding, by the finding's position in *findings*."""
        pairs: dict[int, Known] = {}
        alikes = [(number, one, self._left.get((one.rule, one.identity))) for number, one in enumerate(findings)]
        unpaired = [(number, one, alike) for number, one, alike in alikes if alike is not None]
        for pick in (_in_place, self._renamed, _moved):
            unpaired = [(number, one, alike) for number, one, alike in unpaired if alike.left and number not in pairs]
            for number, finding, alike in unpaired:
                known = pick(alike, finding)
                if known is not None:
                    pairs[number] = known
        return pairs

    def _renamed(self, alike: Alike, finding: Finding) -> Known | None:
        if not self._old_names:
            for old, new in self.renames().items():
                self._old_names.setdefault(new, []).append(old)
        return alike.take(self._old_names.get(finding.path, ()))


def _in_place(alike: Alike, finding: Finding) -> Known | None:
    return alike.take((finding.path,))


def _moved(alike: Alike, finding: Finding) -> Known | None:
    return alike.take_any() if finding.moves else None


def written(known: Iterable[Known]) -> str:
    """The text of the file; equal findings at one place are numbered, so that a merge cannot duplicate them."""
    lines: list[str] = []
    previous: tuple[str, ...] = ()
    count = 0
    for finding in sorted(known):
        place = (finding.gate, finding.path, finding.rule, finding.identity)
        count = count + 1 if place == previous else 1
        previous = place
        identity = f"{finding.identity}-{count}" if count > 1 else finding.identity
        path = quote(finding.path.encode("utf-8", "surrogateescape"), safe="/ ()[]{}@+,=~!$&'")
        lines.append("\t".join((finding.gate, path, quote(finding.rule, safe=" ()"), identity, f"{finding.size:.10g}")))
    return "\n".join([*HEADER, *lines]) + "\n"


def _size(text: str) -> float:
    size = float(text)
    if not math.isfinite(size):
        raise ValueError("nothing is worse than that")
    return size


def read(text: str, name: str) -> tuple[Known, ...]:
    """The findings in the *text* of the file *name*.

    If a merge left one finding in two sizes, the greater counts; the run then says that it can be lowered.

    Raises:
        SettingsError: lines are malformed; the first are listed.
    """
    known: dict[tuple[str, ...], Known] = {}
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            gate, path, rule, identity, size = line.split("\t")
            plain, _, nth = identity.partition("-")
            finding = Known(gate, unquote(path, errors="surrogateescape"), unquote(rule), plain, _size(size))
            key = (finding.gate, finding.path, finding.rule, plain, nth)
            known[key] = max(finding, known.get(key, finding))
        except ValueError:
            is_conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            faults.append((number, "a merge left its marks here" if is_conflict else f"not {FIELDS} fields and a size"))
    if faults:
        lines = "\n  ".join(f"{name}:{number}: {why}" for number, why in faults[:MOST_NAMED])
        raise SettingsError(
            f"{counted(len(faults), 'line')} of the ratchet cannot be read:\n  {lines}",
            "keep the lines of both sides without the marks; or remove the file and create it again: golive ratchet",
            path=name,
            line=faults[0][0],
        )
    return tuple(sorted(known.values()))
