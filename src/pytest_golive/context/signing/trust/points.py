"""Commits behind HEAD that may be releases: those that a tag marks, or that a record says were deployed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.tag_objects import TagObject, tags_here
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.record import Record

Reading = tuple[str, Callable[[], Record]]  # the name of a file, and what reads it
DEPLOYED = frozenset({"deploy", "post_deploy"})


@dataclass(frozen=True, slots=True)
class Point:
    """A commit that may be a release.

    Attributes:
        tags: that mark it.
        records: that say it went to production, by the names of their files; whether they are true is another question.
        before: the other points that it descends from.
    """

    commit: str
    tags: tuple[TagObject, ...]
    records: tuple[tuple[str, Record], ...]
    before: frozenset[str]

    @property
    def name(self) -> str:
        """Its tag, or else the file of its record."""
        return max([tag.name for tag in self.tags] or [name for name, _ in self.records])

    @property
    def place(self) -> str:
        """The point in words: "v1.2.0 at abc1234"."""
        return f"{self.name} at {self.commit[:7]}"


def points(repository: Repository, ours: Collection[str], records: Iterable[Reading], beside: str = "") -> list[Point]:
    """Those behind HEAD, each after all that it descends from.

    Args:
        repository: around the project.
        ours: commits with the release that is checked out, which is not before itself.
        records: reads files that may be records.
        beside: the commit of a release that was cut from a branch; "" for none.
    """
    tags, deployed = _by_commit(repository), _deployed(records)
    marked = [commit for commit in dict.fromkeys((*tags, *deployed)) if commit and commit not in ours]
    return [
        Point(commit, tuple(tags.get(commit, ())), tuple(deployed.get(commit, ())), before)
        for commit, before in _behind(repository, marked, ["HEAD", beside] if beside else ["HEAD"])
    ]


def beside(repository: Repository, tips: Sequence[str]) -> list[Point]:
    """What tags mark that is neither one of *tips* nor behind them."""
    tags = _by_commit(repository)
    marked = [commit for commit in tags if commit]
    behind = {commit for commit, _ in _behind(repository, marked, tips)}
    return [Point(commit, tuple(tags[commit]), (), frozenset()) for commit in marked if commit not in behind]


def _by_commit(repository: Repository) -> dict[str, list[TagObject]]:
    tags: dict[str, list[TagObject]] = {}
    for tag in tags_here(repository).values():
        tags.setdefault(tag.commit, []).append(tag)
    return tags


def _deployed(records: Iterable[Reading]) -> dict[str, list[tuple[str, Record]]]:
    """The signed records of what went to production, by commit; what is no record vouches for nothing."""
    found: dict[str, list[tuple[str, Record]]] = {}
    for name, read in records:
        try:
            record = read()
        except CannotMeasure:
            continue  # the row that holds records against the version reports it
        is_good = record.production and record.verdict == "GO" and not DEPLOYED.isdisjoint(record.phases)
        if is_good and record.signature:
            found.setdefault(record.subject.commit, []).append((name, record))
    return found


def _behind(repository: Repository, marked: Sequence[str], tips: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Those of the commits *marked* that are *tips* or behind them, each with the others that it descends from."""
    if not marked:
        return
    bits: Mapping[str, int] = {commit: 1 << number for number, commit in enumerate(marked)}
    reached: dict[str, int] = {}
    for line in repository.git("rev-list", "--topo-order", "--reverse", "--parents", *tips, "--").decode().splitlines():
        commit, *parents = line.split()
        mask = 0
        for parent in parents:
            mask |= reached.get(parent, 0)
        if commit in bits:
            yield commit, frozenset(one for one in marked if mask & bits[one])
        reached[commit] = mask | bits.get(commit, 0)
