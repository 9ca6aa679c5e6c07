"""Releases that somebody vouches for.

Anybody can make a tag. One that nobody vouches for would make its maker's changes old, their people trusted and their
settings approved. So where releases must be signed, as for production, each is vouched for by those of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pytest_golive.context.signing.trust.agreed import Agreed, agreed_in
from pytest_golive.context.signing.trust.baseline import Baseline
from pytest_golive.context.signing.trust.merging import merged
from pytest_golive.context.signing.trust.points import Point, Reading, beside, points
from pytest_golive.context.signing.trust.protected import in_force
from pytest_golive.context.signing.trust.vouching import Authority
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import UNSHALLOW, PastRelease
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.signing.table import Signing

CURE = (
    "let one of the recorders, or somebody who has changed nothing in it, sign its tag (git tag --sign), keep the "
    "signed record of its deployment in golive-records/, or, where the forge lets nobody else make tags, set "
    "[tool.golive.signing] signed_releases = false"
)


@dataclass(frozen=True, slots=True)
class _Release:
    """A release that counts; *is_vouched* if somebody who may says so, and not only that it is the first."""

    point: Point
    agreed: Agreed
    is_vouched: bool

    def without(self, people: Mapping[str, object]) -> _Release:
        """The same for those alone whom *people* name, too, and as it does."""
        signing = self.agreed.signing
        left = {name: one for name, one in signing.people.items() if people.get(name) == one}
        return replace(self, agreed=replace(self.agreed, signing=signing.model_copy(update={"people": left})))


def demands(signing: Signing, *, production: bool) -> bool:
    """Whether a release counts only if somebody vouches for it."""
    return production if signing.signed_releases is None else signing.signed_releases


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked about the history.

    Attributes:
        here: what this release says about trust.
        ours: commits with the release that is checked out.
        names: of the project, which tags may contain.
        records: read files that may be records.
    """

    repository: Repository
    here: Signing
    ours: Sequence[str]
    names: tuple[str, ...]
    records: Iterable[Reading]
    production: bool

    def vouched(self, nearest: PastRelease | None) -> Baseline | None:
        """The last release that those of the one before vouch for; None where a tag is enough.

        Args:
            nearest: the release before by its tag alone.

        Raises:
            CannotMeasure: the clone is shallow, or settings of the past cannot be read.
        """
        if self.repository.is_shallow:
            if not self.here.people:
                return None  # nobody signs anything
            raise CannotMeasure("the clone is shallow, so nobody knows which releases came before", UNSHALLOW)
        found = self._counting(nearest)
        last = _last(found, found.keys())
        if not found and self.production:
            self._refuse_if_elsewhere(nearest)
        signing = merged([one.agreed.signing for one in last]) if self._names_people(last) else None
        counting, _ = in_force(self.repository, signing or self.here)
        if not demands(counting, production=self.production):
            return None
        since, place = self._since(last), " and ".join(one.point.place for one in last)
        settings = last[0].point if last else None
        name, commit = (settings.name, settings.commit) if settings else ("", "")
        is_known = nearest is not None and nearest.commit in found and found[nearest.commit].is_vouched
        doubt = "" if is_known else self._doubt(nearest, since, place)
        live = frozenset[str]().union(*(one.agreed.live for one in last))
        others = tuple(one.point.commit for one in last[1:])
        return Baseline(signing, place if signing else "", since, name, commit, live=live, doubt=doubt, others=others)

    def _refuse_if_elsewhere(self, nearest: PastRelease | None) -> None:
        """Refuse a history without the releases of this clone: it would be believed who may sign, like a first one."""
        tips = ["HEAD", *([nearest.commit] if nearest else [])]
        there = [point for point in beside(self.repository, tips) if point.commit not in self.ours]
        said = agreed_in(self.repository, {one.commit: one.place for one in there})
        for point in there:
            agreed = said[point.commit]
            known = Authority(self.repository, agreed.signing, agreed.release_tags, None, self.names, demands=True)
            if agreed.signing.people and known.vouches(point, agreed):
                raise CannotMeasure(
                    f"somebody vouches for {point.place}, and what is checked out does not descend from it, so its own "
                    "word on who may sign would count",
                    "release from a branch that descends from that release, or merge it",
                )

    def _doubt(self, nearest: PastRelease | None, since: str | None, place: str) -> str:
        """Why the nearest release does not count, and the cure."""
        if nearest is None or nearest.commit in {since, *self.ours}:
            return ""
        counts = f"changes count as new since {place if since else 'the first commit'}"
        return f"none of those who may sign vouches for {nearest.place}, so {counts}; {CURE}"

    def _counting(self, nearest: PastRelease | None) -> dict[str, _Release]:
        """By commit, the releases that count, each after all that it descends from."""
        candidates = points(self.repository, self.ours, self.records, nearest.commit if nearest else "")
        places = {one.commit: one.place for one in candidates}
        said = agreed_in(self.repository, places, wherever=self.production)
        are_people_named = any(agreed.signing.people for agreed in said.values())
        chain = partial(self._chain, candidates, said, are_people_named=are_people_named)
        # A tag on an old commit that nobody vouches for must not come before the first release that somebody does.
        return chain(with_first=False) or chain(with_first=are_people_named)

    def _chain(
        self,
        candidates: Sequence[Point],
        said: Mapping[str, Agreed],
        *,
        are_people_named: bool,
        with_first: bool,
    ) -> dict[str, _Release]:
        """The releases that those before vouch for; the first ones need nobody if *with_first*."""
        found: dict[str, _Release] = {}
        for point in candidates:
            agreed = said[point.commit]
            if are_people_named and not agreed.signing.people:
                continue
            before = _last(found, point.before)
            authority = self._authority(before, agreed if are_people_named else Agreed(self.here))
            is_vouched = authority.vouches(point, agreed)
            if is_vouched or (with_first and not before):
                found[point.commit] = _Release(point, agreed, is_vouched)
            elif agreed.signing.people:
                # It may count for nothing because somebody replaced its tag: whom it no longer names is not back.
                found |= {one.point.commit: one.without(agreed.signing.people) for one in before}
        return found

    def _authority(self, before: Sequence[_Release], own: Agreed) -> Authority:
        """Who vouches for what comes after *before*: the first release vouches for itself."""
        named = self._names_people(before)
        signing = merged([one.agreed.signing for one in before]) if named else own.signing
        tags = {one.agreed.release_tags for one in before} if named else {own.release_tags}
        globs = tags.pop() if len(tags) == 1 else ()
        counting, _ = in_force(self.repository, signing)
        needs = demands(counting, production=self.production)
        return Authority(self.repository, counting, globs, self._since(before), self.names, needs)

    def _since(self, last: Sequence[_Release]) -> str | None:
        if not last or not all(one.is_vouched for one in last):
            return None
        if len(last) == 1:
            return last[0].point.commit
        commits = (one.point.commit for one in last)
        base = self.repository.program.ask("merge-base", "--octopus", *commits)
        return base.decode().split()[0] if base else None

    @staticmethod
    def _names_people(last: Sequence[_Release]) -> bool:
        return any(one.agreed.signing.people for one in last)


def _last(counting: Mapping[str, _Release], among: Iterable[str]) -> list[_Release]:
    """The releases *among* those that count which come before no other of them."""
    here = [counting[commit] for commit in among if commit in counting]
    older = {commit for one in here for commit in one.point.before}
    return sorted((one for one in here if one.point.commit not in older), key=lambda one: one.point.commit)
