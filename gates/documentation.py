"""Documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.documents.breaking.result import Breaking
    from pytest_golive.documents.readme.result import ReadmeScan
    from pytest_golive.documents.reference.result import ApiDocumentation
    from pytest_golive.documents.soundness.result import Soundness

pytestmark = pytest.mark.pre_deploy


@gate("Documents are sound")
def documents_sound(soundness: Soundness, judge: Judge) -> None:
    """A link that leads nowhere and an example that does not even parse tell readers that nobody has looked."""
    found = soundness
    judge("links that lead nowhere", found.broken, at_most=0, n=found.documents, source=found.source)
    judge("text that cannot be read", found.unreadable, at_most=0)
    judge("code that cannot be read", found.code, at_most=0)
    if found.build.command:
        judge("warnings of the strict build", found.build.findings, at_most=0, source=found.build.command)
    else:
        judge.note("strict build", f"not run: {found.build.why_not}")
    for name, words in found.notes:
        judge.note(name, words)


@gate("README verified as accurate")
def readme_accurate(readme: ReadmeScan, judge: Judge) -> None:
    """The README is the first thing that people try, and often the last."""
    judge("commands that name what is not there", readme.wrong, at_most=0, source=readme.source)
    judge("badges of something else", readme.pointers, at_most=0)
    judge("imports that are not there", readme.examples, at_most=0)
    if readme.doctest is not None:
        judge("examples that print something else", readme.doctest, at_most=0)
    for name, words in readme.notes:
        judge.note(name, words)


@gate("API documentation current")
def api_documentation_current(api_documentation: ApiDocumentation, judge: Judge) -> None:
    """Who reads the documentation of an API believes it; what it says wrongly is found in production."""
    for check in api_documentation.checks():
        judge(check.name, check.found, at_most=0, n=check.looked_at, source=check.source, lesser=check.lesser)
    for name, words in api_documentation.notes:
        judge.note(name, words)


@gate("Migration guide complete")
def migration_guide_complete(breaking: Breaking, judge: Judge) -> None:
    """What breaks is no surprise to whoever is told before; a version that promises to break nothing keeps its word."""
    for check in breaking.checks():
        judge(check.name, check.found, at_most=0, n=check.looked_at, source=check.source, lesser=check.lesser)
    for name, words in breaking.told():
        judge.note(name, words)
