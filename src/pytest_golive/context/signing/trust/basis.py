"""What trust is based on: the release before, found by what earlier settings say, whatever those of this release do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pytest_golive.context.releases import checked_out, is_same_release
from pytest_golive.context.signing.tagging import records_gone
from pytest_golive.context.signing.trust.agreed import agreed_in, place_of
from pytest_golive.context.signing.trust.baseline import Baseline, believed
from pytest_golive.context.signing.trust.points import Reading
from pytest_golive.context.signing.trust.vouched import Asking
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.tag_objects import tags_here
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.settings.model import Settings
from pytest_golive.settings.signing.table import told
from pytest_golive.signing.content import Normal


@dataclass(frozen=True)
class Basis:
    """Finds the release that trust is read from; for the attributes see `Signatures`."""

    repository: Repository
    settings: Settings
    previous: PastRelease | None
    nearest: PastRelease | None
    production: bool
    target: str
    names: tuple[str, ...]
    records: Sequence[Reading]
    normal: Mapping[str, Normal]

    @cached_property
    def baseline(self) -> Baseline:
        """The release that trust is read from."""
        strict = self.production or self.settings.signing.signed_releases
        found = self.vouched(production=self.production) if strict else None
        if not strict and self.target and (then := self.vouched(production=True)) and self._is_in(then.live):
            found = then
        found = found or believed(self.repository, self.settings, self.previous, self.nearest)
        if not (self.production or self._is_in(found.live)):
            return found
        no_more = [f"{self.target} is no target for customers any more"] if not self.production else []
        return replace(found, naming=(*found.naming, *no_more, *self._phases_since(found.commits)))

    @property
    def is_live(self) -> bool:
        """Whether it goes to customers, as these settings say, or as those of the release before did."""
        return self.production or self._is_in(self.baseline.live)

    def _is_in(self, live: Collection[str]) -> bool:
        """Whether the target is one of those *live*, by its name or by what it serves."""
        table = self.settings.targets.get(self.target)
        return self.target in live or (table is not None and bool(table.url) and place_of(str(table.url)) in live)

    def vouched(self, *, production: bool) -> Baseline | None:
        """The last release that somebody vouches for; see `Asking.vouched`."""
        here = self.settings.signing
        asking = Asking(self.repository, here, self._ours, self.names, self._all_records, production)
        return asking.vouched(self.previous)

    @cached_property
    def _ours(self) -> Sequence[str]:
        """Commits with this release, which is not before itself, by what the settings there leave out of a release.

        What the settings of this release leave out, they could leave out to make an earlier release one with this.
        """
        ours = checked_out(self.repository, self.settings.signing, None, self.normal).commits
        marked = {tag.commit for tag in tags_here(self.repository).values()} & {*ours}
        then = agreed_in(self.repository, {commit: commit[:10] for commit in marked if commit != ours[0]})
        others = {
            commit
            for commit, agreed in then.items()
            if not is_same_release(self.repository, commit, agreed.signing, (*agreed.checklist, *self.normal))
        }
        return [commit for commit in ours if commit not in others]

    @cached_property
    def _all_records(self) -> Sequence[Reading]:
        """Those that are there, and those that were: whoever deletes one takes no release back."""
        return [*self.records, *records_gone(self.repository)]

    def _phases_since(self, commits: Sequence[str]) -> Iterator[str]:
        """What this release changes about the records that its phases need."""
        now = {str(name): str(table.needs) for name, table in self.settings.phases.items() if table.needs}
        for agreed in agreed_in(self.repository, {commit: commit[:10] for commit in commits}).values():
            for name in sorted(now.keys() | agreed.needs.keys()):
                if now.get(name) != agreed.needs.get(name):
                    yield told(f"phases.{name}.needs", agreed.needs.get(name), now.get(name))
