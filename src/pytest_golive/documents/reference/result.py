"""Whether what is written about the APIs is true: what the gate judges, one check after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.documents.checks import Check
from pytest_golive.documents.openapi.comparing import Served
from pytest_golive.documents.reference.checking import Checked
from pytest_golive.documents.reference.standing import Standing
from pytest_golive.findings import Finding

# What describes an interface and is compared by nobody here.
OTHERS: Final = (
    ("Protobuf", re.compile(r".*\.proto"), "buf breaking"),
    ("GraphQL", re.compile(r"(?:.*/)?[^/]*schema[^/]*\.(?:graphqls?|gql)|.*\.graphqls"), "graphql-inspector diff"),
)
NOT_OURS: Final = re.compile(r"(?:^|/)(?:tests?|examples?|node_modules|_?vendor(?:ed)?|third_party)/")
SHOWN: Final = 3
LACKS: Final = "reference-lacks"
MOST_LOOKS: Final = 20  # files of which a note of its own tells that they are worth a look


@dataclass(frozen=True, slots=True)
class ApiDocumentation:
    """What is written about the APIs.

    Attributes:
        docstrings: what was found in them; None where nobody imports the packages.
        standing: what the reference pages and the code say of each other; None where there are no such pages.
        served: what each OpenAPI document and its target say of each other; () where nobody compares them.
        source: what was read, in words.
        notes: what is not covered, and why: names and words.
        strict: whether what is only worth a look fails, too.
    """

    docstrings: Checked | None = None
    standing: Standing | None = None
    served: tuple[Served, ...] = ()
    source: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    strict: bool = False

    def checks(self) -> Iterator[Check]:
        """Everything that was compared."""
        if (told := self.docstrings) is not None:
            yield Check("public objects without a docstring", told.missing, told.objects, self.source, told.bare)
            yield self._check("docstrings that are not true", told.untrue, told.unsure)
        if (pages := self.standing) is not None:
            lacking = [each for each in pages.unsure if each.rule == LACKS]
            gone = [each for each in pages.unsure if each.rule != LACKS]
            source = f"{pages.objects:,} looked for"
            yield self._check("public objects that the reference lacks", pages.lacking, lacking, source)
            yield self._check("objects in the reference that are gone", pages.gone, gone)
        for served in self.served:
            of = "the service" if len(self.served) == 1 else f"its service: {served.path}"
            name = f"differences between the OpenAPI document and {of}"
            yield Check(name, served.found, served.operations, f"{served.path} and {served.source}")

    def looks(self) -> Iterator[tuple[str, str]]:
        """What is worth a look: one note for each file, with its first place; none where it fails."""
        found = [*self.docstrings.unsure] if self.docstrings else []
        found += self.standing.unsure if self.standing else []
        if not found or self.strict:
            return
        by_path: dict[str, list[Finding]] = {}
        for each in sorted(found):
            by_path.setdefault(each.path, []).append(each)
        for first, *others in [*by_path.values()][:MOST_LOOKS]:
            more = f" (and {len(others):,} more in this file)" if others else ""
            yield "worth a look", f"{first.place}: {first.message}{more}"
        if (rest := len(by_path) - MOST_LOOKS) > 0:
            yield "further files that are worth a look", f"{rest:,}; each finding stands in the reports as a note"

    def _check(self, name: str, sure: Sequence[Finding], unsure: Sequence[Finding], source: str = "") -> Check:
        if self.strict:
            return Check(name, [*sure, *unsure], source=source)
        return Check(name, sure, source=source, lesser=unsure)

    def with_served(self, served: Sequence[Served], notes: Sequence[tuple[str, str]]) -> ApiDocumentation:
        """The same with what the target says, and with more that is worth telling."""
        return replace(self, served=tuple(served), notes=(*self.notes, *notes))


def no_api(folders: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The note that packages in these *folders* hold tests, and are not looked at; () if there are none."""
    if not folders:
        return ()
    more = f" and {len(folders) - SHOWN} more" if len(folders) > SHOWN else ""
    words = f"{', '.join(folders[:SHOWN])}{more}; [tool.golive.documentation.api] include takes them in"
    return (("packages of tests, taken for no API", words),)


def not_covered(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What of the tracked *paths* describes an interface that nobody compares here."""
    for name, pattern, tool in OTHERS:
        found = [path for path in paths if pattern.fullmatch(path) and not NOT_OURS.search(path)]
        if found:
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            yield "not covered", f"{name}: {', '.join(found[:SHOWN])}{more}; {tool} compares them"
