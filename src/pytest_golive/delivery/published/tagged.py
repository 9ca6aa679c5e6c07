"""Whether a release has its tag: in this clone, on the remote, and in the records of earlier runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.delivery.declared.project import ProjectVersion
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.asking import Remote
from pytest_golive.delivery.published.merged import trees_of
from pytest_golive.delivery.published.tag_objects import MOVE, TagObject, fault, faults_there, tags_here, words_of
from pytest_golive.delivery.releases.tags import Naming, sort_out
from pytest_golive.delivery.releases.versions import Kind, TagVersion, parse
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class ReleaseTag:
    """The tag of a release, and what is wrong with it.

    Attributes:
        name: of the tag; "" if there is none.
        version: the version with which it is compared, in words.
        number: the same version as records write it; "" if nothing declares one.
        here: faults of the tag in this clone.
        there: faults of the tag on the remote.
        source: the command that listed the remote.
        tag: the clone's tag; None if it has none.
    """

    name: str
    version: str
    here: tuple[Finding, ...]
    there: tuple[Finding, ...]
    source: str
    tag: TagObject | None = None
    number: str = ""
    further: tuple[TagObject, ...] = ()


@dataclass
class Tagging:
    """Finds the tag of a release.

    Attributes:
        repository: around the project.
        commits: those that hold the release, from HEAD back.
        naming: the project's names for its releases.
        version: the version that its files declare.
        remote: the state of the remote.
        needs_annotation: whether a lightweight tag is a fault.
    """

    repository: Repository
    commits: Sequence[str]
    naming: Naming
    version: ProjectVersion
    remote: Remote
    needs_annotation: bool = True

    def __post_init__(self) -> None:
        self._here = tags_here(self.repository)
        marked = {tag.commit for tag in self._here.values() if tag.commit}
        trees = trees_of(self.repository.program, self.repository.prefix, (*self.commits, *marked))
        alike = {trees[commit] for commit in self.commits if commit in trees}
        self._ours = {*self.commits, *(commit for commit in marked if trees.get(commit) in alike)}

    def find(self) -> ReleaseTag:
        """The tag of the release.

        Raises:
            CannotMeasure: files or tags disagree about the version, or the tag is only on the remote.
        """
        declared = self.version.agreed()
        own = self._own()
        on_it = [tag for tag in own if self._commit(tag.tag) in self._ours]
        mine = parse(declared.lstrip("vV").partition("+")[0]) if declared else None
        if declared:
            named = [tag for tag in own if _is(tag, declared, mine)] or [tag for tag in on_it if parse(tag.tag) is None]
            said = f"{declared} ({self.version.place})"
        else:
            named = self._by_tags(on_it)
            said = f"as the tag says ({self.version.place or 'no file names a version'})"
        others = [tag for tag in on_it if declared and tag not in named and tag.kind is Kind.FINAL]
        wrong = [self._another(tag.tag, declared) for tag in others]
        if not named:
            missing = () if wrong else (self._missing(declared, own),)
            return ReleaseTag("", said, (*wrong, *missing), (), self.remote.source, None, declared)
        chosen = max(named, key=lambda tag: (self._commit(tag.tag) in self._ours, tag.tag)).tag
        tag = self._here.get(chosen)
        if tag is None:
            raise CannotMeasure(
                f"{self.remote.name} has the tag {chosen}, but this clone does not, so it cannot be read here",
                f"git fetch {self.remote.name} tag {chosen} (actions/checkout: fetch-tags: true)",
            )
        names = [one.tag for one in named if one.tag != chosen]
        twice = [name for name in names if self._commit(name) != tag.commit]
        beside = [one for name in names if name not in twice and (one := self._here.get(name))]
        alone = [name for name in names if name not in twice and name not in self._here]
        here = (*wrong, *self._faults(tag), *(self._twice(name, chosen) for name in twice),
                *(wrong_form for one in beside for wrong_form in self._form(one)))  # fmt: skip
        pushed = [one for one in beside if one.name in self.remote.tags]
        there = (
            *(amiss for one in (tag, *pushed) for amiss in faults_there(one, self.remote)),
            *self._faults_alone(alone),
        )
        return ReleaseTag(chosen, said, here, there, self.remote.source, tag, declared or chosen, tuple(beside))

    def _own(self) -> list[TagVersion]:
        names = {**self._here, **self.remote.tags}
        try:
            return sort_out(names, self.naming, self.repository.prefix, with_early=True)[0]
        except CannotMeasure:
            return []  # only other projects of the repository have tags

    def _commit(self, name: str) -> str:
        tag = self._here.get(name)
        return tag.commit if tag else self.remote.commits.get(name, "")

    def _by_tags(self, on_it: Sequence[TagVersion]) -> list[TagVersion]:
        """The tags on the release, if only tags declare its version: the final ones, if there are any."""
        final = [tag for tag in on_it if tag.kind is Kind.FINAL] or list(on_it)
        versions = {tag.order for tag in final}
        if len(versions) > 1 and final[0].kind is Kind.FINAL:
            names = ", ".join(sorted(tag.tag for tag in final))
            raise CannotMeasure(f"the tags of this release disagree about its version: {names}", "remove the wrong one")
        return [tag for tag in final if tag.order == max(versions)]

    def _faults(self, tag: TagObject) -> Iterator[Finding]:
        head = self.commits[0][:7]
        if not tag.commit:
            yield fault(tag.name, "marks no commit", f"marks a {tag.kind}, not a commit", MOVE)
            return
        if tag.commit not in self._ours:
            yield fault(tag.name, "elsewhere", f"is on {tag.commit[:7]}, not on this release ({head})", MOVE)
        yield from self._form(tag)

    def _form(self, tag: TagObject) -> Iterator[Finding]:
        """The faults of the tag itself, wherever it is."""
        if not tag.is_annotated and self.needs_annotation:
            yield _lightweight(tag.name)
        elif tag.is_annotated and (name := words_of(self.repository, tag).name) != tag.name:
            yield fault(tag.name, "renamed", f"was created as {name[:100]!r}, but has another name now", MOVE)

    def _faults_alone(self, names: Iterable[str]) -> Iterator[Finding]:
        """The faults of further tags that only the remote has."""
        for name in names:
            if self.needs_annotation and self.remote.tags[name] == self.remote.commits[name]:
                yield _lightweight(name)

    def _another(self, name: str, declared: str) -> Finding:
        what = f"is on this release, but {self.version.place} declares {declared}"
        return fault(name, "another version", what, "correct the version, or the tag if nobody has fetched it yet")

    def _twice(self, name: str, chosen: str) -> Finding:
        what = f"names the same version as {chosen}, but is on {self._commit(name)[:7] or 'no commit'}"
        return fault(name, "two tags", what, "keep one of the two")

    def _missing(self, declared: str, own: Iterable[TagVersion]) -> Finding:
        newest = max(own, key=lambda tag: tag.order, default=None)
        before = newest.tag[: len(newest.tag) - len(newest.tag.lstrip("vV"))] if newest else "v"
        name = f"{before}{declared.lstrip('vV')}" if declared else "VERSION"
        what = f"no tag of {declared}" if declared else f"no release tag on {self.commits[0][:7]}"
        cure = f"git tag --annotate {name}, then git push {self.remote.name} refs/tags/{name}"
        if (mine := parse(declared)) and mine.order.is_devrelease:
            cure = f"set the version that is released: {declared} is a development version"
        return Finding("", 0, "no tag", f"{what}, neither here nor on {self.remote.name}", "high", key=what, cure=cure)


def _is(tag: TagVersion, declared: str, mine: TagVersion | None) -> bool:
    if mine is None:
        return tag.tag.removeprefix("v") == declared
    return tag.order == mine.order and tag.kind is mine.kind


def _lightweight(name: str) -> Finding:
    cure = "replace it before anyone has it: git tag --annotate records who tagged it, and when"
    return fault(name, "lightweight", "is lightweight, so who set it, and when, is unknown", cure)
