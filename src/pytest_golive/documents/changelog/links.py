"""Check the links of a changelog: each version links to its comparison with the previous release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from packaging.version import Version

from pytest_golive.delivery.releases.versions import Kind, TagVersion, parse
from pytest_golive.documents.changelog.parsing.sections import Changelog, Section
from pytest_golive.findings import Finding

COMPARE: Final = re.compile(r"(?P<home>https?://.+?)(?:/-)?/(?:branches/)?compare/(?P<range>[^?#]+)")
RANGE: Final = re.compile(r"(?P<old>.+?)(?:\.\.\.?|\r|\n)(?P<new>.+)")
TAG: Final = re.compile(r"(?P<home>https?://.+?)(?:/-)?/(?:releases/tag|tags?|tree|src(?:/tag)?)/(?P<tag>[^?#]+?)/?")
MOVING: Final = re.compile(
    r"(?:refs/heads/)?(?:head|main|master|trunk|develop(?:ment)?|dev|next|stable|default)|.*(?:branch|[/.]x)$",
    re.IGNORECASE,
)
CURE: Final = "let it compare the tag of the release before with that of this one"
USUAL: Final = 0.5  # if this share of the other sections has a link, every section needs one


@dataclass(frozen=True, slots=True)
class Link:
    """A parsed link: the project's address, and the names of two commits (*old* is "" for a single one)."""

    home: str
    old: str
    new: str


def read(url: str) -> Link | None:
    """The commits that a link compares or names; None for any other link."""
    plain = unquote(url)
    if (match := COMPARE.fullmatch(plain)) and (ends := RANGE.fullmatch(match["range"])):
        swapped = "/branches/compare/" in plain  # Bitbucket puts the newer commit first
        old, new = (ends["new"], ends["old"]) if swapped else (ends["old"], ends["new"])
        return Link(match["home"], old, new)
    match = TAG.fullmatch(plain)
    return Link(match["home"], "", match["tag"]) if match else None


def check(changelog: Changelog, tags: Collection[str]) -> list[Finding]:
    """The faults of the links.

    Args:
        changelog: the changelog with the links.
        tags: the tags of the clone; without any nothing is known, and the tag of this release may not exist yet.
    """
    links = [(section, read(section.link)) for section in changelog.sections]
    homes = Counter(link.home.lower() for _, link in links if link)
    usual = homes.most_common(1)[0][0] if homes else ""
    named = [one.order for one in changelog.versions if one.order]
    known = {one.order: one for one in [*filter(None, map(parse, tags)), *named]}
    checking = _Checking(changelog, frozenset(tags), usual, sorted(known.values(), key=lambda one: one.order))
    found = [*checking.missing()]
    for section, link in links:
        if link:
            found += checking.of(section, link)
    return found


@dataclass(frozen=True, slots=True)
class _Checking:
    changelog: Changelog
    tags: frozenset[str]
    home: str
    known: Sequence[TagVersion]

    def missing(self) -> Iterator[Finding]:
        """Versions without a link, if the others have one."""
        sections = (
            self.changelog.versions[:-1] or self.changelog.versions
        )  # the first release has nothing to compare with
        with_link = [one for one in sections if one.link]
        for section in sections:
            others = len(sections) - 1
            if not section.link and others and len(with_link) > USUAL * others:
                named = f"[{section.label}] is defined nowhere" if section.label else "it has none"
                yield self._fault(section, "no link", f"{section.version} has no link, though the others have: {named}")

    def of(self, section: Section, link: Link) -> Iterator[Finding]:
        """The faults of one link."""
        name = section.version or "what is not released"
        if link.home.lower() != self.home:
            yield self._fault(section, "link", f"the link of {name} leads to another project: {link.home}")
        if not section.order:
            yield from self._of_unreleased(section, link)
            return
        new = _version(link.new)
        if new is None and not MOVING.fullmatch(link.new):
            return  # commits, or tags that are not versions, cannot be judged
        if new is None or new != section.order.order:
            yield self._fault(section, "link", f"the link of {name} leads to {link.new}")
        elif link.old:
            yield from self._of_range(section, link)

    def _of_unreleased(self, section: Section, link: Link) -> Iterator[Finding]:
        newest = self._newest()
        old, new = _version(link.old), _version(link.new)
        if new is not None:
            yield self._fault(section, "link", f"the link of what is not released ends at {link.new}, which is")
        if link.old and newest and old is not None and old not in self._heads():
            yield self._fault(section, "link", f"the link of what is not released begins at {link.old}, and the newest "
                              f"version is {newest.version}")  # fmt: skip

    def _of_range(self, section: Section, link: Link) -> Iterator[Finding]:
        old, mine = _version(link.old), section.order
        if old is None or mine is None:
            return
        before = self._before(section)
        if before and old not in before:
            yield self._fault(section, "link", f"the link of {section.version} begins at {link.old}, and the release "
                              f"before is {max(before)}")  # fmt: skip
        elif self.tags and link.old not in self.tags and link.old.removeprefix("refs/tags/") not in self.tags:
            yield self._fault(
                section, "link", f"the link of {section.version} begins at {link.old}, and there is no such tag"
            )
        elif link.new not in self.tags and link.old in self.tags and not _is_alike(link.old, link.new):
            yield self._fault(
                section, "link", f"the link of {section.version} ends at {link.new}, and tags are named as {link.old}"
            )

    def _before(self, section: Section) -> set[Version]:
        """The versions that may count as the previous release: the next lower ones, or the one below in the file."""
        mine = section.order
        if mine is None:
            return set()
        lower = [one for one in self.known if one.order < mine.order]
        found = {one.order for one in lower[-1:]}
        found |= {one.order for one in [one for one in lower if one.kind is Kind.FINAL][-1:]}
        rows = self.changelog.versions
        place = rows.index(section)
        found |= {one.order.order for one in rows[place + 1 : place + 2] if one.order and one.order.order < mine.order}
        return found

    def _newest(self) -> Section | None:
        return max(
            self.changelog.versions, key=lambda one: one.order.order if one.order else Version("0"), default=None
        )

    def _heads(self) -> set[Version]:
        """The newest version of each kind, and the topmost version."""
        rows = [one.order for one in self.changelog.versions if one.order]
        finals = [one.order for one in rows if one.kind is Kind.FINAL]
        return {max(one.order for one in rows), rows[0].order, *([max(finals)] if finals else [])}

    def _fault(self, section: Section, rule: str, message: str) -> Finding:
        line = section.link_line or section.line
        return Finding(self.changelog.path, line, rule, message, key=section.version or message, cure=CURE)


def _version(tag: str) -> Version | None:
    read_ = parse(tag.removeprefix("refs/tags/"))
    return read_.order if read_ else None


def _is_alike(one: str, other: str) -> bool:
    return _letters(one) == _letters(other)


def _letters(tag: str) -> str:
    match = re.match(r"\D*", tag)
    return match[0] if match else ""
