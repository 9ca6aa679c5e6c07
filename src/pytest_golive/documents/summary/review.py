"""Compares the codebase summary with the codebase: parts it does not name, and names that no longer exist."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import Name, names, plain, words
from pytest_golive.documents.summary.parts import Part, level_of
from pytest_golive.documents.summary.resolving import Existing
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

MOST: Final = 0.5  # share of a folder's modules that a summary names when it lists them
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class SummaryReview:
    """The result.

    Attributes:
        unnamed: parts that exist and that the summary does not name.
        gone: names in it that no longer exist.
        parts: how many should be named.
        names: how many names of code were looked up.
        source: the documents, and how many parts of each kind there are.
        notes: what is not required, and why.
    """

    unnamed: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    parts: int
    names: int
    source: str
    notes: tuple[str, ...] = ()


def review(
    documents: Sequence[Document], parts: Sequence[Part], existing: Existing, *, complete: bool = False
) -> SummaryReview:
    """Compare the documents, which together are one summary, with the codebase.

    Args:
        documents: the summary.
        parts: what exists.
        existing: the names that exist.
        complete: whether every part must be named, not only those of folders whose parts the summary lists.

    Raises:
        CannotMeasure: there is nothing to name, or the summary is empty.
    """
    document_words = frozenset(word for document in documents for word in words(document))
    paths = ", ".join(document.path for document in documents)
    if not document_words:
        raise CannotMeasure(f"{paths} is empty", "describe the packages of the project in it", path=documents[0].path)
    if not parts:
        raise CannotMeasure(
            "no source file was found that a summary could name", "correct summary_depth or summary_exclude"
        )
    listed_parts, spared = (list(parts), []) if complete else listed(parts, document_words)
    unnamed = [_unnamed(documents[0].path, part) for part in listed_parts if plain(part.name) not in document_words]
    held = [(document.path, name) for document in documents for name in names(document)]
    gone = [_gone(path, name, existing) for path, name in held if existing.is_gone(name)]
    kinds = Counter(part.kind for part in listed_parts)
    counts_in_words = ", ".join(
        f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in sorted(kinds.items())
    )
    return SummaryReview(
        tuple(unnamed), tuple(gone), len(listed_parts), len(held), f"{paths}: {counts_in_words}", _notes(spared)
    )


def _notes(spared: Sequence[str]) -> tuple[str, ...]:
    if not spared:
        return ()
    more = f" and {len(spared) - SHOWN} more" if len(spared) > SHOWN else ""
    return (
        f"not listed one by one, so not required: {', '.join(spared[:SHOWN])}{more} (summary_complete requires all)",
    )


def listed(parts: Sequence[Part], document_words: frozenset[str]) -> tuple[list[Part], list[str]]:
    """The parts that a summary must name; modules and parts of a package only where it already names most of them.

    Returns:
        Those parts, and in words the groups of which no part is required.
    """
    groups: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in parts:
        if part.kind == "module" or (part.kind == "package" and level_of(part.path) > 1):
            groups[part.kind, part.home].append(part)
    spared = {group for group, inside in groups.items() if not _is_listed(inside, document_words)}
    required = [part for part in parts if (part.kind, part.home) not in spared]
    return required, sorted(f"{kind}s of {home or 'the root'}" for kind, home in spared)


def _is_listed(inside: Sequence[Part], document_words: frozenset[str]) -> bool:
    return sum(1 for part in inside if plain(part.name) in document_words) >= MOST * len(inside)


def _unnamed(path: str, part: Part) -> Finding:
    where = f"{part.path}:{part.line}" if part.line else part.path
    message = f"does not name the {part.kind} {part.name} ({where})"
    cure = "say what it is for, or exclude it by name: [tool.golive.documentation] summary_exclude"
    return Finding(path, 0, "unnamed", message, key=f"{part.kind} {part.path} {part.name}", cure=cure)


def _gone(path: str, name: Name, existing: Existing) -> Finding:
    nearest = existing.nearest(name)
    message = f"names {name.text}, which no longer exists" + (f"; {nearest} does" if nearest else "")
    cure = "name what exists now; if it is no name of this project, add it to summary_vocabulary"
    return Finding(path, name.line, "gone", message, "high", key=name.text, cure=cure)
