"""The result of a review of the documents of a release."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Followed:
    """The result for one document: in words, as findings, and what is *unsure*: it may mean what changed."""

    name: str
    told: str
    faults: tuple[Finding, ...] = ()
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class FreshnessReview:
    """The result of a review.

    Attributes:
        documents: one result for each required document.
        since: the previous release in words; "" for the first.
        uncovered: new source files that no document covers.
    """

    documents: tuple[Followed, ...]
    since: str
    uncovered: tuple[str, ...] = ()
