"""Walks back through the history until the nearest release is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.delivery.git.program import Git

HEAD: Final = 1  # the first bit; those of the tips follow
FIRST_LOOK: Final = 64  # commits before the first check whether the walk is long enough
SKEW: Final = 86_400  # clocks may differ by so many seconds


@dataclass(slots=True)
class Walk:
    """The history that is known so far, back to before the nearest tip.

    Attributes:
        head: the commit where it starts.
        tips: the commits that may be the nearest.
        reached: for each commit, one bit for HEAD and one for each tip that can reach it.
        times: the time of each commit that was seen, in seconds since the epoch.
    """

    head: str
    tips: Sequence[str]
    reached: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    _bits: dict[str, int] = field(default_factory=dict)
    _parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _pending: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._mark(self.head, HEAD)
        for number, tip in enumerate(self.tips, 1):
            self._bits[tip] = HEAD << number
            self._mark(tip, HEAD << number)

    def is_ancestor(self, tip: str) -> bool:
        """Whether HEAD descends from *tip*."""
        return tip in self.times and bool(self.reached[tip] & HEAD)

    def counted(self) -> Mapping[int, int]:
        """How many known commits have each set of bits: for `after` and `beside`."""
        return Counter(self.reached[commit] for commit in self.times)

    def after(self, tip: str, counted: Mapping[int, int]) -> int:
        """How many commits HEAD has that *tip* lacks; too few if the walk is not long enough."""
        bit = self._bits[tip]
        return sum(number for mask, number in counted.items() if mask & HEAD and not mask & bit)

    def beside(self, tip: str, counted: Mapping[int, int]) -> int:
        """How many commits *tip* has that HEAD lacks."""
        bit = self._bits[tip]
        return sum(number for mask, number in counted.items() if mask & bit and not mask & HEAD)

    def holds(self, tip: str, other: str) -> bool:
        """Whether *other* is an ancestor of *tip*."""
        return bool(self.reached[other] & self._bits[tip])

    def commits_after(self, tip: str) -> Iterator[str]:
        """The commits that HEAD has and *tip* lacks."""
        bit = self._bits[tip]
        return (commit for commit in self.times if self.reached[commit] & (bit | HEAD) == HEAD)

    def nearest_ancestors(self, counted: Mapping[int, int]) -> list[str]:
        """The tips that HEAD descends from with the fewest commits after them; never HEAD itself."""
        behind = [tip for tip in self.tips if tip != self.head and self.is_ancestor(tip)]
        tip_bits = sum(self._bits[tip] for tip in behind)
        # Other tips have more commits after them.
        last = [tip for tip in behind if self.reached[tip] & tip_bits == self._bits[tip]]
        after = {tip: self.after(tip, counted) for tip in last}
        return [tip for tip in last if after[tip] == min(after.values())]

    def take(self, line: bytes) -> int:
        """Read one line of ``rev-list --timestamp --parents``; return the time of that commit."""
        time, commit, *parents = line.decode().split()
        self.times[commit] = int(time)
        self._parents[commit] = tuple(parents)
        self._pending.discard(commit)
        for parent in parents:
            self._mark(parent, self.reached[commit])
        return int(time)

    def is_enough(self, time: int) -> bool:
        """Whether no commit older than *time* can be nearer."""
        nearest = self.nearest_ancestors(self.counted())
        if not nearest or time > self.times[nearest[0]] - SKEW:
            return False
        bit = self._bits[nearest[0]]
        return all(self.reached[commit] & bit for commit in self._pending if self.reached[commit] & HEAD)

    def _mark(self, commit: str, bits: int) -> None:
        todo = [commit]
        while todo:
            commit = todo.pop()
            before = self.reached.get(commit, 0)
            if before | bits == before:
                continue
            self.reached[commit] = before | bits
            if commit in self._parents:  # seen before one of its children, whose clock was slow
                todo.extend(self._parents[commit])
            else:
                self._pending.add(commit)


def walk(program: Git, head: str, tips: Sequence[str]) -> Walk:
    """Walk back from *head* and *tips* until the nearest tip is known, or to the first commit."""
    walked = Walk(head, tips)
    start_commits = "".join(f"{commit}\n" for commit in (head, *tips)).encode()
    next_look = FIRST_LOOK
    with program.streaming("rev-list", "--timestamp", "--parents", "--stdin", feed=start_commits) as process:
        for number, line in enumerate(process.stdout or (), 1):
            time = walked.take(line)
            if number >= next_look:
                if walked.is_enough(time):
                    break
                next_look += next_look // 2
    return walked
