"""Sorts out which findings are worth a look only, and says what the strict build would decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_golive.documents.machinery.doubts import Doubt, Doubts
from pytest_golive.documents.reading.document import Document, Fault
from pytest_golive.documents.soundness.result import Build
from pytest_golive.documents.soundness.sites import Sites
from pytest_golive.findings import Finding, counted


class Doubting:
    """Collects doubts.

    Args:
        sites: what shows the documents.
        build: the project's own strict build.
        doubted: broken links, each with the doubt.
    """

    def __init__(self, sites: Sites, build: Build, doubted: Sequence[tuple[Finding, Doubt]]) -> None:
        self._sites = sites
        self._build = build
        self._left: list[tuple[Finding, str]] = []
        self._of_build = 0
        self._judged = 0
        for finding, doubt in doubted:
            self._put(finding, doubt)

    def sort_out(self, doubts: Doubts, documents: Sequence[Document]) -> Iterator[Finding]:
        """The faults of the documents themselves that are no doubts."""
        for document in documents:
            for fault in document.faults:
                finding = _finding(document, fault)
                if fault.rule == "rst" and (doubt := doubts.about_markup(document, fault)):
                    self._put(finding, doubt)
                else:
                    yield finding
            self._left += [(_finding(document, fault), "") for fault in document.doubts]

    @property
    def left(self) -> tuple[Finding, ...]:
        """What is worth a look, each with the reason."""
        return tuple(
            replace(each, message=f"{each.message.rstrip('.')}, but {why}") if why else each for each, why in self._left
        )

    def notes(self) -> Iterator[tuple[str, str]]:
        """What only the strict build can judge, and whether it has."""
        name = "what only the strict build of the site can judge"
        if self._judged:
            yield name, f"{counted(self._judged, 'name or file', 'names and files')}; it ran and found nothing wrong"
        if self._of_build:
            said = f"it did not run: {self._build.why_not}" if not self._build.command else "it does not vouch for them"
            yield name, f"{counted(self._of_build, 'name or file', 'names and files')}, worth a look; {said}"

    def _put(self, finding: Finding, doubt: Doubt) -> None:
        if doubt.is_of_build and self._has_judged(finding.path):
            self._judged += 1
            return
        self._of_build += doubt.is_of_build
        self._left.append((finding, doubt.why))

    def _has_judged(self, path: str) -> bool:
        """Whether the strict build passed, and builds the page at *path*."""
        site = self._sites.of(path)
        if not self._build.passed or site is None:
            return False
        return site.config == self._build.config if self._build.config else len(self._sites.all) == 1


def _finding(document: Document, fault: Fault) -> Finding:
    return Finding(document.path, fault.line, fault.rule, fault.message, key=fault.key)
