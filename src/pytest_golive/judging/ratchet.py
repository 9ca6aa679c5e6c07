"""Known findings of a code base that is not clean yet: old ones are reported, new and worse ones fail.

The file has one finding a line, sorted, so that two branches that each remove or add some merge without a conflict.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from pytest_golive.errors import SettingsError
from pytest_golive.findings import Finding
from pytest_golive.judging.known import Alike, Known

HEADER = (
    "# Findings that were there when this file was written by: golive ratchet",
    "# New and worse ones fail. gate, path, rule, identity, size; one finding a line, sorted.",
)
FIELDS = 5
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings, those that are new or worse, and those that are known."""

    found: tuple[Finding, ...]
    known: tuple[Finding, ...]


@dataclass
class Ratchet:
    """The known findings of one gate, and which of them are still there.

    Attributes:
        known: as recorded.
        renames: new paths by old ones, as git sees them since the file was written; asked only if needed.
        better: how many are less bad than they were.
    """

    known: Sequence[Known] = ()
    renames: Callable[[], Mapping[str, str]] = dict
    better: int = 0
    _left: dict[tuple[str, str], Alike] = field(init=False, repr=False)
    _old_names: dict[str, list[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._left = {}
        for one in sorted(self.known, key=lambda known: -known.size):
            self._left.setdefault((one.rule, one.identity), Alike()).add(one)

    @property
    def gone(self) -> int:
        """How many were not found any more."""
        return sum(alike.left for alike in self._left.values())

    def compare(self, findings: Sequence[Finding]) -> Compared:
        """Part *findings*; each recorded one excuses one: the one in its place, else under its old name, else moved."""
        pairs = self._pairs(findings)
        new: list[Finding] = []
        old: list[Finding] = []
        for number, finding in enumerate(findings):
            was = pairs.get(number)
            if was is None:
                new.append(finding)
            elif round(finding.size, 2) > was.size:
                message = f"{finding.message} (worse than the known {was.size:g})"
                new.append(dataclasses.replace(finding, message=message))
            else:
                self.better += round(finding.size, 2) < was.size
                old.append(finding)
        return Compared(tuple(new), tuple(old))

    def _pairs(self, findings: Sequence[Finding]) -> dict[int, Known]:
        """The recorded one that excuses a finding, by the finding's number."""
        pairs: dict[int, Known] = {}
        alikes = [(number, one, self._left.get((one.rule, one.identity))) for number, one in enumerate(findings)]
        open_ = [(number, one, alike) for number, one, alike in alikes if alike is not None]
        for pick in (_in_place, self._renamed, _moved):
            open_ = [(number, one, alike) for number, one, alike in open_ if alike.left and number not in pairs]
            for number, finding, alike in open_:
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
    """The text of the file; equal findings at one place are numbered, so that a merge cannot double them."""
    lines: list[str] = []
    before: tuple[str, ...] = ()
    count = 0
    for one in sorted(known):
        place = (one.gate, one.path, one.rule, one.identity)
        count = count + 1 if place == before else 1
        before = place
        identity = f"{one.identity}-{count}" if count > 1 else one.identity
        path = quote(one.path.encode("utf-8", "surrogateescape"), safe="/ ()[]{}@+,=~!$&'")
        lines.append("\t".join((one.gate, path, quote(one.rule, safe=" ()"), identity, f"{one.size:.10g}")))
    return "\n".join([*HEADER, *lines]) + "\n"


def _size(text: str) -> float:
    size = float(text)
    if not math.isfinite(size):
        raise ValueError("nothing is worse than that")
    return size


def read(text: str, name: str) -> tuple[Known, ...]:
    """The findings in the *text* of the file *name*.

    Of one finding that a merge has left in two sizes the greater counts; the run then asks for it to be lowered.

    Raises:
        SettingsError: lines are not ours; they are listed.
    """
    known: dict[tuple[str, ...], Known] = {}
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            gate, path, rule, identity, size = line.split("\t")
            plain, _, nth = identity.partition("-")
            one = Known(gate, unquote(path, errors="surrogateescape"), unquote(rule), plain, _size(size))
            place = (one.gate, one.path, one.rule, plain, nth)
            known[place] = max(one, known.get(place, one))
        except ValueError:
            is_conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            faults.append((number, "a merge left its marks here" if is_conflict else f"not {FIELDS} fields and a size"))
    if faults:
        told = "\n  ".join(f"{name}:{number}: {why}" for number, why in faults[:MOST_NAMED])
        raise SettingsError(
            f"{len(faults)} line(s) of the ratchet cannot be read:\n  {told}",
            "keep the lines of both sides without the marks; or remove the file and create it again: golive ratchet",
            path=name,
            line=faults[0][0],
        )
    return tuple(sorted(known.values()))
