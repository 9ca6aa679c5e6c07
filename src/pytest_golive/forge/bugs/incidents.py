"""Open issues about an incident: by labels, and new since a given time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.forge.bugs.issues import Issue, Tracking


@dataclass(frozen=True, slots=True)
class Incidents:
    """The open issues with one of the labels.

    Attributes:
        labels: of the repository that are meant.
        new: those that were opened, reopened or labelled since, each with when that was, in seconds since 1970.
        older: the others.
    """

    labels: tuple[str, ...]
    new: Sequence[tuple[Issue, float]]
    older: Sequence[Issue]


def incidents(forge: Tracking, patterns: Sequence[str], since: float, *, where: str, setting: str) -> Incidents:
    """The open issues with a label of *patterns*.

    Args:
        forge: the forge.
        patterns: labels in any case, with ``*`` for any text.
        since: in seconds since 1970.
        where: the repository and its forge, in words.
        setting: that names the labels, for messages.

    Raises:
        NotSetUp: the repository has none of the labels.
        CannotMeasure: the forge gives no usable response.
    """
    globs = [one.lower().replace("[", "[[]") for one in patterns]
    labels = tuple(label for label in forge.labels() if any(fnmatchcase(label.lower(), one) for one in globs))
    if not labels:
        what = f"{where} has no label {' or '.join(patterns)}, so no issue can be marked as an incident"
        raise NotSetUp(what, f"create the label, or name another in {setting}")
    if split := [label for label in labels if "," in label]:
        what = f"the label {split[0]!r} contains a comma, which forges read as a separator, so its issues are unknown"
        raise CannotMeasure(what, f"rename the label, or take it out of {setting}")
    issues = {issue.number: issue for label in labels for issue in forge.open_with(label)}
    moments = [(issue, max(issue.opened, forge.stirred(issue))) for issue in issues.values()]
    new = [(issue, moment) for issue, moment in moments if moment >= since]
    return Incidents(labels, new, [issue for issue, moment in moments if moment < since])
