"""Which open issues are critical and new since a given time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.forge.bugs.issues import Issue, Tracking

SHOWN = 5


@dataclass(frozen=True)
class Bugs:
    """The critical issues of a repository.

    Attributes:
        where: the repository and its forge, in words.
        labels: its labels that mean critical.
        since: the time, in seconds since 1970.
        since_words: the time in words: "the release's commit, 2026-11-20 10:00 UTC".
        new: open issues with one of the labels that were opened, reopened or labelled since.
        older: the other open ones.
        advisories: open security advisories; None if the settings leave them out.
    """

    where: str
    labels: tuple[str, ...]
    since: float
    since_words: str
    new: Sequence[Issue]
    older: Sequence[Issue]
    advisories: Sequence[Issue] | None

    @property
    def source(self) -> str:
        """What was checked, in words."""
        return f"issues labelled {' or '.join(self.labels)} in {self.where} since {self.since_words}"

    @property
    def found(self) -> tuple[Finding, ...]:
        """The new ones."""
        return tuple(
            Finding("", 0, "bug", f"#{one.number} {one.title[:80]} ({one.url})", key=one.url) for one in self.new
        )

    @property
    def open_advisories(self) -> tuple[Finding, ...]:
        """The advisories."""
        cure = "publish the advisory with the release that fixes it, or close it and give the reason"
        named = ((one, f"{one.title[:80]} ({one.url})") for one in self.advisories or ())
        return tuple(Finding("", 0, "advisory", message, key=one.url, cure=cure) for one, message in named)

    def notes(self) -> Iterator[tuple[str, str]]:
        """What was not judged, with the reason."""
        if self.older:
            more = f" and {len(self.older) - SHOWN} more" if len(self.older) > SHOWN else ""
            numbers = ", ".join(f"#{one.number}" for one in self.older[:SHOWN])
            yield "older critical issues that are still open", f"{numbers}{more}"
        if self.advisories is None:
            yield "not checked", "security advisories: advisories = false in [tool.golive.post_deploy]"


def measure(  # noqa: PLR0913 -- what to ask, for what, and since when
    forge: Tracking, where: str, patterns: Sequence[str], since: float, what: str, *, advisories: bool = True
) -> Bugs:
    """The critical issues of a repository.

    Args:
        forge: the forge.
        where: the repository and its forge, in words.
        patterns: labels that mean critical, in any case, with ``*`` for any text.
        since: a time in seconds since 1970; 0 for any time.
        what: what happened at that time, in words.
        advisories: whether open security advisories count.

    Raises:
        NotSetUp: the repository has none of the labels, so no issue can be marked as critical.
        CannotMeasure: the forge gives no usable response, or the token may not read the advisories.
    """
    labels = tuple(label for label in forge.labels() if _is_critical(label, patterns))
    if not labels:
        raise NotSetUp(
            f"{where} has no label that means critical, so no issue can be marked as critical",
            f"name your label in [tool.golive.post_deploy] critical_labels (now: {', '.join(patterns)}), or create one",
        )
    if split := [label for label in labels if "," in label]:
        raise CannotMeasure(
            f"the label {split[0]!r} contains a comma, which forges read as a separator, so its issues are unknown",
            "rename the label, or remove it from [tool.golive.post_deploy] critical_labels",
        )
    issues = {issue.number: issue for label in labels for issue in forge.open_with(label)}
    new = [issue for issue in issues.values() if issue.opened >= since or forge.stirred(issue) >= since]
    older = [issue for issue in issues.values() if issue not in new]
    date = dt.datetime.fromtimestamp(since, dt.UTC)
    since_words = f"{what}, {date:%Y-%m-%d %H:%M} UTC" if since else "ever"
    return Bugs(where, labels, since, since_words, new, older, _advisories(forge, where) if advisories else None)


def _advisories(forge: Tracking, where: str) -> Sequence[Issue]:
    found = forge.advisories()
    if found is None:
        raise CannotMeasure(
            f"the token may not read the unpublished security advisories of {where}, so open ones are unknown",
            "give it the permission 'Repository security advisories: read', or set "
            "[tool.golive.post_deploy] advisories = false",
        )
    return found


def _is_critical(label: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(label.lower(), one.lower().replace("[", "[[]")) for one in patterns)
