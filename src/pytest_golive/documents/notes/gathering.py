"""Collects the facts of a release from git, the changelog, the comparison with the previous release, and records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.delivery.releases.versions import parse
from pytest_golive.documents.breaking.changes import Change as Breakage
from pytest_golive.documents.breaking.guides import Guide
from pytest_golive.documents.breaking.named import PARAGRAPH, Guides
from pytest_golive.documents.breaking.result import Breaking
from pytest_golive.documents.changelog import fragments, places
from pytest_golive.documents.notes.commits import Change, authors_of, changes_in, commits_since
from pytest_golive.documents.notes.facts import Break, Facts, Group
from pytest_golive.documents.notes.grouping import of_changelog, of_commits, of_fragments
from pytest_golive.documents.notes.measured import Compared
from pytest_golive.documents.notes.quality import figures, gaps, record_of
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import NotSetUp
from pytest_golive.signing.record import Record

LONGEST = 600  # characters of a migration guide's entry that are quoted


@dataclass(frozen=True)
class Sources:
    """The sources of the facts of a release.

    Attributes:
        repository: the project's repository.
        texts: the texts of its tracked files.
        version: the version of this release, as written.
        previous: the previous release; None for the first.
        names: the project's names.
        changelog: the globs in the settings; () to find the changelog.
        breaking: the breaking changes since then; None if they could not be measured.
        unmeasured: why not.
        records: the records of earlier runs, with their paths.
        commits: the commits that hold this release, from HEAD back.
        declared: for each row that does not apply, the reason.
        waived: gate and reason of each waiver.
        adds_papers: whether a commit adds nothing but signatures, records and ticks.
        measure: measures this release and the previous one; None to take figures only from records.
    """

    repository: Repository
    texts: Texts
    version: str
    previous: PastRelease | None
    names: Sequence[str]
    changelog: Sequence[str]
    breaking: Breaking | None
    unmeasured: str
    records: Sequence[tuple[str, Record]]
    commits: Sequence[str]
    declared: Mapping[str, str]
    waived: Sequence[tuple[str, str]]
    measure: Callable[[PastRelease], Compared] | None = None
    adds_papers: Callable[[str], bool] = lambda _: False


def gather(sources: Sources, today: dt.date) -> Facts:
    """The facts of the release.

    Raises:
        CannotMeasure: the history or the changelog cannot be read.
    """
    previous, breaking = sources.previous, sources.breaking
    since = commits_since(sources.repository, previous.commit if previous else None)
    bookkeeping = {commit.sha for commit in since if sources.adds_papers(commit.sha)}
    commits = tuple(commit for commit in since if commit.sha not in bookkeeping)
    changes = tuple(change for change in changes_in(since) if change.sha not in bookkeeping)
    groups, told_by = _groups(sources, changes)
    past = parse(previous.name) if previous else None
    number = str(past.order) if past else ""
    before = record_of(sources.records, (previous.commit,), number) if previous else None
    current = record_of(sources.records, sources.commits)
    measured = sources.measure(previous) if sources.measure and previous and before is None else None
    return Facts(
        version=sources.version,
        project=next(iter(sources.names), ""),
        day=today,
        previous=previous.name if previous else "",
        commits=len(commits),
        groups=groups,
        told_by=told_by,
        breaks=tuple(_breaks(breaking, changes)),
        unmeasured=sources.unmeasured,
        compared=breaking.source if breaking and breaking.previous else "",
        deprecated=breaking.deprecated if breaking else (),
        figures=(*(measured.figures if measured else ()), *figures(before, current)),
        measured=measured.words if measured else _unneeded(sources, before),
        gaps=gaps(current[1] if current else None, sources.declared, sources.waived),
        closed=tuple(dict.fromkeys(issue for change in changes for issue in change.closes)),
        people=tuple(author.name for author in authors_of(commits) if not author.is_bot),
    )


def _unneeded(sources: Sources, before: tuple[str, Record] | None) -> str:
    """Why nothing was measured although that was asked for; "" if it was not."""
    if sources.measure is None:
        return ""
    if sources.previous is None:
        return "Nothing was measured at an earlier release, because there is none."
    return f"Nothing was measured now: {before[0]} has the figures of {sources.previous.name}." if before else ""


def _groups(sources: Sources, changes: Sequence[Change]) -> tuple[tuple[Group, ...], str]:
    """The changes by kind, and their source: the changelog, its fragments, or the commits."""
    texts = sources.texts
    pieces = fragments.find(texts.paths, texts.read)
    fragment_texts = {path: texts.read(path) for piece in pieces for path in piece.left}
    groups_of_fragments = of_fragments(pieces, fragment_texts)
    if groups_of_fragments:
        return groups_of_fragments, f"{len(fragment_texts)} changelog fragments in {pieces[0].folder}/"
    try:
        units = places.units(texts, sources.changelog, pieces, sources.names)
    except NotSetUp:
        units = []
    for unit in units:
        written = {path: texts.require(path) for path in unit.changelogs}
        changelog = places.read_unit(unit, written, sources.names)
        section = changelog.of(sources.version) or next(iter(changelog.unreleased), None)
        if section is not None and section.entries:
            groups = of_changelog(changelog, section, written[changelog.path])
            if groups:
                return groups, f"{changelog.path}:{section.line}"
    return of_commits(changes), f"{len(changes):,} change{'' if len(changes) == 1 else 's'} in git"


def _breaks(breaking: Breaking | None, changes: Sequence[Change]) -> Iterator[Break]:
    """The measured breaking changes, with their entries in a guide; then those that commits name."""
    for change in breaking.sure if breaking else ():
        place, entry = _entry(breaking.guides, change) if breaking else ("", "")
        yield Break(change.words, place, entry)
    for commit_change in changes:
        if commit_change.breaking:
            yield Break(commit_change.breaking, commit_change.number or commit_change.sha[:7], commit_change.breaking)


def _entry(guides: Guides, change: Breakage) -> tuple[str, str]:
    """The place where a guide names the change, and that paragraph; two empty texts for none."""
    for guide in guides.texts:
        start = 0
        for part in PARAGRAPH.split(guide.text):
            at = guide.text.index(part, start)
            start = at + len(part)
            if part.strip() and Guides((Guide(guide.path, guide.line, part),)).names(change):
                return f"{guide.path}:{guide.line + guide.text.count(chr(10), 0, at)}", _short(part)
    return "", ""


def _short(text: str) -> str:
    words = " ".join(text.split()).lstrip("-*+ ")
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
