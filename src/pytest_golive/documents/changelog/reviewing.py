"""Judge one changelog at a release, by the versions of its package and by its previous content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.codebase.reading import decode
from pytest_golive.delivery.declared.agreeing import Declared, disagreeing, named, same
from pytest_golive.delivery.declared.places import METADATA, declared
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.contents import ordinary_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.delivery.releases.versions import parse
from pytest_golive.documents.changelog import checking, links, places
from pytest_golive.documents.changelog.checking import Expected
from pytest_golive.documents.changelog.parsing.sections import Changelog
from pytest_golive.documents.changelog.places import Unit
from pytest_golive.documents.changelog.result import ChangelogReview, Release, Rules
from pytest_golive.documents.tracked import Texts, text_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted

CURE: Final = "write each version as a heading: ## [1.2.0] - 2027-01-31"
# Faults that count at every release; other faults count only if the previous release did not have them.
OF_THIS_RELEASE = frozenset({"version", "no section", "empty section", "unreleased", "fragment"})


@dataclass
class Reviewing:
    """Judges the changelogs of one release, package by package."""

    repository: Repository
    texts: Texts
    compared: Comparison | None
    release: Release
    rules: Rules

    def of(self, unit: Unit, *, alone: bool) -> ChangelogReview | None:
        """The review of one package; None for a package that this release does not change."""
        now = {path: self.texts.require(path) for path in unit.changelogs}
        before = self._before(unit)
        names = (*self.release.names, unit.folder.rstrip("/").rpartition("/")[2])
        changelog = places.read_unit(unit, now, names)
        stated = declared(self.texts.paths, self.texts.read, unit.folder, names)
        if not alone and before is not None and before == now and self._had(stated):
            return None
        stated, frozen = self._kept(stated, unit, names)
        more, unnamed = named(self.rules.versions if not unit.folder else {}, self.texts.require)
        stated += more
        expected = self._expected(unit, changelog, stated)
        _require_versions(changelog, expected.version, now)
        tags = self.repository.tags() if not unit.folder else {}
        faults = [*checking.check(changelog, expected), *links.check(changelog, tags)]
        if before is not None:
            old = places.read_unit(unit, before, names)
            then = self._then(expected)
            known = [*checking.check(old, then), *links.check(old, tags)]
            faults = [fault for fault in faults if fault.rule in OF_THIS_RELEASE or checking.new_faults([fault], known)]
        other = [
            *unnamed,
            *self._stale(stated),
            *map(self._committed, disagreeing(stated, expected.version, expected.said_by)),
        ]
        return ChangelogReview(
            f"{expected.version or 'unknown'} ({expected.said_by or 'nothing names it'})",
            tuple(faults), tuple(other), len(changelog.sections), len(stated),
            f"{changelog.path}: {counted(len(changelog.sections), 'section')}",
            tuple(self._notes(changelog, expected, frozen)),
        )  # fmt: skip

    def _expected(self, unit: Unit, changelog: Changelog, stated: Sequence[Declared]) -> Expected:
        previous = self.release.previous.name if self.release.previous else ""
        version, said_by = "", ""
        if self.release.tag and not unit.folder:
            tag = parse(self.release.tag)
            version, said_by = (str(tag.order) if tag else self.release.tag), f"the tag {self.release.tag}"
        elif whole := [one for one in stated if not one.is_short]:
            version, said_by = whole[0].version, whole[0].place
        elif new := [one for one in changelog.versions if self._is_new(one.version)]:
            # Above this release, some changelogs have the sections of releases to come.
            version = next((one.version for one in new if not one.is_open), new[0].version)
            said_by = changelog.path
        return Expected(version, said_by, previous, self.release.now, self.rules.dates)

    def _is_new(self, version: str) -> bool:
        """Whether the newest section is for a version that is not released yet."""
        mine = parse(version)
        before = parse(self.release.previous.name) if self.release.previous else None
        return mine is not None and (before is None or mine.order > before.order)

    def _then(self, expected: Expected) -> Expected:
        name = parse(expected.previous)
        return Expected(str(name.order) if name else "", expected.previous, "", expected.now, expected.dates)

    def _stale(self, stated: Sequence[Declared]) -> list[Finding]:
        """A finding for a version that is already released, or that is a development version."""
        previous, first = self.release.previous, next((one for one in stated if not one.is_short), None)
        mine = parse(first.version) if first else None
        if first is None or mine is None or self.release.tag:
            return []
        if previous is not None and same(first.version, self._out(previous)):
            message = f"still says {first.version}, which is released as {previous.name}"
        elif mine.order.is_devrelease:
            message = f"says {first.version}, a version of development"
        else:
            return []
        cure = "raise it to the version of this release"
        return [Finding(first.path, first.line, "version", message, "high", key=first.version, cure=cure)]

    def _committed(self, finding: Finding) -> Finding:
        """*finding*, with its own cure where the commit under the tag does not have what the file says now."""
        if not self.release.tag:
            return finding
        text = ordinary_contents(self.repository, "HEAD", [finding.path]).get(finding.path)
        if finding.key in decode(text or b""):
            return finding
        message = f"{finding.message}; the file is not committed like this"
        cure = f"commit it: then {self.release.tag} is the release before, and no longer this one"
        return replace(finding, message=message, cure=cure)

    def _before(self, unit: Unit) -> dict[str, str] | None:
        """The changelog at the previous release; None if it had none."""
        previous, compared = self.release.previous, self.compared
        if previous is None or compared is None:
            return None
        old = {compared.old_path(self.texts.resolved(path)): path for path in unit.changelogs}
        had = ordinary_contents(self.repository, previous.commit, [*old])
        return {old[path]: text_of(path, content) for path, content in had.items()} or None

    def _had(self, stated: Sequence[Declared]) -> bool:
        compared = self.compared
        return compared is not None and not any(
            one.path in compared.changed or one.path in compared.added for one in stated[:1]
        )

    def _kept(self, stated: list[Declared], unit: Unit, names: Sequence[str]) -> tuple[list[Declared], list[Declared]]:
        """The places that follow the releases, and those that named another version then and still do."""
        previous, compared = self.release.previous, self.compared
        if previous is None or compared is None or not stated:
            return stated, []
        had = ordinary_contents(
            self.repository, previous.commit, sorted({compared.old_path(one.path) for one in stated})
        )
        old = {compared.moved_to.get(path, path): decode(content) for path, content in had.items()}
        stated_then = declared([*old], lambda path: old.get(path, ""), unit.folder, names, is_past=True)
        then = {(one.path, one.version) for one in stated_then}
        is_frozen = [
            one.path.rpartition("/")[2] not in METADATA
            and (one.path, one.version) in then
            and not same(one.version, self._out(previous))
            for one in stated
        ]
        pairs = list(zip(stated, is_frozen, strict=True))
        return [one for one, frozen in pairs if not frozen], [one for one, frozen in pairs if frozen]

    @staticmethod
    def _out(previous: PastRelease) -> str:
        """The released version."""
        read = parse(previous.name)
        return str(read.order) if read else previous.name

    def _notes(self, changelog: Changelog, expected: Expected, frozen: Sequence[Declared]) -> list[str]:
        notes = [
            f"{one.place} said {one.version} at the last release, too, so it is not kept up; "
            "[tool.golive.documentation] versions has it judged"
            for one in frozen
        ]
        if expected.dates is False:
            notes.append("dates are not asked for: changelog_dates = false")
        elif not checking.needs_dates(changelog, expected):
            notes.append(
                f"{changelog.path}: earlier versions have no dates, so none is asked for; changelog_dates = true asks"
            )
        if changelog.versions and not any(section.link for section in changelog.versions):
            notes.append(f"{changelog.path}: no version has a link, so none was checked")
        return notes


def _require_versions(changelog: Changelog, version: str, texts: Mapping[str, str]) -> None:
    """Raise CannotMeasure for a changelog that names this version, but in no form that is known here."""
    if changelog.versions or not version:
        return
    named = re.compile(rf"(?<![\w.]){re.escape(version)}(?![\w.]*\w)")
    for path, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            if named.search(line):
                message = (
                    f"{path} names {version} in line {number}, but no version in it is a heading, so nobody can tell "
                )
                raise CannotMeasure(f"{message}where the section of one begins", CURE, path=path)
