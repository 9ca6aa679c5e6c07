"""Whether somebody who may says that a commit was released: by a signed tag, or a signed record of its deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.context.releases import checked_out, unticking
from pytest_golive.context.signing.trust.agreed import Agreed, people_of
from pytest_golive.context.signing.trust.points import Point
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.tag_objects import TagObject, words_of
from pytest_golive.delivery.releases.tags import Naming, sort_out
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.signing.table import Signing
from pytest_golive.signing.authors import Known, authors_of, changes
from pytest_golive.signing.content import digest_of
from pytest_golive.signing.people import Person
from pytest_golive.signing.proving.openssh import holds
from pytest_golive.signing.proving.proofs import by_object
from pytest_golive.signing.record import NAMESPACE, Record


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may say what is a release, until the next one is.

    Attributes:
        signing: says who may sign.
        release_tags: which tags are releases.
        since: the commit of the release before; None if nobody has said so of any.
        names: of the project, which tags may contain.
        demands: whether a tag that nobody signed says nothing.
    """

    repository: Repository
    signing: Signing
    release_tags: tuple[str, ...]
    since: str | None
    names: tuple[str, ...]
    demands: bool

    def vouches(self, point: Point, then: Agreed) -> bool:
        """Whether *point*, where the settings say *then*, is a release.

        Raises:
            CannotMeasure: what is needed to check a signature is not there.
        """
        tags = self._releases(point.tags)
        if not self.demands and tags:
            return True
        if not self.signing.people:
            return False
        return any(self._signed(tag, point) for tag in tags) or any(
            self._deployed(record, point, then) for _, record in point.records
        )

    def _releases(self, tags: Sequence[TagObject]) -> list[TagObject]:
        """Those of *tags* that are of this project's releases."""
        by_name = {tag.name: tag for tag in tags}
        try:
            found, _ = sort_out(by_name, Naming(self.release_tags, names=self.names), self.repository.prefix)
        except CannotMeasure:  # of several other projects
            return []
        return [by_name[tag.tag] for tag in found]

    def _signed(self, tag: TagObject, point: Point) -> bool:
        """Whether a robot signed *tag* that signs records, too, or a person who has changed nothing in the release."""
        if not tag.is_annotated:
            return False
        words = words_of(self.repository, tag)
        if not words.is_signed or words.name != tag.name:  # the object of another tag, under this name
            return False
        signers = [one for one in people_of(self.signing) if by_object(self.repository, tag.sha, one, "tag")]
        return any(one.key in self.signing.recorders or self._is_free(one, point) for one in signers)

    def _is_free(self, person: Person, point: Point) -> bool:
        if self.signing.self_approval == "yes":
            return True
        counts = checked_out(self.repository, self.signing).counting(point.commit, self.since)
        touched = changes(self.repository, self.since, point.commit)
        authors = authors_of(self.repository, dict.fromkeys(sha for sha, paths in touched if any(map(counts, paths))))
        known = Known(people_of(self.signing), self.signing.outsiders)
        return person.key not in known.among(authors) and not known.strangers(authors)

    def _deployed(self, record: Record, point: Point, then: Agreed) -> bool:
        """Whether one who may sign records signed *record*, and it is about this project in *point*."""
        people = [one for one in people_of(self.signing) if one.key in self.signing.recorders]
        words = record.digest.encode()
        if not any(holds(words, record.signature, one.ssh_keys, NAMESPACE) for one in people):
            return False
        counts = checked_out(self.repository, then.signing).counting(point.commit)
        return record.subject.digest == digest_of(self.repository, point.commit, counts, unticking(then.checklist))
