"""Documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.documents.breaking.result import Breaking
    from pytest_golive.documents.changelog.result import ChangelogReview
    from pytest_golive.documents.freshness.result import FreshnessReview
    from pytest_golive.documents.outside.review import Outside
    from pytest_golive.documents.readme.result import ReadmeScan
    from pytest_golive.documents.readme.sessions import Sessions
    from pytest_golive.documents.reference.result import ApiDocumentation
    from pytest_golive.documents.soundness.result import Soundness
    from pytest_golive.documents.standards.review import StandardsReview
    from pytest_golive.documents.summary.review import SummaryReview

pytestmark = pytest.mark.pre_deploy


@gate("Required documents are updated")
def documents_updated(freshness: FreshnessReview, judge: Judge) -> None:
    """Readers who follow an outdated document do the wrong thing, and then trust no document."""
    for document in freshness.documents:
        judge(document.name, document.faults, at_most=0, n=1, source=document.told)
    first = "first release: nothing to compare with; each document was looked for, and read for what it names"
    judge.note("compared with", freshness.since or first)
    doubts = [document.doubt for document in freshness.documents if document.doubt]
    if freshness.strict:
        judge.note("what is worth a look", 'all of it fails, as the settings say: worth_a_look = "fail"')
    else:
        judge.note("documents that are worth a look, and fail nothing", len(doubts))
    for doubt in doubts:
        judge.note("worth a look", doubt)
    for document in freshness.documents:
        if document.unsure:
            judge.note("not judged", document.unsure)
    if freshness.uncovered:
        judge.note("new files that no document covers", ", ".join(freshness.uncovered))


@gate("Code standards are verified")
def code_standards_verified(standards_review: StandardsReview, judge: Judge) -> None:
    """A limit that is written down but not enforced binds only the people who have read it."""
    found = standards_review
    judge("statements that do not hold", found.faults, at_most=0, n=found.statements, source=found.source)


@gate("The codebase summary is current")
def codebase_summary_current(summary_review: SummaryReview, judge: Judge) -> None:
    """Newcomers read it first: they miss what it leaves out, and search for what no longer exists."""
    found = summary_review
    judge("parts that it does not name", found.unnamed, at_most=0, n=found.parts, source=found.source)
    judge("names in it that are gone", found.gone, at_most=0, source=f"{found.names:,} names of code looked up")
    for note in found.notes:
        judge.note("not judged", note)


@gate("Documents are sound")
def documents_sound(soundness: Soundness, outside: Outside | None, judge: Judge) -> None:
    """A dead link or an example that does not parse shows readers that nobody checks the documents."""
    found = soundness
    judge("links that lead nowhere", found.broken, at_most=0, n=found.documents, source=found.source)
    judge("text that cannot be read", found.unreadable, at_most=0)
    judge("code that cannot be read", found.code, at_most=0)
    if found.build.command:
        judge("warnings of the strict build", found.build.findings, at_most=0, source=found.build.command)
    else:
        judge.note("strict build", f"not run: {found.build.why_not}")
    for doubt in found.doubts:
        judge.note("worth a look", doubt)
    for name, words in (*found.notes, *(outside.notes() if outside else ())):
        judge.note(name, words)
    if outside and outside.links:
        if outside.known:
            judge("links to other sites that are dead", outside.gone, at_most=0, n=outside.known, source=outside.source)
        outside.require_judged()


@gate("CHANGELOG is updated")
def changelog_updated(changelog_review: ChangelogReview, judge: Judge) -> None:
    """Users read it to learn which version they install and what changes for them."""
    found = changelog_review
    judge.note("version", found.version)
    judge("faults of the changelog", found.faults, at_most=0, source=found.source)
    judge("places that name another version", found.disagreeing, at_most=0, source=f"{found.places} looked at")
    for note in found.notes:
        judge.note("not judged", note)


@gate("README verified as accurate")
def readme_accurate(readme: ReadmeScan, readme_sessions: Sessions | None, judge: Judge) -> None:
    """People try the README first; if it fails, they try nothing else."""
    judge("commands that name what is not there", readme.wrong, at_most=0, n=readme.looked_at, source=readme.source)
    judge("badges of something else", readme.pointers, at_most=0)
    judge("imports that are not there", readme.examples, at_most=0)
    for name, words in readme.notes:
        judge.note(name, words)
    if (ran := readme_sessions) is not None:
        source = f"statements: {ran.examples:,}; sessions left out as fragments: {ran.spared:,}"
        judge("sessions that answer otherwise", ran.failed, at_most=0, n=ran.examples, source=source)


@gate("API documentation current")
def api_documentation_current(api_documentation: ApiDocumentation, judge: Judge) -> None:
    """Developers believe API documentation; they find its mistakes in production."""
    for check in api_documentation.checks():
        judge(check.name, check.found, at_most=0, n=check.looked_at, source=check.source, lesser=check.lesser)
    for name, words in (*api_documentation.looks(), *api_documentation.notes):
        judge.note(name, words)


@gate("Migration guide complete")
def migration_guide_complete(breaking: Breaking, judge: Judge) -> None:
    """Users can prepare for breaking changes that they know of; a version that promises none must contain none."""
    for check in breaking.checks():
        judge(check.name, check.found, at_most=0, n=check.looked_at, source=check.source, lesser=check.lesser)
    for name, words in breaking.told():
        judge.note(name, words)
